"""What Check says of a value that AWS would refuse."""

from __future__ import annotations

import difflib
import ipaddress
import re
from typing import Any

_LIMITS = {
    "minimum": ("too small", "the least is", "Raise"),
    "exclusiveMinimum": ("too small", "it must be more than", "Raise"),
    "maximum": ("too large", "the most is", "Lower"),
    "exclusiveMaximum": ("too large", "it must be less than", "Lower"),
    "minLength": ("too short", "the least number of characters is", "Lengthen"),
    "maxLength": ("too long", "the greatest number of characters is", "Shorten"),
    "minItems": ("too few", "the least number of items is", "Add to"),
    "maxItems": ("too many", "the greatest number of items is", "Take from"),
}


def reason(keyword: str, value: Any, limit: Any) -> str:
    """Why a JSON schema's keyword refuses a value: the value, what is allowed, and what to do.

    Args:
        keyword: ``enum``, ``minimum``, ...
        value: what was given.
        limit: what the keyword says; of ``required`` only the names that are missing.
    """
    match keyword:
        case "enum" | "enumCaseInsensitive" | "const":
            allowed = [str(each) for each in ([limit] if keyword == "const" else limit)]
            return f"{value!r} is not allowed. {_choices(str(value), allowed)}"
        case "pattern":
            return f"{value!r} does not match the pattern {limit}. Change it so that it does."
        case "format":
            version = 4 if limit == "ipv4-network" else 6
            return f"{value!r} is not an IPv{version} network. {_network(value, version)}"
        case "required":
            return f"it lacks {', '.join(map(_pulumi_name, limit))}, which AWS requires here. Add it."
        case _:
            fault, allowed, remedy = _LIMITS[keyword]
            return f"{value!r} is {fault}: {allowed} {limit}. {remedy} it."


def _network(value: str, version: int) -> str:
    try:
        network = ipaddress.ip_network(value, strict=False)
    except ValueError:
        network = None
    if network is None or network.version != version:
        example = "10.0.0.0/16" if version == 4 else "fd00::/64"
        return f"Write it as address/prefix length, such as {example}."
    return f"Its bits behind the prefix are not zero: write {network}."


def _choices(value: str, allowed: list[str]) -> str:
    if len(allowed) <= 12:
        return f"Use one of: {', '.join(sorted(allowed))}."
    near = difflib.get_close_matches(value, allowed, n=5, cutoff=0.4)
    hint = f" Nearest: {', '.join(near)}." if near else f" For example: {', '.join(sorted(allowed)[:5])}."
    return f"AWS offers {len(allowed)} values here.{hint}"


def _pulumi_name(name: str) -> str:
    """What Pulumi calls a property of AWS's schema that the program does not give, such as ``dbName``."""
    return re.sub(r"^([A-Z]+(?=[A-Z][a-z])|[A-Z]+$|[A-Z])", lambda start: start[0].lower(), name)

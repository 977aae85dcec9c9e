"""Domain names: which are sound, which zone they lie in, which certificate covers them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from tenfold.errors import InvalidInputError

# RFC 1035, section 2.3.4, with the underscore that service records begin with.
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME = re.compile(rf"(?:\*\.)?{_LABEL}(?:\.{_LABEL})+")
_LONGEST = 253


def check_domain_name(field: str, name: str, *, wildcard: bool = True) -> None:
    """Refuse what is no domain name in lower case, or a wildcard where none can be.

    Raises:
        InvalidInputError: it is not.
    """
    sound = len(name) <= _LONGEST and _NAME.fullmatch(name) is not None
    if not sound or (name.startswith("*.") and not wildcard):
        kind = "such as 'www.example.com' or '*.example.com'" if wildcard else "such as 'example.com'"
        allowed = f"a domain name in lower case, without a dot at its end, {kind}"
        raise InvalidInputError(field, name, allowed, "Mend the name.")


def check_no_repetition(field: str, names: Sequence[str]) -> None:
    """Refuse a name that stands twice.

    Raises:
        InvalidInputError: one does.
    """
    for name in names:
        if names.count(name) > 1:
            raise InvalidInputError(field, name, "each name once", "Remove one of the two.")


def base(name: str) -> str:
    """The name without its wildcard: ``*.example.com`` is proved to be ours by the record of example.com."""
    return name.removeprefix("*.")


def zone_of(name: str, zones: Iterable[str]) -> str | None:
    """The zone that the name lies in: the longest that it ends in.

    >>> zone_of("api.dev.example.com", ["example.com", "dev.example.com"])
    'dev.example.com'
    """
    holding = [zone for zone in zones if base(name) == zone or name.endswith(f".{zone}")]
    return max(holding, key=len, default=None)


def check_in_zones(field: str, names: Sequence[str], zones: Sequence[str]) -> None:
    """Refuse a name that lies in none of the zones.

    Raises:
        InvalidInputError: one does.
    """
    for name in names:
        if zone_of(name, zones) is None:
            allowed = f"a name in one of the zones: {', '.join(zones)}"
            raise InvalidInputError(field, name, allowed, "Give its zone too, or mend the name.")


def is_covered(name: str, certificate_names: Iterable[str]) -> bool:
    """Whether a certificate with these names is good for the name; a wildcard stands for one label (RFC
    6125).

    >>> is_covered("www.example.com", ["*.example.com"]), is_covered("example.com", ["*.example.com"])
    (True, False)
    """
    wildcard = f"*.{name.partition('.')[2]}"
    return any(own in (name, wildcard) for own in certificate_names)


def check_covered(field: str, names: Sequence[str], certificate_names: Sequence[str], whose: str) -> None:
    """Refuse a name that the certificate is not good for.

    Args:
        field: the field as the user writes it.
        names: what has to be covered.
        certificate_names: the certificate's.
        whose: what the certificate is, in the message.

    Raises:
        InvalidInputError: one is not covered.
    """
    for name in names:
        if not is_covered(name, certificate_names):
            allowed = f"a name that {whose} covers: {', '.join(certificate_names)}"
            remedy = "Add the name to the certificate: a new one is issued before the old one goes."
            raise InvalidInputError(field, name, allowed, remedy)


def role(name: str) -> str:
    """The name as part of a child's name.

    >>> role("*.example.com")
    'wildcard-example-com'
    """
    return name.replace("*", "wildcard").replace(".", "-")

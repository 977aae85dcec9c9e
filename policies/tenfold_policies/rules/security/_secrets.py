"""What looks like a secret: by its name, by its form, or because Pulumi keeps it as one.

The forms are those that their issuers publish (GitHub's, Slack's, Stripe's, Google's and AWS's key formats).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tenfold_policies.resource import Resource
from tenfold_policies.values import UNKNOWN, Secret, Undecided

_WORDS = (
    r"pass(?:word|wd|phrase)?|pwd|secret|token|api_?key|private_?key|access_?key|auth_?key|signing_?key"
    r"|encryption_?key|credentials?|connection_?string"
)
# The name ends with the word: SECRET_ARN, TOKEN_TTL_SECONDS and PASSWORD_FILE hold no secret.
_NAME = re.compile(rf"(?:^|[^a-z])(?:{_WORDS})$", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_FORMS: Mapping[str, re.Pattern[str]] = {
    "an AWS access key": re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "a GitHub token": re.compile(r"\b(?:gh[pousr]_[0-9A-Za-z]{36}|github_pat_[0-9A-Za-z_]{40})"),
    "a Slack token": re.compile(r"\bxox[abeoprs]-[0-9A-Za-z-]{10}"),
    "a Stripe key": re.compile(r"\b[rs]k_live_[0-9A-Za-z]{16}"),
    "a Google API key": re.compile(r"\bAIza[0-9A-Za-z_-]{35}"),
    "a signed token": re.compile(r"\beyJ[0-9A-Za-z_-]{10,}\.eyJ[0-9A-Za-z_-]{10,}\."),
    "an address with a password": re.compile(r"\b[a-z][a-z0-9+.-]*://[^/\s:@]*:[^/\s:@${}<>]+@", re.I),
}
# What stands for a secret that lies elsewhere, and what is none: numbers, switches, paths, ARNs, addresses.
_REFERENCE = re.compile(
    r"(?:|\d+|true|false|null|none|arn:.*|[a-z][a-z0-9+.-]*://.*|[$`<({%].*|.*\$\{.*|resolve:.*|vault:.*"
    r"|/.*|[a-z0-9_.-]+(?:/[a-z0-9_.-]+)+)",
    re.DOTALL,
)
_ASSIGNMENT = re.compile(r"""\b([A-Za-z][A-Za-z0-9_]*)["']?\s*[=:]\s*["']?([^\s"']+)""")


def secret_name(name: str) -> bool:
    """Whether a name says that its value is a secret."""
    return bool(_NAME.search(_CAMEL.sub("_", name).replace("-", "_")))


def secret_form(text: str) -> str | None:
    """What secret a text holds, by its form."""
    return next((what for what, form in _FORMS.items() if form.search(text)), None)


def reason(name: str, value: Any) -> str | None:
    """Why a value looks like a secret; None if it doesn't. It never holds the value.

    Raises:
        Undecided: its name is a secret's, and its value is known only after the update.
    """
    if value is UNKNOWN:
        if secret_name(name):
            raise Undecided(name)
        return None
    if not isinstance(value, str):
        return None
    form = secret_form(value)
    if form:
        return f"it is {form}"
    if secret_name(name) and not _REFERENCE.fullmatch(value):
        return "its name is a secret's, its value is plain"
    return "Pulumi keeps it as a secret" if isinstance(value, Secret) else None


def in_variables(resource: Resource, property_: str, variables: Iterable[tuple[str, Any]]) -> Iterator[str]:
    """A message for each variable that looks like a secret.

    Where one value is a secret, Pulumi's SDKs take the whole property as one: then those whose names say
    so are named, and if there are none, the property.

    Raises:
        Undecided: at the end, if a variable with a secret's name is not known yet.
    """
    whole = property_ in resource.secrets
    named, undecided = False, None
    for name, value in variables:
        try:
            why = reason(name, str.__str__(value) if whole and isinstance(value, str) else value)
        except Undecided as missing:
            undecided = missing
            why = "its name is a secret's, and Pulumi keeps it as one" if whole else None
        if why:
            named = True
            yield f"{name} looks like a secret: {why}."
    if whole and not named:
        yield f"{property_} holds a value that Pulumi keeps as a secret."
    elif undecided and not whole:
        raise undecided


def in_text(text: str) -> Iterator[str]:
    """What looks like a secret in a script or a configuration file."""
    form = secret_form(text)
    if form:
        yield f"it holds {form}."
    for name, value in _ASSIGNMENT.findall(text):
        if not secret_form(value) and reason(name, value):
            yield f"it sets {name}, whose name is a secret's, to a plain value."

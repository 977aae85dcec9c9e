"""What a machine runs at its start holds no secret."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._names import INSTANCE, LAUNCH_CONFIGURATION, LAUNCH_TEMPLATE
from tenfold_policies.rules.security._secrets import in_text


def _check(resource: Resource, context: Context) -> Iterator[str]:
    for path in ("userData", "userDataBase64"):
        text = resource.get(path, "")
        if path in resource.secrets:
            yield f"{path} is a secret of the program's, and none on the machine."
        yield from (f"{path}: {each}" for each in in_text(_plain(str.__str__(text))))


def _plain(text: str) -> str:
    """The text, which launch templates have in base64; as it is where it isn't that."""
    try:
        return base64.b64decode(text, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return text


RULE = Rule(
    id="user-data-secrets",
    title="What a machine runs at its start holds no secret",
    severity=Severity.HIGH,
    why="Every program on the machine can read it from the metadata service, and so can who may describe it.",
    remedy="Give the machine a role, and read the secret from Secrets Manager at its start.",
    reference="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html",
    practice="SEC02-BP03",
    types=(INSTANCE, LAUNCH_TEMPLATE, LAUNCH_CONFIGURATION),
    check=_check,
)

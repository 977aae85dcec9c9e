"""A parameter that is a secret is a SecureString."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._secrets import reason
from tenfold_policies.values import UNKNOWN


def _check(parameter: Resource, context: Context) -> Iterator[str]:
    if parameter.get("type") == "SecureString":
        return
    name = str(parameter.known("name", parameter.name)).rpartition("/")[2]
    for path in ("value", "insecureValue"):
        value = parameter.properties.get(path)
        # Pulumi keeps each parameter's value as a secret: that alone says nothing of this one.
        why = reason(
            name, str.__str__(value) if isinstance(value, str) else UNKNOWN if value is UNKNOWN else None
        )
        if why:
            yield f"type is {parameter.get('type')!r}, and {path} looks like a secret: {why}."


RULE = Rule(
    id="ssm-parameter-secrets",
    title="A parameter that is a secret is a SecureString",
    severity=Severity.HIGH,
    why="Any other parameter lies in plain text, and reading it needs no right to a key.",
    remedy="Set type='SecureString', or use Secrets Manager, which rotates it too.",
    reference="https://docs.aws.amazon.com/systems-manager/latest/userguide/secure-string-parameter-kms-encryption.html",
    practice="SEC02-BP03",
    types=("aws:ssm/parameter:Parameter",),
    check=_check,
)

"""No key that lasts for ever is made."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity


def _check(key: Resource, context: Context) -> Iterator[str]:
    if key.get("status", "Active") == "Active":
        kept = "" if key.has("pgpKey") else ", and its secret lies in the state"
        yield f"it is a key that works until someone deletes it{kept}."


RULE = Rule(
    id="iam-no-access-keys",
    title="No access key that lasts for ever is made",
    severity=Severity.HIGH,
    why="Keys end up in repositories, logs and laptops, and most break-ins begin with one.",
    remedy="Use a role: EKS Pod Identity in a cluster, an instance profile, OIDC from a forge's pipeline, "
    "IAM Identity Center for people.",
    reference="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
    practice="SEC02-BP02",
    types=("aws:iam/accessKey:AccessKey",),
    check=_check,
)

"""A cluster's secrets are encrypted with a key of the account's own."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._names import EKS_CLUSTER, control


def _check(cluster: Resource, context: Context) -> Iterator[str]:
    if not cluster.has("encryptionConfig.provider.keyArn"):
        yield "encryptionConfig is not set: its secrets are under AWS's own key."
    elif "secrets" not in cluster.get("encryptionConfig.resources", []):
        yield "encryptionConfig.resources lacks 'secrets'."


RULE = Rule(
    id="eks-secrets-encryption",
    title="A cluster's secrets are encrypted with a key of the account's own",
    severity=Severity.MEDIUM,
    why="Who may read the cluster's storage or a backup of it is then not enough: the key can be denied, and"
    " CloudTrail tells who used it.",
    remedy="Set encryption_config with the ARN of an aws.kms.Key and resources=['secrets']; it can be added "
    "to a cluster, and never taken away.",
    reference=control("EKS.3"),
    practice="SEC08-BP02",
    types=(EKS_CLUSTER,),
    check=_check,
)

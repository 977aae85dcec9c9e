"""Who may use a cluster is said in EKS's API."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters, Rule, Severity
from tenfold_policies.rules.security._names import EKS_CLUSTER


class Modes(Parameters):
    """Whether the old way may stay open."""

    allow_config_map: bool = False
    """Whether API_AND_CONFIG_MAP passes, as during a migration."""


def _check(cluster: Resource, context: Context) -> Iterator[str]:
    mode = cluster.get("accessConfig.authenticationMode", "CONFIG_MAP")
    if mode == "API" or (mode == "API_AND_CONFIG_MAP" and context.parameters.allow_config_map):
        return
    yield f"accessConfig.authenticationMode is {mode}: the config map aws-auth lets in too."


RULE = Rule(
    id="eks-authentication-mode",
    title="Who may use a cluster is said in EKS's API",
    severity=Severity.MEDIUM,
    why="Whoever may write one config map makes themselves administrator, and IAM and CloudTrail see none of"
    " it.",
    remedy="Set access_config with authentication_mode='API', and an aws.eks.AccessEntry for each role; from"
    " CONFIG_MAP by way of API_AND_CONFIG_MAP, never back.",
    reference="https://docs.aws.amazon.com/eks/latest/userguide/grant-k8s-access.html",
    practice="SEC03-BP02",
    types=(EKS_CLUSTER,),
    check=_check,
    parameters=Modes,
)

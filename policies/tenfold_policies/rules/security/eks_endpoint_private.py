"""A cluster's API is not open to the whole internet."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters, Rule, Severity
from tenfold_policies.rules.security._names import EKS_CLUSTER, control
from tenfold_policies.rules.security._policies import texts


class PublicEndpoint(Parameters):
    """Whether a public endpoint is right at all."""

    allow_restricted: bool = True
    """Whether a public endpoint passes that is restricted to addresses."""


def _check(cluster: Resource, context: Context) -> Iterator[str]:
    if not cluster.get("vpcConfig.endpointPublicAccess", True):
        return
    if not context.parameters.allow_restricted:
        yield "endpointPublicAccess is on."
    elif not cluster.has("vpcConfig.publicAccessCidrs"):
        yield "endpointPublicAccess is on, and publicAccessCidrs, which is not set, is 0.0.0.0/0."
    elif any(each.endswith(("/0", "/1")) for each in texts(cluster, "vpcConfig.publicAccessCidrs")):
        yield "endpointPublicAccess is on, and publicAccessCidrs has the whole internet."


RULE = Rule(
    id="eks-endpoint-private",
    title="A cluster's API is not open to the whole internet",
    severity=Severity.HIGH,
    why="A leaked token or a flaw in the API server is then enough to own the cluster, from anywhere.",
    remedy="Set endpoint_private_access=True and endpoint_public_access=False, or name the addresses in "
    "public_access_cidrs.",
    reference=control("EKS.1"),
    practice="SEC05-BP02",
    types=(EKS_CLUSTER,),
    check=_check,
    parameters=PublicEndpoint,
)

"""A container does not reach its machine's credentials."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters, Rule, Severity
from tenfold_policies.rules.security._names import (
    INSTANCE,
    LAUNCH_CONFIGURATION,
    LAUNCH_TEMPLATE,
    NODE_CLASS,
    control,
)


class Hops(Parameters):
    """How far the answer goes."""

    max_hops: int = 1
    """Hops that the metadata service's answer may take; a container's network is one more."""


def _check(resource: Resource, context: Context) -> Iterator[str]:
    path = "spec.metadataOptions" if resource.type == NODE_CLASS else "metadataOptions"
    if resource.get(f"{path}.httpEndpoint", "enabled") == "disabled":
        return
    hops = resource.get(f"{path}.httpPutResponseHopLimit", 1)
    if hops > context.parameters.max_hops:
        yield f"{path}.httpPutResponseHopLimit is {hops}."


RULE = Rule(
    id="imds-hop-limit",
    title="A container does not reach its machine's credentials",
    severity=Severity.MEDIUM,
    why="With two hops every pod can take on its node's role, whatever role it was given itself.",
    remedy="Set http_put_response_hop_limit=1, and give pods roles by EKS Pod Identity.",
    reference=control("AutoScaling.4"),
    practice="SEC03-BP02",
    types=(INSTANCE, LAUNCH_TEMPLATE, LAUNCH_CONFIGURATION, NODE_CLASS),
    check=_check,
    parameters=Hops,
)

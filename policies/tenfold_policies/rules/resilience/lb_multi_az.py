"""A load balancer is in several zones."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters, Rule, Severity
from tenfold_policies.rules.resilience._balancers import BALANCERS, CLASSIC
from tenfold_policies.rules.resilience._zones import placement


class _Parameters(Parameters):
    min_azs: int = Field(default=2, ge=1, le=6)
    """Availability Zones that a load balancer has to be in."""


def _check(balancer: Resource, context: Context) -> Iterator[str]:
    minimum = context.parameters.min_azs
    if balancer.type == CLASSIC and not balancer.has("subnets"):
        zones = len(balancer.items("availabilityZones"))
        if zones < minimum:
            yield f"availabilityZones name {zones} of {minimum} zones."
        return
    path, key = ("subnetMappings", "subnetId") if balancer.has("subnetMappings") else ("subnets", "")
    found = placement(balancer, path, context.stack, key)
    if found.fewer_than(minimum, path):
        yield f"{path} are in {int(found.most)} of {minimum} zones."


RULE = Rule(
    id="lb-multi-az",
    title="A load balancer is in several zones",
    severity=Severity.HIGH,
    why="When the load balancer's only zone is lost, nothing behind it can be reached, wherever it runs.",
    remedy="Name a subnet of each zone in subnets.",
    reference="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-subnets.html",
    practice="REL02-BP01",
    types=(*BALANCERS, CLASSIC),
    check=_check,
    parameters=_Parameters,
    relational=True,
)

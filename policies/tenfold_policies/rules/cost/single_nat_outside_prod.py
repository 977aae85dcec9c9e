"""Outside prod, one NAT gateway serves a VPC."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.cost._names import VPC
from tenfold_policies.rules.cost._relations import nat_gateways


def _check(vpc: Resource, context: Context) -> Iterator[str]:
    if context.environment == "prod":
        return
    gateways = nat_gateways(context.stack, vpc)
    regional = [each for each in gateways if each.get("availabilityMode") == "regional"]
    if regional:
        yield f"{regional[0].name} is regional: it is charged in each zone that it serves."
    elif len(gateways) > 1:
        yield f"it has {len(gateways)} NAT gateways."


RULE = Rule(
    id="single-nat-outside-prod",
    title="Outside prod, one NAT gateway serves a VPC",
    severity=Severity.LOW,
    why="Each NAT gateway is charged by the hour, for zones whose loss only prod has to survive.",
    remedy="Route all private subnets through one zonal NAT gateway (nat: single), or through none.",
    reference="https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-pricing.html",
    practice="COST08-BP02",
    types=(VPC,),
    check=_check,
    relational=True,
)

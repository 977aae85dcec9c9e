"""An interface endpoint has a network interface in several zones."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters, Rule, Severity
from tenfold_policies.rules.resilience._zones import placement

_ASSOCIATION = "aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation"


class _Parameters(Parameters):
    min_azs: int = Field(default=2, ge=1, le=6)
    """Availability Zones that an interface endpoint has to be in."""


def _check(endpoint: Resource, context: Context) -> Iterator[str]:
    if endpoint.given("vpcEndpointType", "Gateway") != "Interface":
        return  # a gateway endpoint has no zone, and one for a Gateway Load Balancer takes one subnet only
    minimum = context.parameters.min_azs
    if len(context.stack.referring(endpoint, _ASSOCIATION, "vpcEndpointId")) >= minimum:
        return
    path, key = ("subnetIds", "") if endpoint.has("subnetIds") else ("subnetConfigurations", "subnetId")
    found = placement(endpoint, path, context.stack, key)
    if found.fewer_than(minimum, path):
        yield f"{path} name subnets in {int(found.most)} of {minimum} zones."


RULE = Rule(
    id="vpc-endpoint-multi-az",
    title="An interface endpoint has a network interface in several zones",
    severity=Severity.MEDIUM,
    why="When the endpoint's only zone is lost, no zone reaches the AWS service behind it any more.",
    remedy="Name a subnet of each zone in subnet_ids.",
    reference="https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html",
    practice="REL10-BP01",
    types=("aws:ec2/vpcEndpoint:VpcEndpoint",),
    check=_check,
    parameters=_Parameters,
    relational=True,
)

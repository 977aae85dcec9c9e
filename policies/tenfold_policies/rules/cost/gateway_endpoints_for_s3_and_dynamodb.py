"""S3 and DynamoDB are reached through gateway endpoints, not through a NAT gateway."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.cost._names import VPC
from tenfold_policies.rules.cost._relations import nat_gateways

_ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
_SERVICES = {"s3": "S3", "dynamodb": "DynamoDB"}


def _check(vpc: Resource, context: Context) -> Iterator[str]:
    if not nat_gateways(context.stack, vpc):
        return  # nothing that an endpoint would save
    endpoints = context.stack.attached(vpc, _ENDPOINT, "vpcId")
    gateways = [each for each in endpoints if each.get("vpcEndpointType", "Gateway") == "Gateway"]
    services = {str(each.get("serviceName")).rpartition(".")[2] for each in gateways}
    if missing := [name for service, name in _SERVICES.items() if service not in services]:
        yield f"it has NAT gateways, and no gateway endpoint for {' and '.join(missing)}."


RULE = Rule(
    id="gateway-endpoints-for-s3-and-dynamodb",
    title="S3 and DynamoDB are reached through gateway endpoints",
    severity=Severity.MEDIUM,
    why="Through a NAT gateway each GB to and from S3 is charged; through a gateway endpoint it is free.",
    remedy="Add two VpcEndpoints of type Gateway, with the private subnets' route tables.",
    reference="https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html",
    practice="COST08-BP03",
    types=(VPC,),
    check=_check,
    relational=True,
)

"""What belongs to what."""

from __future__ import annotations

from tenfold_policies.resource import Resource, Stack
from tenfold_policies.rules.cost._names import NAT_GATEWAY, NODE_GROUP, SUBNET, VPC


def node_groups(stack: Stack, cluster: Resource) -> list[Resource]:
    """The managed node groups of an EKS cluster."""
    return stack.referring(cluster, NODE_GROUP, "clusterName")


def nat_gateways(stack: Stack, vpc: Resource) -> list[Resource]:
    """The NAT gateways in a VPC: in one of its subnets or, regional ones, in the VPC itself."""
    return [each for each in stack.of(NAT_GATEWAY) if vpc in vpcs_of(stack, each)]


def vpcs_of(stack: Stack, nat_gateway: Resource) -> list[Resource]:
    """The VPC that a NAT gateway is in, if it is the stack's."""
    subnets = stack.referred(nat_gateway, "subnetId", SUBNET)
    found = [vpc for subnet in subnets for vpc in stack.referred(subnet, "vpcId", VPC)]
    return found or stack.referred(nat_gateway, "vpcId", VPC)


def runs_in_auto_mode(cluster: Resource) -> bool:
    """Whether EKS itself chooses, adds and removes the nodes."""
    return bool(cluster.get("computeConfig.enabled"))

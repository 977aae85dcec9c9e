"""VPC endpoints: AWS services that the network reaches without the internet."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pulumi
from pulumi_aws import ec2, vpc

from tenfold.component import Component
from tenfold.network.args import NetworkArgs


def gateway_endpoints(
    owner: Component,
    name: str,
    args: NetworkArgs,
    network: ec2.Vpc,
    region: pulumi.Output[str],
    tables: Sequence[ec2.RouteTable],
) -> None:
    """A free route to each service in every route table."""
    for service in args.gateway_endpoints:
        ec2.VpcEndpoint(
            f"{name}-{service}",
            region=args.region,
            vpc_id=network.id,
            vpc_endpoint_type="Gateway",
            service_name=pulumi.Output.concat("com.amazonaws.", region, ".", service),
            route_table_ids=[table.id for table in tables],
            tags=owner.tags_for(service),
            opts=owner.child(),
        )


def interface_endpoints(
    owner: Component,
    name: str,
    args: NetworkArgs,
    network: ec2.Vpc,
    region: pulumi.Output[str],
    subnets: Collection[ec2.Subnet],
) -> None:
    """A private address for each service in each subnet, which the network alone reaches, by TLS alone."""
    if not args.interface_endpoints:
        return
    group = ec2.SecurityGroup(
        f"{name}-endpoints",
        region=args.region,
        vpc_id=network.id,
        description="Interface endpoints: TLS from the network alone",
        tags=owner.tags_for("endpoints"),
        opts=owner.child(),
    )
    vpc.SecurityGroupIngressRule(
        f"{name}-endpoints-https",
        region=args.region,
        security_group_id=group.id,
        description="TLS from the network",
        cidr_ipv4=args.cidr,
        ip_protocol="tcp",
        from_port=443,
        to_port=443,
        tags=owner.tags_for("endpoints-https"),
        opts=owner.child(),
    )
    for service in args.interface_endpoints:
        role = service.replace(".", "-")
        ec2.VpcEndpoint(
            f"{name}-{role}",
            region=args.region,
            vpc_id=network.id,
            vpc_endpoint_type="Interface",
            service_name=pulumi.Output.concat("com.amazonaws.", region, ".", service),
            private_dns_enabled=True,
            subnet_ids=[subnet.id for subnet in subnets],
            security_group_ids=[group.id],
            tags=owner.tags_for(role),
            opts=owner.child(),
        )

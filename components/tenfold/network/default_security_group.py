"""The security group that every VPC comes with."""

from __future__ import annotations

from pulumi_aws import ec2

from tenfold.component import Component
from tenfold.network.args import NetworkArgs


def empty_default_security_group(
    component: Component, name: str, args: NetworkArgs, vpc: ec2.Vpc
) -> ec2.DefaultSecurityGroup:
    """What is launched without a group of its own gets this one, so it must let nothing through."""
    return ec2.DefaultSecurityGroup(
        f"{name}-default",
        region=args.region,
        vpc_id=vpc.id,
        ingress=[],
        egress=[],
        tags=component.tags_for("default"),
        opts=component.child(),
    )

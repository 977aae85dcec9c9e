"""A closed security group."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
from pulumi_aws import ec2, vpc

from tenfold.component import Component


def closed_security_group(
    component: Component,
    *,
    vpc_id: pulumi.Input[str],
    port: int,
    sources: Mapping[str, pulumi.Input[str]],
    description: str,
    clients: str,
    region: str | None,
    role: str = "",
    last_port: int | None = None,
) -> ec2.SecurityGroup:
    """A security group that lets in, on one TCP port or a range, the named source groups alone, and nothing
    out.

    Args:
        component: its parent.
        vpc_id: where it lies.
        port: the port.
        sources: security groups that may connect, by a name of the user's choice.
        description: of the group.
        clients: the beginning of each rule's description, which its source's name ends.
        region: the component's region.
        last_port: the last of a range that begins with ``port``.
        role: a part of the children's names, for a component's second group.
    """
    stem = f"{role}-" if role else ""
    name = f"{component.pulumi_resource_name}-{role}".rstrip("-")
    group = ec2.SecurityGroup(
        f"{name}-security-group",
        description=description,
        vpc_id=vpc_id,
        region=region,
        tags=component.tags_for(f"{stem}security-group"),
        opts=component.child(),
    )
    for source, source_id in sources.items():
        vpc.SecurityGroupIngressRule(
            f"{name}-from-{source}",
            description=f"{clients} {source}",
            security_group_id=group.id,
            referenced_security_group_id=source_id,
            ip_protocol="tcp",
            from_port=port,
            to_port=last_port or port,
            region=region,
            tags=component.tags_for(f"{stem}from-{source}"),
            opts=component.child(),
        )
    return group

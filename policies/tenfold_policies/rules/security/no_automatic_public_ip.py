"""Nothing gets a public address by itself."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._names import (
    INSTANCE,
    LAUNCH_CONFIGURATION,
    LAUNCH_TEMPLATE,
    NODE_CLASS,
    control,
    on,
)
from tenfold_policies.values import each_of

_SUBNET = "aws:ec2/subnet:Subnet"
_SWITCHES = {
    _SUBNET: "mapPublicIpOnLaunch",
    INSTANCE: "associatePublicIpAddress",
    LAUNCH_CONFIGURATION: "associatePublicIpAddress",
    NODE_CLASS: "spec.associatePublicIPAddress",
}


def _check(resource: Resource, context: Context) -> Iterator[str]:
    if resource.type == LAUNCH_TEMPLATE:
        yield from each_of(
            resource.parts("networkInterfaces"), lambda each: _given(each, _SWITCHES[INSTANCE])
        )
    else:
        yield from _given(resource, _SWITCHES[resource.type])


def _given(resource: Resource, path: str) -> Iterator[str]:
    if on(resource.get(path, False)):
        yield f"{path} is on."


RULE = Rule(
    id="no-automatic-public-ip",
    title="Nothing gets a public address by itself",
    severity=Severity.MEDIUM,
    why="A machine with a public address is one wrong security group away from the whole internet.",
    remedy="Leave map_public_ip_on_launch and associate_public_ip_address off; go out through NAT, in "
    "through a load balancer.",
    reference=control("EC2.15"),
    practice="SEC05-BP01",
    types=(*_SWITCHES, LAUNCH_TEMPLATE),
    check=_check,
)

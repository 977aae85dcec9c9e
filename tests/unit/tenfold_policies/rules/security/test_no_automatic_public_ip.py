from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.security.no_automatic_public_ip import RULE
from tenfold_policies.values import UNKNOWN

SUBNET = "aws:ec2/subnet:Subnet"
INSTANCE = "aws:ec2/instance:Instance"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"


def test_passes() -> None:
    assert judged(
        RULE,
        resource(SUBNET),
        resource(INSTANCE, associatePublicIpAddress=False),
        resource(TEMPLATE, networkInterfaces=[{"associatePublicIpAddress": "false"}]),
    ).passes


def test_fails() -> None:
    verdict = judged(
        RULE,
        resource(SUBNET, "subnet", mapPublicIpOnLaunch=True),
        resource(INSTANCE, "instance", associatePublicIpAddress=True),
        resource(TEMPLATE, "template", networkInterfaces=[{"associatePublicIpAddress": "true"}]),
    )
    assert set(verdict.faults) == {"subnet", "instance", "template"}


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(SUBNET, "subnet", mapPublicIpOnLaunch=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"subnet"})


def test_does_not_apply() -> None:
    """An address that someone asked for."""
    assert judged(RULE, resource("aws:ec2/eip:Eip", instance=UNKNOWN)).passes

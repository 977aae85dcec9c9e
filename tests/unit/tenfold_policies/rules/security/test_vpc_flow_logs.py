from __future__ import annotations

from typing import Any

from support.policies import judged, refers, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.security.vpc_flow_logs import RULE
from tenfold_policies.values import UNKNOWN

VPC = resource("aws:ec2/vpc:Vpc", "network")
LOG = "aws:ec2/flowLog:FlowLog"


def log(traffic: Any) -> Resource:
    return refers(resource(LOG, "log", vpcId=UNKNOWN, trafficType=traffic), "vpcId", VPC)


def test_passes() -> None:
    assert judged(RULE, VPC, log("ALL")).passes
    assert judged(RULE, VPC, log("REJECT")).passes


def test_fails() -> None:
    assert judged(RULE, VPC).faults == {"network": ["it has no flow log."]}
    assert judged(RULE, VPC, log("ACCEPT")).faults == {"network": ["its flow log has ACCEPT traffic only."]}


def test_cannot_tell() -> None:
    for unknown in (log(UNKNOWN), resource(LOG, "stray", vpcId=UNKNOWN)):
        verdict = judged(RULE, VPC, unknown)
        assert (verdict.faults, verdict.untold) == ({}, {"network"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:ec2/subnet:Subnet")).passes


def test_the_traffic_can_be_chosen() -> None:
    assert judged(RULE, VPC, log("REJECT"), parameters={"traffic": ["ALL"]}).faults

"""A VPC logs who spoke with whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters, Rule, Severity
from tenfold_policies.rules.security._names import VPC, control

_LOG = "aws:ec2/flowLog:FlowLog"


class Traffic(Parameters):
    """Which connections."""

    traffic: tuple[Literal["ALL", "ACCEPT", "REJECT"], ...] = ("ALL", "REJECT")
    """Kinds of traffic that are enough."""


def _check(vpc: Resource, context: Context) -> Iterator[str]:
    logs = context.stack.attached(vpc, _LOG, "vpcId")
    if not logs:
        yield "it has no flow log."
    elif not any(each.get("trafficType", "ALL") in context.parameters.traffic for each in logs):
        kinds = ", ".join(each.get("trafficType", "ALL") for each in logs)
        yield f"its flow log has {kinds} traffic only."


RULE = Rule(
    id="vpc-flow-logs",
    title="A VPC logs who spoke with whom",
    severity=Severity.MEDIUM,
    why="Without it nobody can say where an intruder came from, or what was carried out.",
    remedy="Add an aws.ec2.FlowLog with the vpc_id and traffic_type='REJECT' or 'ALL'.",
    reference=control("EC2.6"),
    practice="SEC04-BP01",
    types=(VPC,),
    check=_check,
    parameters=Traffic,
    relational=True,
)

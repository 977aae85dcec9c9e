"""A VPC's subnets lie in several zones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import Field

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters, Rule, Severity
from tenfold_policies.rules.resilience._zones import SUBNET, zone_of
from tenfold_policies.values import Undecided

_LOCAL_ZONE = re.compile(r"[a-z]{2}(-[a-z]+)+-\d-.*")  # such as us-west-2-lax-1a: it lies beside the region


class _Parameters(Parameters):
    min_azs: int = Field(default=3, ge=1, le=6)
    """Availability Zones that a VPC has to be in."""


def _check(vpc: Resource, context: Context) -> Iterator[str]:
    found = [zone_of(each) for each in context.stack.referring(vpc, SUBNET, "vpcId")]
    zones = sorted({each for each in found if each and not _LOCAL_ZONE.fullmatch(each)})
    minimum = context.parameters.min_azs
    if not found or len(zones) >= minimum:
        return
    if len(zones) + found.count(None) >= minimum:
        raise Undecided("availabilityZone")
    where = f" ({', '.join(zones)})" if zones else ""
    yield f"Its subnets are in {len(zones)} of {minimum} zones{where}."


RULE = Rule(
    id="subnets-multi-az",
    title="A VPC's subnets lie in several zones",
    severity=Severity.HIGH,
    why="What runs in the VPC can be spread over no more zones than its subnets: with two, the loss of one "
    "halves the capacity, with one it ends the service.",
    remedy="Add subnets in further zones (availability_zone), one of each tier in each.",
    reference="https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html",
    practice="REL10-BP01",
    types=("aws:ec2/vpc:Vpc",),
    check=_check,
    parameters=_Parameters,
    relational=True,
)

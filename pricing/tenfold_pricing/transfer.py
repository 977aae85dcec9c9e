"""Data transfer that belongs to no single resource: to the internet, between zones, between regions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from .charges import TIB, Case, Charge, Range, Use, tiered, use
from .graph import Graph

TRANSFER = "transfer"
OUT = (
    ("out-to-internet first 10 TB", 10 * TIB),
    ("out-to-internet next 40 TB", 40 * TIB),
    ("out-to-internet next 100 TB", 100 * TIB),
    ("out-to-internet over 150 TB", None),
)
USES: Mapping[str, Use] = {
    "gb_to_internet": use("GB to the internet, other than through CloudFront", 10, 100, 1000),
    "gb_between_zones": use(
        "GB between zones: of calls, replication and reads from the other zones", 50, 500, 5000
    ),
    "gb_to_other_regions": use("GB to other regions that no resource accounts for", 0, 0, 0),
}
_RUNS = (
    *("aws:eks/nodeGroup:NodeGroup", "aws:eks/cluster:Cluster", "aws:ec2/instance:Instance"),
    *("aws:autoscaling/group:Group", "aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer"),
)
"""Types of which a graph needs one for anything to be assumed of its transfer."""


def transfer_charges(graph: Graph, given: Mapping[str, Range], case: Case) -> Iterator[Charge]:
    """What is given, else what is assumed of a graph in which programs run.

    Transfer from the internet is free; between zones both directions are charged.
    """
    runs = any(resource.type in _RUNS for resource in graph)
    amounts = {
        key: (given.get(key) or (each.default if runs else None) or Range.same(0)).of(case)
        for key, each in USES.items()
    }
    yield from tiered("to the internet", "DataTransfer", "GB", amounts["gb_to_internet"], OUT)
    if zones := amounts["gb_between_zones"]:
        yield Charge("between zones, both directions", "DataTransfer", "inter-az", "GB", 2 * zones)
    if other := amounts["gb_to_other_regions"]:
        yield Charge("to other regions", "DataTransfer", "inter-region", "GB", Decimal(other))

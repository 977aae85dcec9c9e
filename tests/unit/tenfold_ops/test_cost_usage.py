"""What production is assumed to use at each growth stage."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest

from tenfold_ops.cost_bill import STAGE_RANGES
from tenfold_ops.cost_usage import Figure, profile, stage_usage
from tenfold_pricing.charges import Range
from tenfold_pricing.graph import Graph, Resource
from tenfold_pricing.pricers import REGISTRY
from tenfold_pricing.transfer import USES as TRANSFER_USES
from tenfold_pricing.usage import Usage
from tenfold_stacks.names import Stage

NAT = "aws:ec2/natGateway:NatGateway"
BUCKET = "aws:s3/bucket:Bucket"
GROUP = "aws:eks/nodeGroup:NodeGroup"


def resource(token: str, name: str) -> Resource:
    return Resource(urn=f"urn:pulumi:prod::app::{token}::{name}", type=token, name=name)


def test_every_figure_is_one_that_the_model_knows() -> None:
    assert set(profile().transfer) <= set(TRANSFER_USES)
    for entry in profile().resources:
        assert set(entry.usage) <= set(REGISTRY[entry.type].uses), entry.type


def test_there_are_users_for_every_stage_and_each_stage_begins_where_the_one_before_ends() -> None:
    assert list(profile().users) == list(Stage) == list(STAGE_RANGES)
    for before, after in pairwise(Stage):
        assert profile().users[before].high == profile().users[after].low
    for stage in Stage:
        found = profile().users[stage]
        assert (found.low + found.high) / 2 < found.expected < found.high, "the upper middle"


def test_a_figure_grows_with_the_users_from_what_there_is_always() -> None:
    figure = Figure(always=Decimal(6), per_thousand_users=Decimal(3))
    users = Range(Decimal(0), Decimal(2000), Decimal(10_000))
    assert figure.of(users) == (6, 12, 36)
    assert figure.of(users, shares=3) == (2, 4, 12)


def test_resources_of_a_type_share_what_is_used() -> None:
    one, two = resource(NAT, "prod-nat-a"), resource(NAT, "prod-nat-b")
    alone = stage_usage(Graph([one]), "growth", "prod").of(one)["gb_processed"]
    shared = stage_usage(Graph([one, two]), "growth", "prod").of(two)["gb_processed"]
    assert alone == (260, 1260, 2060)
    assert shared == (130, 630, 1030)


def test_a_copy_of_the_files_holds_as_much_as_they_do() -> None:
    files, copy = resource(BUCKET, "prod-files-bucket"), resource(BUCKET, "prod-files-replica-bucket")
    usage = stage_usage(Graph([files, copy]), "scale", "prod")
    assert usage.of(files) == usage.of(copy)
    assert usage.of(files)["gb_standard"].expected == 120_001


def group(name: str, most: int) -> Resource:
    sizes = {"minSize": 3, "desiredSize": 3, "maxSize": most}
    return Resource(f"urn:pulumi:prod::app::{GROUP}::{name}", GROUP, name, inputs={"scalingConfig": sizes})


def test_node_groups_share_what_the_peak_needs_as_their_most_nodes_are_to_each_other() -> None:
    one, two = group("general", 100), group("general-spot", 300)
    usage = stage_usage(Graph([one, two]), "scale", "prod")
    assert usage.of(one)["nodes_at_peak"] == (Decimal("14.25"), Decimal("85.5"), Decimal("142.5"))
    assert usage.of(two)["nodes_at_peak"] == (Decimal("42.75"), Decimal("256.5"), Decimal("427.5"))


def test_nodes_follow_the_load_from_stage_growth_on() -> None:
    one = group("general", 9)
    curves = [stage_usage(Graph([one]), stage, "prod").curve(one) for stage in Stage]
    assert curves == [[1], profile().load_curve, profile().load_curve]


@pytest.mark.parametrize(
    ("stage", "environment"),
    [
        ("growth", "dev"),
        ("growth", "staging"),
        ("growth", None),
        (None, "prod"),
        ("enterprise", "prod"),
    ],
)
def test_nothing_is_said_of_what_is_not_production(stage: str | None, environment: str | None) -> None:
    assert stage_usage(Graph([resource(NAT, "nat")]), stage, environment) == Usage()

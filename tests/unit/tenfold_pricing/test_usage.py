"""The usage file: what it may say, which word wins, and what it refuses."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold_pricing.charges import Range
from tenfold_pricing.errors import PricingError
from tenfold_pricing.estimate import estimate, estimates
from tenfold_pricing.graph import Graph, Resource
from tenfold_pricing.usage import Usage, load_usage, parse_usage, template

QUEUE = "aws:sqs/queue:Queue"
NODES = "aws:eks/nodeGroup:NodeGroup"


def resource(token: str, name: str, **inputs: object) -> Resource:
    urn = f"urn:pulumi:dev::app::{token}::{name}"
    return Resource(urn=urn, type=token, name=name, inputs=inputs, region="us-east-1")


ORDERS = resource(QUEUE, "orders")
GRAPH = Graph(
    [
        ORDERS,
        resource("aws:ec2/natGateway:NatGateway", "nat"),
        resource("aws:ec2/eip:Eip", "nat"),
        resource(NODES, "general", instanceTypes=["m7g.large"], scalingConfig={"minSize": 2, "maxSize": 10}),
    ]
)


def test_the_nearest_word_wins() -> None:
    usage = parse_usage(
        f"""
        defaults: {{million_requests: 1}}
        types:
          {QUEUE}: {{million_requests: 2}}
        resources:
          orders: {{million_requests: 3}}
          {ORDERS.urn}: {{million_requests: 4}}
        """,
        "usage.yaml",
    )
    layers = ["resources", "types", "defaults"]
    said = [usage.of(ORDERS)["million_requests"].expected]
    del usage.resources[ORDERS.urn]
    said.append(usage.of(ORDERS)["million_requests"].expected)
    for layer in layers:
        getattr(usage, layer).clear()
        said.append(usage.of(ORDERS)["million_requests"].expected)
    assert said == [4, 3, 2, 1, 1]  # the last is the assumption, which happens to be a million too


def test_a_number_stands_for_all_cases_and_a_range_for_each() -> None:
    usage = parse_usage(
        "resources: {orders: {million_requests: {low: 1, expected: 2, high: 9}, hours: 5}}", "u"
    )
    said = usage.of(ORDERS)
    assert said["million_requests"] == Range(Decimal(1), Decimal(2), Decimal(9))
    assert said["hours"] == Range.same(5)


def test_an_empty_file_says_nothing() -> None:
    assert parse_usage("", "usage.yaml") == Usage()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("defaults: {hours: -1}", "u.yaml: defaults.hours: -1 is not 0 or more."),
        (f"types: {{'{QUEUE}': {{million_requests: -3}}}}", f"types.{QUEUE}.million_requests: -3 is not 0"),
        ("transfer: {gb_to_internet: much}", "transfer.gb_to_internet: 'much' is no number."),
        ("transfer: {gb_to_internet: true}", "transfer.gb_to_internet: True is no number."),
        ("transfer: {gb_to_internet: .nan}", "transfer.gb_to_internet: nan is not 0 or more."),
        ("transfer: {gb_to_internet: {low: 1}}", "expected, high is missing: give low, expected and high"),
        ("transfer: {gb_to_internet: {min: 1}}", "a quantity has low, expected and high, not min."),
        (
            "transfer: {gb_to_internet: {low: 2, expected: 1, high: 3}}",
            "low, expected and high have to rise.",
        ),
        ("types: []", "u.yaml: types: Input should be a valid dictionary."),
        ("usages: {}", "u.yaml: usages is unknown. Known: defaults, types, resources, transfer, load_curve"),
        ("a: [", "u.yaml is no YAML:"),
        ("load_curve: []", "u.yaml: load_curve: List should have at least 1 item"),
        ("load_curve: [1, -1]", "u.yaml: load_curve.1: -1 is not 0 or more."),
    ],
)
def test_a_file_that_cannot_be_right_is_one_message_that_names_the_key(text: str, said: str) -> None:
    with pytest.raises(PricingError, match=re.escape(said)) as raised:
        parse_usage(text, "u.yaml")
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "resources: {order: {hours: 1}}",
            "resources.order is no resource of this stack that costs by usage",
        ),
        ("load_curves: {order: [1]}", "load_curves.order is no resource of this stack"),
        (
            "resources: {orders: {request: 1}}",
            "resources.orders.request is unknown. Known there: hours, million",
        ),
        (
            "types: {aws:sqs/queue:Que: {hours: 1}}",
            "types.aws:sqs/queue:Que is no type that usage is known of",
        ),
        (
            "types: {aws:sqs/queue:Queue: {gb: 1}}",
            "types.aws:sqs/queue:Queue.gb is unknown. Known there: hours",
        ),
        ("defaults: {hour: 1}", "defaults.hour is unknown"),
        ("transfer: {gb: 1}", "transfer.gb is unknown. Known there: gb_between_zones, gb_to_internet"),
    ],
)
def test_an_unknown_resource_type_or_key_is_one_message_that_names_it(text: str, said: str) -> None:
    with pytest.raises(PricingError, match=re.escape(said)):
        estimate(GRAPH, usage=parse_usage(text, "u.yaml"))


def test_a_name_that_two_resources_share_means_the_one_that_knows_the_key() -> None:
    usage = parse_usage("resources: {nat: {gb_processed: 1000}}", "u.yaml")
    costs = {each.type: each.usd for each in estimate(GRAPH, usage=usage).resources}
    assert costs["aws:ec2/natGateway:NatGateway"] == Decimal("0.045") * (730 + 1000)
    assert costs["aws:ec2/eip:Eip"] == Decimal("0.005") * 730


def test_hours_say_that_something_runs_only_part_of_the_month() -> None:
    usage = parse_usage(f"types: {{'{NODES}': {{hours: 200, nodes: 3}}}}", "u.yaml")
    nodes = next(each for each in estimate(GRAPH, usage=usage).resources if each.type == NODES)
    assert nodes.lines[0].quantity == 600


def test_a_load_curve_decides_the_nodes_of_a_group() -> None:
    usage = parse_usage("load_curve: [1, 5, 10, 4]", "u.yaml")  # needs 2 (the least), 5, 10 and 4 of 2 to 10
    named = parse_usage("load_curves: {general: [10]}", "u.yaml")
    hours = [
        next(each.lines[0].quantity for each in estimate(GRAPH, usage=said).resources if each.type == NODES)
        for said in (usage, named)
    ]
    assert hours == [Decimal("5.25") * 730, 10 * 730]


def test_the_template_is_a_usage_file_that_changes_nothing() -> None:
    text = template(GRAPH)
    said, assumed = estimates(GRAPH, usage=parse_usage(text, "template")), estimates(GRAPH)
    assert [said.low.usd, said.expected.usd, said.high.usd] == [
        assumed.low.usd,
        assumed.expected.usd,
        assumed.high.usd,
    ]
    for key in ("gb_processed", "million_requests", "# nodes: …", "gb_to_internet", "orders"):
        assert key in text


def test_the_template_of_a_graph_without_usage_is_one_too() -> None:
    assert parse_usage(template(Graph([])), "template").types == {}


quantity = st.decimals("0", "1000000", places=3)


@given(st.lists(quantity, min_size=3, max_size=3).map(sorted))
def test_whatever_rises_is_a_range(numbers: list[Decimal]) -> None:
    low, expected, high = numbers
    text = f"transfer: {{gb_to_internet: {{low: {low}, expected: {expected}, high: {high}}}}}"
    assert parse_usage(text, "u").transfer["gb_to_internet"] == Range(low, expected, high)


def test_a_file_that_is_not_there_is_one_message(tmp_path: Path) -> None:
    with pytest.raises(PricingError, match="can't be read"):
        load_usage(tmp_path / "none.yaml")

"""Estimates as data: what JSON says, and what differs between two estimates."""

from __future__ import annotations

import json
from decimal import Decimal

from tenfold_pricing.estimate import estimate, estimates
from tenfold_pricing.graph import Graph, Resource
from tenfold_pricing.report import as_data, compare

EIP = "aws:ec2/eip:Eip"
KEY = "aws:kms/key:Key"


def resource(token: str, name: str, stack: str = "dev", **inputs: object) -> Resource:
    urn = f"urn:pulumi:{stack}::app::{token}::{name}"
    return Resource(urn, token, name, inputs=inputs, region="us-east-1")


def volume(stack: str, size: int) -> Resource:
    return resource("aws:ebs/volume:Volume", f"{stack}-disk", stack, size=size, type="gp3")


def test_added_removed_and_changed_resources_are_told_apart() -> None:
    before = estimate(Graph([resource(EIP, "old"), resource(KEY, "same"), volume("dev", 100)]))
    after = estimate(Graph([resource(EIP, "new"), resource(KEY, "same"), volume("dev", 300)]))
    found = compare(before, after)
    assert [(change.kind, change.name, change.usd) for change in found.changes] == [
        ("changed", "dev-disk", Decimal("16.00")),
        ("added", "new", Decimal("3.650")),
        ("removed", "old", Decimal("-3.650")),
    ]
    assert found.usd == sum(change.usd for change in found.changes) == 16
    assert found.share == 16 / before.usd


def test_two_stacks_of_a_program_are_compared_without_their_names() -> None:
    found = compare(estimate(Graph([volume("dev", 100)])), estimate(Graph([volume("prod", 300)])))
    assert [(change.kind, change.name) for change in found.changes] == [("changed", "prod-disk")]


def test_nothing_against_something_has_no_percentage() -> None:
    found = compare(estimate(Graph([])), estimate(Graph([resource(EIP, "new")])))
    assert found.share is None
    assert found.usd == Decimal("3.650")


def test_json_says_totals_resources_prices_and_what_is_missing() -> None:
    graph = Graph([resource(EIP, "address"), resource(EIP, "far"), resource("a:b:C", "odd")])
    far = Graph([*graph, Resource("u", KEY, "key", region="eu-west-1")])
    before = estimate(graph)
    data = json.loads(json.dumps(as_data(estimates(far), compare(before, estimate(far)))))
    assert data["total"] == {"low": "7.30", "expected": "7.30", "high": "7.30"}
    line = data["resources"][0]["lines"][0]
    assert line["sku"] == "VPC public-ipv4"
    assert (line["quantity"], line["unit"], line["unit_usd"], line["usd"]) == ("730", "hour", "0.005", "3.65")
    assert line["as_of"] == "2024-07-01"
    assert line["source"].startswith("infracost golden file")
    assert data["unknown_types"] == {"a:b:C": 1}
    assert len(data["missing"]) == 2
    assert all("in eu-west-1" in gap for gap in data["missing"])
    assert data["comparison"]["difference"] == "0.00"
    assert data["comparison"]["percent"] == "0.0"
    assert [change["kind"] for change in data["comparison"]["changes"]] == ["added"]

"""A dashboard as a resource."""

from __future__ import annotations

import json

import pulumi
import pytest

from support.recording import record
from tenfold.component import Component
from tenfold.parts.dashboard import Graph, Line
from tenfold.parts.dashboards import make_dashboard

GRAPH = Graph(title="CPU", lines=[Line("AWS/RDS", "CPUUtilization", {"DBClusterIdentifier": "prod"})])


@pytest.mark.parametrize("region", ["us-east-1", "us-west-2"])
def test_a_dashboard_bears_its_region_since_an_account_has_one_of_each_name(region: str) -> None:
    def program() -> None:
        arn = pulumi.Output.from_input(f"arn:aws:rds:{region}:123456789012:cluster:prod")
        make_dashboard(Component("prod", {}, None), [GRAPH], arn=arn, region=None)

    dashboard = record(program).one("Dashboard")
    assert dashboard.name == "prod-dashboard"
    assert dashboard.inputs["dashboardName"] == f"prod-{region}"
    (widget,) = json.loads(dashboard.inputs["dashboardBody"])["widgets"]
    assert widget["properties"]["region"] == region

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from tenfold.parts.dashboard import Graph, Line, dashboard_body

CPU = Graph("CPU", [Line("AWS/RDS", "CPUUtilization", {"DBInstanceIdentifier": "db-1"})], threshold=80)


@given(st.integers(min_value=1, max_value=40))
def test_no_two_graphs_overlap_and_none_leaves_the_page(count: int) -> None:
    widgets = json.loads(dashboard_body([CPU] * count, "us-east-1"))["widgets"]
    cells = [
        (widget["x"] + column, widget["y"] + row)
        for widget in widgets
        for column in range(widget["width"])
        for row in range(widget["height"])
    ]
    assert len(set(cells)) == len(cells)
    assert all(column < 24 for column, _ in cells)


def test_a_graph_shows_its_metrics_and_where_the_alarm_goes_off() -> None:
    (widget,) = json.loads(dashboard_body([CPU], "us-west-2"))["widgets"]
    properties = widget["properties"]
    assert properties["region"] == "us-west-2"
    assert properties["metrics"] == [
        ["AWS/RDS", "CPUUtilization", "DBInstanceIdentifier", "db-1", {"stat": "Average"}]
    ]
    assert properties["annotations"]["horizontal"] == [{"label": "alarm", "value": 80}]

"""A dashboard's body from what it shows. Pure: no pulumi import."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_COLUMNS = 24
_WIDTH, _HEIGHT = 8, 6


@dataclass(frozen=True)
class Line:
    """One metric in a graph."""

    namespace: str
    metric: str
    dimensions: Mapping[str, str]
    statistic: str = "Average"
    label: str = ""
    """What the legend says; CloudWatch's own choice when empty."""


@dataclass(frozen=True)
class Graph:
    """One graph: metrics of one unit."""

    title: str
    lines: Sequence[Line]
    threshold: float | None = None
    """Where the alarm goes off, as a horizontal line."""
    unit: str = ""
    """What the left axis says."""


def dashboard_body(graphs: Sequence[Graph], region: str) -> str:
    """The JSON of a CloudWatch dashboard: the graphs three in a row, over one period of a minute."""
    return json.dumps(
        {"widgets": [_widget(graph, place, region) for place, graph in enumerate(graphs)]}, sort_keys=True
    )


def _widget(graph: Graph, place: int, region: str) -> dict[str, object]:
    row, column = divmod(place, _COLUMNS // _WIDTH)
    properties: dict[str, object] = {
        "title": graph.title,
        "region": region,
        "view": "timeSeries",
        "period": 60,
        "metrics": [_line(line) for line in graph.lines],
        "yAxis": {"left": {"label": graph.unit, "showUnits": not graph.unit}},
    }
    if graph.threshold is not None:
        properties["annotations"] = {"horizontal": [{"label": "alarm", "value": graph.threshold}]}
    return {
        "type": "metric",
        "x": column * _WIDTH,
        "y": row * _HEIGHT,
        "width": _WIDTH,
        "height": _HEIGHT,
        "properties": properties,
    }


def _line(line: Line) -> list[object]:
    dimensions = [text for pair in line.dimensions.items() for text in pair]
    rendering = {"stat": line.statistic, **({"label": line.label} if line.label else {})}
    return [line.namespace, line.metric, *dimensions, rendering]

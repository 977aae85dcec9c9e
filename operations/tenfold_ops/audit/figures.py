"""CloudWatch's figures: asked for in batches, and what is read out of them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias

Series: TypeAlias = tuple[float, ...]
"""One figure an hour, for the hours that CloudWatch has one of. Empty: it has none."""

HOUR = 3600
"""Seconds. CloudWatch keeps hourly figures for 455 days (Amazon CloudWatch user guide: Metrics concepts)."""
_QUERIES_AT_ONCE = 500
"""Amazon CloudWatch API reference: GetMetricData. AWS charges for every metric that is asked for."""
PERCENTILE = 0.95


@dataclass(frozen=True)
class Query:
    """One metric of one resource, and the statistic of each hour."""

    namespace: str
    metric: str
    dimensions: tuple[tuple[str, str], ...]
    statistic: str


class Figures:
    """CloudWatch in one region, over one window."""

    def __init__(self, client: Any, now: datetime, days: int) -> None:
        self._client = client
        self._end = now
        self._start = now - timedelta(days=days)

    def of(self, queries: Iterable[Query]) -> dict[Query, Series]:
        """The series of every query."""
        wanted = list(dict.fromkeys(queries))
        found: dict[Query, list[float]] = {query: [] for query in wanted}
        for first in range(0, len(wanted), _QUERIES_AT_ONCE):
            named = {
                f"q{place}": query for place, query in enumerate(wanted[first : first + _QUERIES_AT_ONCE])
            }
            pages = self._client.get_paginator("get_metric_data").paginate(
                MetricDataQueries=[_asked(name, query) for name, query in named.items()],
                StartTime=self._start,
                EndTime=self._end,
            )
            for page in pages:
                for result in page["MetricDataResults"]:
                    found[named[result["Id"]]] += result["Values"]
        return {query: tuple(values) for query, values in found.items()}

    def dimensions(self, namespace: str, metric: str) -> list[dict[str, str]]:
        """The dimensions of each metric of a name that CloudWatch has."""
        pages = self._client.get_paginator("list_metrics").paginate(Namespace=namespace, MetricName=metric)
        return [
            {dimension["Name"]: dimension["Value"] for dimension in each["Dimensions"]}
            for page in pages
            for each in page["Metrics"]
        ]


def high(series: Sequence[float]) -> float:
    """The 95th percentile of the hours: what all but one hour in twenty stay under."""
    return sorted(series)[math.ceil(PERCENTILE * len(series)) - 1]


def _asked(name: str, query: Query) -> dict[str, Any]:
    dimensions = [{"Name": key, "Value": value} for key, value in query.dimensions]
    metric = {"Namespace": query.namespace, "MetricName": query.metric, "Dimensions": dimensions}
    return {"Id": name, "MetricStat": {"Metric": metric, "Period": HOUR, "Stat": query.statistic}}

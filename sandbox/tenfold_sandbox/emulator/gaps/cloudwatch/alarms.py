"""Metric alarms: what AWS refuses (CloudWatch API Reference, PutMetricAlarm), and more statistics."""

from __future__ import annotations

import re
from typing import Any

from ...messages import Document
from .. import Call, refuse
from .base import GAPS

_HOUR, _DAY, _WEEK = 3_600, 86_400, 604_800
_EXTENDED = re.compile(r"(p|tm|tc|ts|wm)\d{1,2}(\.\d+)?|p100|IQM|(PR|TC|TM|TS|WM)\([\d.%]*:[\d.%]*\)", re.I)
_VALUE, _COMBINATION, _INVALID = "InvalidParameterValue", "InvalidParameterCombination", "ValidationError"


@GAPS.checks("PutMetricAlarm")
def check_alarm(call: Call) -> None:
    params = call.params
    if "Metrics" in params:
        _check_queries(params)
    else:
        _check_metric(params)
    if "ThresholdMetricId" not in params and "Threshold" not in params:
        refuse(_INVALID, "Threshold must be given for an alarm with a static threshold")
    periods, wanted = params["EvaluationPeriods"], params.get("DatapointsToAlarm")
    if wanted is not None and not 1 <= wanted <= periods:
        refuse(_INVALID, f"DatapointsToAlarm {wanted} must be between 1 and EvaluationPeriods {periods}")


def _check_metric(params: Document) -> None:
    for name in ("MetricName", "Namespace", "Period"):
        if name not in params:
            refuse(_COMBINATION, f"{name} must be given for an alarm without Metrics")
    if ("Statistic" in params) == ("ExtendedStatistic" in params):
        refuse(_COMBINATION, "Exactly one of Statistic or ExtendedStatistic must be given with MetricName")
    extended = params.get("ExtendedStatistic")
    if extended is not None and not _EXTENDED.fullmatch(extended):
        refuse(_VALUE, f"The value {extended} for parameter ExtendedStatistic is not supported.")
    _check_period(params["Period"], params["EvaluationPeriods"])


def _check_queries(params: Document) -> None:
    queries: list[Document] = params["Metrics"]
    given = [name for name in ("MetricName", "Namespace", "Period", "Statistic") if name in params]
    if given:
        refuse(_COMBINATION, f"{', '.join(given)} can't be given with Metrics")
    band = params.get("ThresholdMetricId")
    if band is not None and band not in [query["Id"] for query in queries]:
        refuse(_INVALID, f"ThresholdMetricId {band} is not the Id of one of the Metrics")
    # ReturnData is true unless it is set otherwise; the band of an anomaly detection does not count.
    watched = [query for query in queries if query.get("ReturnData", True) and query["Id"] != band]
    if len(watched) != 1:
        ids = ", ".join(query["Id"] for query in watched) or "none"
        refuse(
            _INVALID, f"Exactly one of the Metrics must have ReturnData true, the one to watch; has: {ids}"
        )
    for query in queries:
        if ("MetricStat" in query) == ("Expression" in query):
            refuse(_INVALID, f"Metrics {query['Id']} must have exactly one of MetricStat and Expression")
        if "MetricStat" in query:
            _check_period(query["MetricStat"]["Period"], params["EvaluationPeriods"])


def _check_period(period: int, periods: int) -> None:
    if period not in (10, 20, 30) and (period < 60 or period % 60):
        refuse(_INVALID, f"Period {period} must be 10, 20, 30 or a multiple of 60")
    longest = _DAY if period < _HOUR else _WEEK
    if period * periods > longest:
        message = f"Period {period} multiplied by EvaluationPeriods {periods} can't be more than"
        refuse(_INVALID, f"{message} {longest} seconds")


def _patch() -> None:
    from moto.cloudwatch import models

    backend: Any = models.CloudWatchBackend
    put = backend.put_metric_alarm

    def put_with_any_statistic(self: Any, **settings: Any) -> Any:
        # Moto refuses all but percentiles; check_alarm has refused what AWS would.
        extended = settings.pop("extended_statistic", None)
        alarm = put(self, **settings)
        alarm.extended_statistic = extended
        return alarm

    backend.put_metric_alarm = put_with_any_statistic


_patch()

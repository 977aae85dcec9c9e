"""Alarms as decisions: what is measured, from when on it is wrong, and what to do. No pulumi import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Comparison(StrEnum):
    """When an alarm goes off, in CloudWatch's terms."""

    ABOVE = "GreaterThanThreshold"
    BELOW = "LessThanThreshold"


class MissingData(StrEnum):
    """What an alarm makes of a period without data, in CloudWatch's terms."""

    BREACHING = "breaching"
    """As bad: for what must always report."""
    NOT_BREACHING = "notBreaching"
    """As good: for metrics that AWS writes only when there is something to count."""
    IGNORE = "ignore"
    """As before."""
    MISSING = "missing"
    """As not known."""


@dataclass(frozen=True)
class Metric:
    """One CloudWatch metric of the alarm's dimensions."""

    name: str
    statistic: str = "Average"
    """Average, Sum, Minimum, Maximum, SampleCount or a percentile such as p99."""
    dimensions: Mapping[str, str] = field(default_factory=dict[str, str])
    """Dimensions of its own, beside those that all of the component's metrics share."""


@dataclass(frozen=True)
class Alarm:
    """One alarm. With an ``expression``, it watches that expression over the metrics' ids."""

    role: str
    """Its part of the child's name, such as ``cpu``; it becomes ``<component>-<role>-alarm``."""
    description: str
    """What is wrong, in the user's words, and what to do about it."""
    namespace: str
    """The metrics' namespace, such as ``AWS/RDS``."""
    threshold: float
    """In the metric's unit, or the expression's."""
    metric: Metric | None = None
    """The metric, unless there is an expression."""
    metrics: Mapping[str, Metric] = field(default_factory=dict[str, Metric])
    """The expression's metrics by id: a lower-case letter first."""
    expression: str | None = None
    """CloudWatch metric math, such as ``100 * hits / (hits + misses)``."""
    comparison: Comparison = Comparison.ABOVE
    period_seconds: int = 60
    periods: int = 5
    """How many periods are looked at."""
    breaching_periods: int | None = None
    """How many of them must be wrong; None means all."""
    missing: MissingData = MissingData.MISSING

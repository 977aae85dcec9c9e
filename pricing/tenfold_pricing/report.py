"""Estimates as data: for JSON, and for whoever draws or compares them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .estimate import Estimate, Estimates, ResourceCost, cents


@dataclass(frozen=True)
class Change:
    """One resource in two estimates; None where it isn't."""

    type: str
    name: str
    component: str
    before: Decimal | None
    after: Decimal | None

    @property
    def usd(self) -> Decimal:
        """USD a month more, or less if negative."""
        return (self.after or Decimal(0)) - (self.before or Decimal(0))

    @property
    def kind(self) -> str:
        """added, removed or changed."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"


@dataclass(frozen=True)
class Comparison:
    """What differs between two estimates, the greatest difference first."""

    before: Decimal
    after: Decimal
    changes: tuple[Change, ...]

    @property
    def usd(self) -> Decimal:
        return self.after - self.before

    @property
    def share(self) -> Decimal | None:
        """The difference as a share of what was; None if that was nothing."""
        return self.usd / self.before if self.before else None


def compare(before: Estimate, after: Estimate) -> Comparison:
    """What changes between two estimates of one stack, or of two stacks of one program.

    Resources are the same if type, parents' types and name are, apart from the stack's name in front of it.
    """
    old, new = _by_identity(before), _by_identity(after)
    changes: list[Change] = []
    for key in dict.fromkeys([*old, *new]):
        was, becomes = old.get(key), new.get(key)
        shown = becomes or was
        if shown is None or (was and becomes and was.usd == becomes.usd):
            continue
        changes.append(
            Change(
                shown.type,
                shown.name,
                shown.component,
                was.usd if was else None,
                becomes.usd if becomes else None,
            )
        )
    changes.sort(key=lambda change: (-abs(change.usd), change.type, change.name))
    return Comparison(before.usd, after.usd, tuple(changes))


def as_data(estimates: Estimates, comparison: Comparison | None = None) -> Mapping[str, Any]:
    """Estimates for JSON. Amounts are USD a month as texts with cents; prices say their day and source."""
    expected = estimates.expected
    data: dict[str, Any] = {
        "currency": "USD",
        "period": "month of 730 hours",
        "total": {case.case.value: _usd(case.usd) for case in (estimates.low, expected, estimates.high)},
        "components": {name: _usd(usd) for name, usd in expected.by_component.items()},
        "resources": [
            _resource(low, each, high)
            for low, each, high in zip(
                estimates.low.resources, expected.resources, estimates.high.resources, strict=True
            )
        ],
        "missing": list(expected.missing),
        "notes": list(expected.notes),
        "unknown_types": dict(expected.unknown),
        "free_types": dict(expected.free),
    }
    if comparison is not None:
        data["comparison"] = _comparison(comparison)
    return data


def _resource(low: ResourceCost, each: ResourceCost, high: ResourceCost) -> dict[str, Any]:
    return {
        "urn": each.urn,
        "type": each.type,
        "name": each.name,
        "component": each.component,
        "region": each.region,
        "usd": {"low": _usd(low.usd), "expected": _usd(each.usd), "high": _usd(high.usd)},
        "missing": list(each.missing),
        "lines": [
            {
                "what": line.what,
                "bought": line.bought or "on demand",
                "sku": f"{line.price.service} {line.price.sku}",
                "unit": line.price.unit,
                "quantity": format(line.quantity.normalize(), "f"),
                "unit_usd": format(line.price.usd, "f"),
                "usd": _usd(line.usd),
                "as_of": line.price.as_of,
                "source": line.price.source,
            }
            for line in each.lines
        ],
    }


def _comparison(comparison: Comparison) -> dict[str, Any]:
    share = comparison.share
    return {
        "before": _usd(comparison.before),
        "after": _usd(comparison.after),
        "difference": _usd(comparison.usd),
        "percent": None if share is None else format(share * 100, ".1f"),
        "changes": [
            {
                "kind": change.kind,
                "type": change.type,
                "name": change.name,
                "component": change.component,
                "before": None if change.before is None else _usd(change.before),
                "after": None if change.after is None else _usd(change.after),
                "difference": _usd(change.usd),
            }
            for change in comparison.changes
        ],
    }


def _by_identity(estimate: Estimate) -> dict[tuple[str, str], ResourceCost]:
    return {_identity(resource): resource for resource in estimate.resources}


def _identity(resource: ResourceCost) -> tuple[str, str]:
    parts = resource.urn.split("::", 3)
    if len(parts) < 4:
        return (resource.type, resource.name)
    stack = parts[0].rpartition(":")[2]
    return (parts[2], parts[3].removeprefix(f"{stack}-"))


def _usd(amount: Decimal) -> str:
    return format(cents(amount), "f")

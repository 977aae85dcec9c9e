"""Instances are of the types that the company allows."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from pydantic import Field

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters, Rule, Severity
from tenfold_policies.rules.cost._instances import TYPES, InstanceType, instance_types


class _Parameters(Parameters):
    allowed: tuple[str, ...] = ("*",)
    """Patterns of the types that are allowed, such as m7g.*; with db. or cache. in front for those only."""
    allowed_in: dict[str, tuple[str, ...]] = Field(default_factory=dict[str, tuple[str, ...]])
    """By region: patterns that hold there instead."""
    denied: tuple[str, ...] = (
        *("p*", "dl*", "trn*", "inf*", "hpc*", "u-*", "u7*", "x*", "mac*", "vt*", "f2.*", "*.metal*"),
    )
    """Patterns of the types that are not allowed all the same: by default accelerators, high-memory and
    whole machines, which nobody should start by a slip."""


def _check(resource: Resource, context: Context) -> Iterator[str]:
    parameters: _Parameters = context.parameters
    allowed = parameters.allowed_in.get(resource.region or "", parameters.allowed)
    for each in instance_types(resource):
        if _matches(each, parameters.denied):
            yield f"{each.text} is denied."
        elif not _matches(each, allowed):
            yield f"{each.text} is not allowed. Allowed: {', '.join(allowed)}."


def _matches(type_: InstanceType, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(text, pattern) for pattern in patterns for text in (type_.text, type_.bare))


RULE = Rule(
    id="allowed-instance-types",
    title="Instances are of the types that the company allows",
    severity=Severity.HIGH,
    why="One accelerator or high-memory instance by a slip costs more than the rest of the stack.",
    remedy="Choose an allowed type, or let whoever answers for the bill add this one to the configuration.",
    reference="https://docs.aws.amazon.com/wellarchitected/latest/cost-optimization-pillar/"
    "cost_govern_usage_controls.html",
    practice="COST02-BP05",
    types=TYPES,
    check=_check,
    parameters=_Parameters,
)

"""No instance is of a previous generation."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters, Rule, Severity
from tenfold_policies.rules.cost._instances import TYPES, instance_types
from tenfold_pricing.families import families


class _Parameters(Parameters):
    also: dict[str, str] = Field(default_factory=dict[str, str])
    """Further families that count as previous, each with the one to use instead, such as m5: m7i."""


def _check(resource: Resource, context: Context) -> Iterator[str]:
    also: dict[str, str] = context.parameters.also
    for each in instance_types(resource):
        known = families().get(each.family)
        successor = also.get(each.family) or (known.successor if known else "")
        if successor:
            yield f"{each.text} is of a previous generation; {each.of_family(successor)} takes its place."


RULE = Rule(
    id="no-previous-generation",
    title="No instance is of a previous generation",
    severity=Severity.MEDIUM,
    why="A previous generation costs as much or more for less work.",
    remedy="Name a type of the current generation.",
    reference="https://aws.amazon.com/ec2/previous-generation/",
    practice="COST06-BP02",
    types=TYPES,
    check=_check,
    parameters=_Parameters,
)

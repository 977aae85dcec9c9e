"""No instance is larger than its environment and the company's stage need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import Field, field_validator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters, Rule, Severity
from tenfold_policies.rules.cost._instances import SIZES, TYPES, InstanceType, instance_types

_Environment = Literal["dev", "staging", "prod"]
_Stage = Literal["startup", "growth", "scale", "enterprise"]

_LARGEST: Mapping[str, Mapping[str, str]] = {
    "startup": {"dev": "xlarge", "staging": "2xlarge", "prod": "4xlarge"},
    "growth": {"dev": "2xlarge", "staging": "4xlarge", "prod": "8xlarge"},
    "scale": {"dev": "4xlarge", "staging": "8xlarge", "prod": "16xlarge"},
    "enterprise": {"dev": "8xlarge", "staging": "16xlarge", "prod": "48xlarge"},
}


class _Parameters(Parameters):
    stage: _Stage | None = None
    """How far the company has grown: startup, growth, scale or enterprise. By default what the stack's
    configuration says by its key `stage`, such as tenfold:stage; else startup."""
    largest: dict[_Environment, str] = Field(default_factory=dict[_Environment, str])
    """By environment: the largest size, such as 2xlarge, instead of the stage's."""

    @field_validator("largest")
    @classmethod
    def _sizes(cls, largest: dict[_Environment, str]) -> dict[_Environment, str]:
        for size in largest.values():
            if size not in SIZES:
                raise ValueError(f"{size!r} is no size; allowed: {', '.join(SIZES)}")
        return largest


def _check(resource: Resource, context: Context) -> Iterator[str]:
    environment = str(context.environment)
    stage = context.parameters.stage or context.stage
    largest = {**_LARGEST.get(stage, _LARGEST["startup"]), **context.parameters.largest}[environment]
    limit = InstanceType(f"any.{largest}").rank
    for each in instance_types(resource):
        if each.rank > limit:
            yield f"{each.text} is larger than {largest}, the largest for {environment}."


RULE = Rule(
    id="max-instance-size",
    title="No instance is larger than its environment needs",
    severity=Severity.MEDIUM,
    why="Each size doubles the price of the one before, also in an environment that nobody watches.",
    remedy="Take a smaller size or more instances; raise `stage` or `largest` once the load is measured.",
    reference="https://docs.aws.amazon.com/wellarchitected/latest/cost-optimization-pillar/"
    "cost_type_size_number_resources_data.html",
    practice="COST06-BP02",
    types=TYPES,
    check=_check,
    parameters=_Parameters,
)

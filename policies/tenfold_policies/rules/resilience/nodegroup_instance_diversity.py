"""Nodes can be of several instance types."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from pydantic import Field

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters, Rule, Severity
from tenfold_policies.rules.resilience._nodes import GROUP, NODE_GROUP

_NODE_POOL = "kubernetes:karpenter.sh/v1:NodePool"
_INSTANCE_TYPE = "node.kubernetes.io/instance-type"


class _Parameters(Parameters):
    min_types: int = Field(default=3, ge=1)
    """Instance types that a group of nodes can choose from."""


def _check(group: Resource, context: Context) -> Iterator[str]:
    minimum = context.parameters.min_types
    count = {NODE_GROUP: _of_node_group, GROUP: _of_group, _NODE_POOL: _of_node_pool}[group.type](group)
    if count is not None and count < minimum:
        yield f"Its nodes can be of {count} instance type{'s' if count > 1 else ''}, of at least {minimum}."


def _of_node_group(group: Resource) -> int:
    # One type only, too, where it comes from the launch template or from EKS's default, t3.medium.
    return max(1, len(cast("list[Any]", group.get("instanceTypes", []))))


def _of_group(group: Resource) -> int | None:
    if group.get("maxSize") == 1:
        return None  # a single machine that is to be replaced, no fleet
    overrides = cast("list[Any]", group.get("mixedInstancesPolicy.launchTemplate.overrides", []))
    if any(
        group.get(f"mixedInstancesPolicy.launchTemplate.overrides.{index}.instanceRequirements")
        for index, _ in enumerate(overrides)
    ):
        return None  # AWS chooses among all that fit
    return max(1, len(overrides))


def _of_node_pool(pool: Resource) -> int | None:
    path = "spec.template.spec.requirements"
    for index, _ in enumerate(cast("list[Any]", pool.get(path, []))):
        requirement = f"{path}.{index}"
        if pool.get(f"{requirement}.key") == _INSTANCE_TYPE and pool.get(f"{requirement}.operator") == "In":
            return len(cast("list[Any]", pool.get(f"{requirement}.values", [])))
    return None  # Karpenter chooses among families or sizes


RULE = Rule(
    id="nodegroup-instance-diversity",
    title="Nodes can be of several instance types",
    severity=Severity.LOW,
    why="When a zone is lost, everybody wants the same machines: a group that takes one type only may get "
    "none, and spot capacity of one type is taken back all at once.",
    remedy="Name several types of one size in instance_types, such as m7g.large, m6g.large and m8g.large.",
    reference="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-best-practices.html",
    practice="REL07-BP02",
    types=(NODE_GROUP, GROUP, _NODE_POOL),
    check=_check,
    parameters=_Parameters,
)

"""Parameter groups: one for each major version, so that the next is made beside the one it replaces."""

from __future__ import annotations

from collections.abc import Sequence

from pulumi_aws import rds

from tenfold.component import Component
from tenfold.database.parameters import Parameter


def cluster_parameter_group(
    component: Component, family: str, parameters: Sequence[Parameter], region: str | None
) -> rds.ClusterParameterGroup:
    """A cluster's."""
    name = component.pulumi_resource_name
    return rds.ClusterParameterGroup(
        f"{name}-parameters",
        name=f"{name}-{family}",
        family=family,
        description=f"Parameters of the database {name}",
        parameters=[
            rds.ClusterParameterGroupParameterArgs(
                name=each.name, value=each.value, apply_method=each.apply_method
            )
            for each in parameters
        ],
        region=region,
        tags=component.tags_for("parameters"),
        opts=component.child(),
    )


def instance_parameter_group(
    component: Component, family: str, parameters: Sequence[Parameter], region: str | None, role: str = ""
) -> rds.ParameterGroup:
    """An instance's, by its role beside the primary."""
    stem = f"{role}-" if role else ""
    identifier = f"{component.pulumi_resource_name}-{role}".rstrip("-")
    return rds.ParameterGroup(
        f"{identifier}-parameters",
        name=f"{identifier}-{family}",
        family=family,
        description=f"Parameters of the database {identifier}",
        parameters=[
            rds.ParameterGroupParameterArgs(name=each.name, value=each.value, apply_method=each.apply_method)
            for each in parameters
        ],
        region=region,
        tags=component.tags_for(f"{stem}parameters"),
        opts=component.child(),
    )

"""Parameters as the provider takes them."""

from __future__ import annotations

from collections.abc import Sequence

from pulumi_aws import rds

from tenfold.database.parameters import Parameter


def cluster_parameters(parameters: Sequence[Parameter]) -> list[rds.ClusterParameterGroupParameterArgs]:
    """For a cluster's parameter group."""
    return [
        rds.ClusterParameterGroupParameterArgs(
            name=each.name, value=each.value, apply_method=each.apply_method
        )
        for each in parameters
    ]


def instance_parameters(parameters: Sequence[Parameter]) -> list[rds.ParameterGroupParameterArgs]:
    """For an instance's parameter group."""
    return [
        rds.ParameterGroupParameterArgs(name=each.name, value=each.value, apply_method=each.apply_method)
        for each in parameters
    ]

"""Memory and connections of instance classes."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tenfold.database import sizes


@pytest.mark.parametrize(
    ("instance_class", "gib"),
    [
        ("db.r7g.large", 16),
        ("db.r6gd.4xlarge", 128),
        ("db.m7g.xlarge", 16),
        ("db.c6gd.2xlarge", 16),
        ("db.t4g.micro", 1),
        ("db.t4g.2xlarge", 32),
        ("db.x2iedn.xlarge", None),
        ("db.serverless", None),
        ("db.r5.large.tpc1.mem2x", None),
    ],
)
def test_a_class_s_name_tells_its_memory(instance_class: str, gib: float | None) -> None:
    assert sizes.memory_gib(instance_class) == gib


def test_connections_follow_memory_up_to_aws_s_limit() -> None:
    assert sizes.max_connections(16) == 1802
    assert sizes.max_connections(512) == 5000


def test_a_serverless_database_that_may_sleep_has_fewer_connections() -> None:
    assert sizes.serverless_max_connections(0.5, 64) == 2000
    assert sizes.serverless_max_connections(1, 64) == 5000


@pytest.mark.parametrize(
    ("parameters", "connections"),
    [
        ({}, 1802),
        ({"max_connections": "300"}, 300),
        ({"max_connections": "LEAST({DBInstanceClassMemory/9},50)"}, None),
    ],
)
def test_the_user_s_figure_counts_where_it_is_one(
    parameters: Mapping[str, str], connections: int | None
) -> None:
    assert sizes.chosen_connections(parameters, 1802) == connections

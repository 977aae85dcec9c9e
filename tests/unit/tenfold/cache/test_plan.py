from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.cache import CacheAlarms, ServerlessCacheAlarms, alarms, plan
from tenfold.cache.parameters import KNOWN, OWN
from tenfold.parts.alarms import Alarm


@pytest.mark.parametrize(
    ("node_type", "percent"),
    [("cache.r7g.large", 25), ("cache.t4g.small", 30), ("cache.t4g.micro", 50), ("cache.t4g.medium", 25)],
)
def test_memory_is_kept_free_as_aws_recommends(node_type: str, percent: int) -> None:
    assert plan.reserved_memory_percent(node_type) == percent


def test_no_family_knows_what_a_field_sets() -> None:
    assert all(known.isdisjoint({*OWN, "cluster-enabled"}) for known in KNOWN.values())


def test_every_version_that_is_allowed_has_its_family_s_parameters() -> None:
    versions = [
        ("redis", "7.0"),
        ("redis", "7.1"),
        *(("valkey", each) for each in ("7.2", "8.0", "8.2", "9.0")),
    ]
    assert {plan.parameter_group_family(*each) for each in versions} == set(KNOWN)


@pytest.mark.parametrize(
    ("node_type", "replicas", "autoscaled", "named"),
    [
        ("cache.t4g.small", 1, False, ["node_type"]),
        ("cache.m4.large", 1, False, ["node_type"]),
        ("cache.r7g.large", 0, False, ["replicas_per_shard"]),
        ("cache.r7g.large", 1, True, ["autoscaling"]),
        ("cache.t4g.small", 0, True, ["node_type", "replicas_per_shard", "autoscaling"]),
        ("cache.r7g.large", 1, False, []),
        ("cache.m5.large", 5, False, []),
        ("cache.c7gn.xlarge", 1, False, []),
    ],
)
def test_all_that_keeps_a_cache_from_a_global_datastore_is_named(
    node_type: str, replicas: int, autoscaled: bool, named: list[str]
) -> None:
    found = plan.global_datastore_obstacles(
        node_type=node_type, replicas_per_shard=replicas, autoscaled=autoscaled
    )
    assert [each.split(" ")[0].rstrip(":") for each in found] == named


def all_alarms(shards: int, nodes: int) -> list[Alarm]:
    return list(alarms.cache_alarms("prod", CacheAlarms(), shards=shards, nodes=nodes, tiered=False))


@given(st.integers(1, 8), st.integers(1, 6))
def test_every_node_of_every_shard_is_watched_within_cloudwatch_s_limit(shards: int, nodes: int) -> None:
    found = all_alarms(shards, nodes)
    assert len({alarm.role for alarm in found}) == len(found) == shards * (6 if nodes > 1 else 5)
    assert all(len(alarm.metrics) <= 10 for alarm in found)
    cpu = [alarm for alarm in found if alarm.role.endswith("cpu")]
    watched = [each.dimensions["CacheClusterId"] for alarm in cpu for each in alarm.metrics.values()]
    assert sorted(watched) == sorted(
        id_ for shard in range(1, shards + 1) for id_ in plan.node_ids("prod", shard, nodes)
    )


@given(st.integers(1, 8), st.integers(1, 6))
def test_every_metric_of_an_alarm_is_in_its_expression(shards: int, nodes: int) -> None:
    for alarm in all_alarms(shards, nodes):
        assert alarm.expression is not None
        assert all(f"{id_}" in alarm.expression for id_ in alarm.metrics)


def test_the_hit_rate_is_of_all_reads_and_alarms_below_its_goal() -> None:
    alarm = next(each for each in all_alarms(1, 2) if each.role == "shard-1-hit-rate")
    assert alarm.expression == "100 * SUM([h1, h2]) / (SUM([h1, h2]) + SUM([m1, m2]))"
    assert (alarm.comparison, alarm.threshold) == ("LessThanThreshold", 99)
    assert {each.name for each in alarm.metrics.values()} == {"CacheHits", "CacheMisses"}


def test_a_graph_has_no_more_nodes_than_a_dashboard_takes() -> None:
    graphs = alarms.cache_graphs("prod", CacheAlarms(), shards=500, nodes=2, tiered=False)
    assert sum(len(graph.lines) for graph in graphs) <= 2500


def test_a_serverless_cache_is_watched_near_its_limits_if_it_has_any() -> None:
    def thresholds(data: int | None, units: int | None) -> dict[str, float]:
        found = alarms.serverless_alarms(
            ServerlessCacheAlarms(),
            dimensions={"clusterId": "prod"},
            maximum_data_gb=data,
            maximum_ecpu_per_second=units,
        )
        return {alarm.role: alarm.threshold for alarm in found}

    assert thresholds(None, None) == {"throttled": 0, "evictions": 0, "hit-rate": 99}
    assert thresholds(10, 1000) == {
        **thresholds(None, None),
        "data": pytest.approx(8e9),
        "ecpu": pytest.approx(48_000),
    }

from __future__ import annotations

import pytest

from support.policies import judged, resource
from tenfold_policies.rules.cost.no_extended_support import RULE
from tenfold_policies.values import UNKNOWN

CLUSTER = "aws:eks/cluster:Cluster"
DATABASE = "aws:rds/instance:Instance"
AURORA = "aws:rds/cluster:Cluster"
ON = {"on": "2026-06-01"}


@pytest.mark.parametrize(
    ("type_", "properties"),
    [
        (CLUSTER, {"version": "1.33"}),
        (CLUSTER, {"version": "1.31", "upgradePolicy": {"supportType": "STANDARD"}}),
        (DATABASE, {"engine": "postgres", "engineVersion": "17.2"}),
        (AURORA, {"engine": "aurora-postgresql", "engineVersion": "16.6"}),
        (
            DATABASE,
            {
                "engine": "mysql",
                "engineVersion": "5.7.44",
                "engineLifecycleSupport": "open-source-rds-extended-support-disabled",
            },
        ),
    ],
)
def test_passes(type_: str, properties: dict[str, object]) -> None:
    assert judged(RULE, resource(type_, **properties), parameters=ON).passes


@pytest.mark.parametrize(
    ("type_", "properties", "said"),
    [
        (CLUSTER, {"version": "1.31"}, "eks 1.31 ended on 2025-11-26"),
        (DATABASE, {"engine": "postgres", "engineVersion": "13.16"}, "postgres 13 ended on 2026-02-28"),
        (DATABASE, {"engine": "mysql", "engineVersion": "5.7.44"}, "mysql 5.7 ended on 2024-02-29"),
        (
            AURORA,
            {"engine": "aurora-mysql", "engineVersion": "5.7.mysql_aurora.2.11.6"},
            "aurora-mysql 5.7 ended on 2024-10-31",
        ),
    ],
)
def test_fails(type_: str, properties: dict[str, object], said: str) -> None:
    (message,) = judged(RULE, resource(type_, "old", **properties), parameters=ON).faults["old"]
    assert said in message


def test_cannot_tell() -> None:
    assert judged(RULE, resource(CLUSTER, "k8s", version=UNKNOWN), parameters=ON).untold == {"k8s"}


def test_does_not_apply() -> None:
    assert judged(RULE, resource(DATABASE, engine="oracle-se2", engineVersion="19.0"), parameters=ON).passes
    assert judged(RULE, resource(AURORA, engine="aurora-postgresql"), parameters=ON).passes


def test_the_last_day_is_in_time_and_days_ahead_warn_before() -> None:
    cluster = resource(CLUSTER, "k8s", version="1.33")
    assert judged(RULE, cluster, parameters={"on": "2026-07-29"}).passes
    assert set(judged(RULE, cluster, parameters={"on": "2026-07-30"}).faults) == {"k8s"}
    (message,) = judged(RULE, cluster, parameters={**ON, "days_ahead": 90}).faults["k8s"]
    assert "ends on 2026-07-29" in message

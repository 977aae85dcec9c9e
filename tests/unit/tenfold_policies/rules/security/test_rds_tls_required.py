from __future__ import annotations

import pytest

from support.policies import judged, resource
from tenfold_policies.rules.security.rds_tls_required import RULE
from tenfold_policies.values import UNKNOWN

INSTANCE = "aws:rds/instance:Instance"
CLUSTER = "aws:rds/cluster:Cluster"
GROUP = "aws:rds/parameterGroup:ParameterGroup"
CLUSTER_GROUP = "aws:rds/clusterParameterGroup:ClusterParameterGroup"
PROXY = "aws:rds/proxy:Proxy"


def parameter(name: str, value: object) -> list[dict[str, object]]:
    return [{"name": "work_mem", "value": "4096"}, {"name": name, "value": value}]


def test_passes() -> None:
    assert judged(
        RULE,
        resource(PROXY, requireTls=True),
        resource(CLUSTER_GROUP, family="aurora-postgresql16", parameters=parameter("rds.force_ssl", "1")),
        resource(GROUP, family="mysql8.0", parameters=parameter("require_secure_transport", "ON")),
        resource(CLUSTER, engine="aurora-mysql", dbClusterParameterGroupName=UNKNOWN),
    ).passes


def test_fails() -> None:
    verdict = judged(
        RULE,
        resource(PROXY, "proxy"),
        resource(GROUP, "off", family="postgres17", parameters=parameter("rds.force_ssl", "0")),
        resource(CLUSTER, "cluster", engine="aurora-mysql"),
        resource(INSTANCE, "sql", engine="sqlserver-se", parameterGroupName="default.sqlserver-se-15.0"),
    )
    assert set(verdict.faults) == {"proxy", "off", "cluster", "sql"}


@pytest.mark.parametrize(
    ("type_", "engine", "off", "on"),
    [
        (GROUP, "postgres", "14", "15"),
        (CLUSTER_GROUP, "aurora-postgresql", "16", "17"),
        (GROUP, "mysql", "8.4", "9.7"),
        (GROUP, "mariadb", "11.4", "11.8"),
    ],
)
def test_a_switch_that_is_not_set_is_as_its_version_has_it(
    type_: str, engine: str, off: str, on: str
) -> None:
    assert judged(RULE, resource(type_, "group", family=f"{engine}{off}")).faults
    assert judged(RULE, resource(type_, "group", family=f"{engine}{on}")).passes
    database = CLUSTER if type_ == CLUSTER_GROUP else INSTANCE
    assert judged(RULE, resource(database, "db", engine=engine, engineVersion=f"{off}.3")).faults
    assert judged(RULE, resource(database, "db", engine=engine, engineVersion=f"{on}.3")).passes


def test_cannot_tell() -> None:
    verdict = judged(
        RULE,
        resource(GROUP, "group", family="postgres14", parameters=parameter("rds.force_ssl", UNKNOWN)),
        resource(INSTANCE, "db", engine="postgres", engineVersion=UNKNOWN),
    )
    assert (verdict.faults, verdict.untold) == ({}, {"group", "db"})


def test_does_not_apply() -> None:
    """Oracle has an option instead; Aurora's switch is the cluster's; a replica has its source's."""
    assert judged(
        RULE,
        resource(INSTANCE, engine="oracle-se2"),
        resource(GROUP, family="aurora-postgresql16"),
        resource(INSTANCE, "replica", replicateSourceDb=UNKNOWN),
    ).passes

from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.security.rds_log_exports import RULE
from tenfold_policies.values import UNKNOWN

INSTANCE = "aws:rds/instance:Instance"
CLUSTER = "aws:rds/cluster:Cluster"


def test_passes() -> None:
    postgres = {"engine": "aurora-postgresql", "enabledCloudwatchLogsExports": ["postgresql"]}
    oracle = {"engine": "oracle-se2", "enabledCloudwatchLogsExports": ["alert"]}
    assert judged(RULE, resource(CLUSTER, **postgres), resource(INSTANCE, **oracle)).passes


def test_fails() -> None:
    slow = {"engine": "aurora-mysql", "enabledCloudwatchLogsExports": ["slowquery"]}
    verdict = judged(RULE, resource(INSTANCE, "none", engine="postgres"), resource(CLUSTER, "slow", **slow))
    assert set(verdict.faults) == {"none", "slow"}


def test_cannot_tell() -> None:
    unknown = resource(INSTANCE, "db", engine="postgres", enabledCloudwatchLogsExports=UNKNOWN)
    verdict = judged(RULE, unknown)
    assert (verdict.faults, verdict.untold) == ({}, {"db"})


def test_does_not_apply() -> None:
    """Aurora's logs are the cluster's to send."""
    member = resource("aws:rds/clusterInstance:ClusterInstance", engine="aurora-postgresql")
    assert judged(RULE, member, resource(INSTANCE, engine="custom-oracle-ee")).passes

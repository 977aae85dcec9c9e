from __future__ import annotations

from support.policies import judged, refers, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.resilience.secondary_region_differs import RULE
from tenfold_policies.values import UNKNOWN

CLUSTER, INSTANCE = "aws:rds/cluster:Cluster", "aws:rds/instance:Instance"
FIRST = resource(CLUSTER, "first", region="us-east-1", masterUsername="app")
WORLD = refers(resource("aws:rds/globalCluster:GlobalCluster", "world"), "sourceDbClusterIdentifier", FIRST)


def standby(region: str | None) -> Resource:
    second = resource(CLUSTER, "second", region=region, globalClusterIdentifier=UNKNOWN)
    return refers(second, "globalClusterIdentifier", WORLD)


def follower(type_: str, property_: str, first_type: str, region: str) -> list[Resource]:
    first = resource(first_type, "first", region="us-east-1")
    return [first, refers(resource(type_, "second", region=region), property_, first)]


def test_passes() -> None:
    assert judged(RULE, FIRST, WORLD, standby("us-west-2")).passes


def test_fails() -> None:
    verdict = judged(RULE, FIRST, WORLD, standby("us-east-1"))
    assert verdict.faults == {"second": ["It is in us-east-1, as first is, which it is to replace."]}


def test_cannot_tell() -> None:
    verdict = judged(RULE, FIRST, WORLD, standby(None))
    assert (verdict.faults, verdict.untold) == ({}, {"second"})


def test_does_not_apply() -> None:
    replica = refers(resource(INSTANCE, "replica", region="us-east-1"), "replicateSourceDb", FIRST)
    assert judged(RULE, FIRST, replica).passes, "a read replica may well be near"
    assert judged(RULE, resource("aws:dynamodb/table:Table"), resource(CLUSTER)).passes


def test_keys_and_backups_that_follow_are_judged() -> None:
    for type_, property_, first in (
        (
            "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication",
            "sourceDbInstanceArn",
            INSTANCE,
        ),
        ("aws:kms/replicaKey:ReplicaKey", "primaryKeyArn", "aws:kms/key:Key"),
    ):
        assert judged(RULE, *follower(type_, property_, first, "us-west-2")).passes
        assert set(judged(RULE, *follower(type_, property_, first, "us-east-1")).faults) == {"second"}


def test_the_caches_of_a_global_datastore_are_judged() -> None:
    group = "aws:elasticache/replicationGroup:ReplicationGroup"
    first = resource(group, "first", region="us-east-1")
    whole = resource("aws:elasticache/globalReplicationGroup:GlobalReplicationGroup")
    whole = refers(whole, "primaryReplicationGroupId", first)
    for region, passes in (("us-west-2", True), ("us-east-1", False)):
        second = refers(resource(group, "second", region=region), "globalReplicationGroupId", whole)
        assert judged(RULE, first, whole, second).passes is passes


def test_the_replicas_of_a_table_and_of_a_secret_are_judged() -> None:
    for type_, key in (
        ("aws:dynamodb/table:Table", "regionName"),
        ("aws:secretsmanager/secret:Secret", "region"),
    ):
        for region, passes in (("us-west-2", True), ("us-east-1", False)):
            one = resource(type_, region="us-east-1", replicas=[{key: region}])
            assert judged(RULE, one).passes is passes

"""ElastiCache: replication groups with nodes in zones, their users, parameters, subnets and followers."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Clients
from .helpers import Network, make_network, refusal

SMALL: dict[str, Any] = {
    "ReplicationGroupDescription": "d",
    "Engine": "valkey",
    "EngineVersion": "8.1",
    "CacheNodeType": "cache.m7g.large",
    "CacheSubnetGroupName": "shared",
    "TransitEncryptionEnabled": True,
    "AtRestEncryptionEnabled": True,
}
SAFE = {**SMALL, "NumCacheClusters": 3, "AutomaticFailoverEnabled": True, "MultiAZEnabled": True}
SHARDED = {**SMALL, "NumNodeGroups": 2, "ReplicasPerNodeGroup": 1, "AutomaticFailoverEnabled": True}


@pytest.fixture(scope="module")
def network(clients: Clients) -> Network:
    made = make_network(clients)
    clients("elasticache").create_cache_subnet_group(
        CacheSubnetGroupName="shared", CacheSubnetGroupDescription="d", SubnetIds=made.subnet_ids
    )
    return made


@pytest.fixture
def cache(clients: Clients, network: Network) -> Any:
    return clients("elasticache")


def group(cache: Any, name: str) -> dict[str, Any]:
    return cache.describe_replication_groups(ReplicationGroupId=name)["ReplicationGroups"][0]


def zones(group: dict[str, Any]) -> list[str]:
    members = [member for shard in group["NodeGroups"] for member in shard["NodeGroupMembers"]]
    return [member["PreferredAvailabilityZone"] for member in members]


def primary(group: dict[str, Any]) -> str:
    members = group["NodeGroups"][0]["NodeGroupMembers"]
    return next(member["CacheClusterId"] for member in members if member["CurrentRole"] == "primary")


def test_a_group_keeps_its_configuration(clients: Clients, cache: Any, network: Network) -> None:
    key = clients("kms").create_key()["KeyMetadata"]["Arn"]
    made = clients("ec2").create_security_group(GroupName="cache", Description="d", VpcId=network.vpc_id)
    log = {
        "LogType": "slow-log",
        "DestinationType": "cloudwatch-logs",
        "DestinationDetails": {"CloudWatchLogsDetails": {"LogGroup": "/cache"}},
        "LogFormat": "json",
    }
    cache.create_replication_group(
        ReplicationGroupId="Full",
        KmsKeyId=key,
        SecurityGroupIds=[made["GroupId"]],
        SnapshotRetentionLimit=7,
        SnapshotWindow="02:00-03:00",
        PreferredMaintenanceWindow="mon:03:00-mon:04:00",
        LogDeliveryConfigurations=[log],
        Port=6380,
        Tags=[{"Key": "team", "Value": "web"}],
        **SAFE,
    )
    got = group(cache, "full")
    assert (got["Status"], got["Engine"], got["KmsKeyId"]) == ("available", "valkey", key)
    assert (got["AutomaticFailover"], got["MultiAZ"], got["ClusterEnabled"]) == ("enabled", "enabled", False)
    assert (got["TransitEncryptionMode"], got["AtRestEncryptionEnabled"]) == ("required", True)
    assert (got["SnapshotRetentionLimit"], got["SnapshotWindow"]) == (7, "02:00-03:00")
    assert got["LogDeliveryConfigurations"] == [{**log, "Status": "active"}]
    assert cache.list_tags_for_resource(ResourceName=got["ARN"])["TagList"] == [
        {"Key": "team", "Value": "web"}
    ]
    (node,) = cache.describe_cache_clusters(CacheClusterId="full-001", ShowCacheNodeInfo=True)[
        "CacheClusters"
    ]
    assert (node["EngineVersion"], node["ReplicationGroupId"]) == ("8.1.0", "full")
    assert node["PreferredMaintenanceWindow"] == "mon:03:00-mon:04:00"
    assert node["SecurityGroups"] == [{"SecurityGroupId": made["GroupId"], "Status": "active"}]
    assert node["CacheParameterGroup"]["CacheParameterGroupName"] == "default.valkey8"
    assert node["CacheNodes"][0]["Endpoint"]["Port"] == 6380


def test_a_multi_az_group_has_a_node_in_each_zone(cache: Any) -> None:
    cache.create_replication_group(ReplicationGroupId="spread", **SAFE)
    got = group(cache, "spread")
    assert got["MemberClusters"] == ["spread-001", "spread-002", "spread-003"]
    assert sorted(zones(got)) == ["us-east-1a", "us-east-1b", "us-east-1c"]
    shard = got["NodeGroups"][0]
    assert shard["PrimaryEndpoint"]["Address"].startswith("master.spread.")
    assert shard["ReaderEndpoint"]["Address"].startswith("replica.spread.")


def test_shards_share_the_slots_behind_one_endpoint(cache: Any) -> None:
    cache.create_replication_group(ReplicationGroupId="sharded", **SHARDED)
    got = group(cache, "sharded")
    assert got["ClusterEnabled"] is True
    assert [shard["Slots"] for shard in got["NodeGroups"]] == ["0-8191", "8192-16383"]
    assert got["MemberClusters"][:2] == ["sharded-0001-001", "sharded-0001-002"]
    assert got["ConfigurationEndpoint"]["Address"].startswith("clustercfg.sharded.")
    assert "PrimaryEndpoint" not in got["NodeGroups"][0]
    cache.modify_replication_group_shard_configuration(
        ReplicationGroupId="sharded", NodeGroupCount=3, ApplyImmediately=True
    )
    assert len(group(cache, "sharded")["MemberClusters"]) == 6
    cache.modify_replication_group_shard_configuration(
        ReplicationGroupId="sharded", NodeGroupCount=2, ApplyImmediately=True, NodeGroupsToRemove=["0001"]
    )
    assert [s["NodeGroupId"] for s in group(cache, "sharded")["NodeGroups"]] == ["0002", "0003"]


def test_a_test_failover_moves_the_primary(cache: Any) -> None:
    cache.create_replication_group(ReplicationGroupId="moved", **SAFE)
    before = primary(group(cache, "moved"))
    cache.test_failover(ReplicationGroupId="moved", NodeGroupId="0001")
    assert primary(group(cache, "moved")) != before
    with refusal("NodeGroupNotFoundFault", "0009"):
        cache.test_failover(ReplicationGroupId="moved", NodeGroupId="0009")


def test_replicas_come_and_go(cache: Any) -> None:
    cache.create_replication_group(ReplicationGroupId="grown", **{**SAFE, "NumCacheClusters": 2})
    which = {"ReplicationGroupId": "grown", "ApplyImmediately": True}
    cache.increase_replica_count(**which, NewReplicaCount=2)
    assert sorted(zones(group(cache, "grown"))) == ["us-east-1a", "us-east-1b", "us-east-1c"]
    cache.decrease_replica_count(**which, ReplicasToRemove=["grown-002"])
    assert group(cache, "grown")["MemberClusters"] == ["grown-001", "grown-003"]
    with refusal("InvalidParameterValue", "between 1 and 5"):
        cache.decrease_replica_count(**which, NewReplicaCount=0)


def test_a_group_changes(cache: Any) -> None:
    cache.create_replication_group(ReplicationGroupId="changed", **{**SAFE, "EngineVersion": "7.2"})
    cache.modify_replication_group(
        ReplicationGroupId="changed",
        ApplyImmediately=True,
        CacheNodeType="cache.m7g.xlarge",
        EngineVersion="8.1",
        SnapshotRetentionLimit=3,
        ReplicationGroupDescription="new",
        MultiAZEnabled=False,
    )
    got = group(cache, "changed")
    assert (got["CacheNodeType"], got["SnapshotRetentionLimit"]) == ("cache.m7g.xlarge", 3)
    assert (got["Description"], got["MultiAZ"]) == ("new", "disabled")
    (node,) = cache.describe_cache_clusters(CacheClusterId="changed-001")["CacheClusters"]
    assert node["EngineVersion"] == "8.1.0"
    assert node["CacheParameterGroup"]["CacheParameterGroupName"] == "default.valkey8"


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        ({"CacheNodeType": "cache.q1.huge"}, "InvalidParameterValue", "cache.q1.huge"),
        ({"EngineVersion": "99.1"}, "InvalidParameterValue", "99.1"),
        ({"CacheSubnetGroupName": "none"}, "CacheSubnetGroupNotFoundFault", "none"),
        ({"CacheParameterGroupName": "none"}, "CacheParameterGroupNotFound", "none"),
        ({"CacheParameterGroupName": "default.redis7"}, "InvalidParameterCombination", "valkey8"),
        ({"SecurityGroupIds": ["sg-0123"]}, "InvalidParameterValue", "sg-0123"),
        ({"KmsKeyId": "none"}, "InvalidKMSKeyFault", "none"),
        ({"UserGroupIds": ["none"]}, "UserGroupNotFound", "none"),
        ({"AutomaticFailoverEnabled": False}, "InvalidParameterCombination", "MultiAZEnabled"),
        ({"NumCacheClusters": 1}, "InvalidParameterCombination", "replica"),
        ({"NumNodeGroups": 2}, "InvalidParameterCombination", "NumCacheClusters"),
        ({"SnapshotRetentionLimit": 36}, "InvalidParameterValue", "36"),
        ({"PreferredCacheClusterAZs": ["us-east-1z"]}, "InvalidParameterValue", "us-east-1z"),
    ],
)
def test_a_wrong_group_is_refused(cache: Any, change: dict[str, Any], code: str, words: str) -> None:
    with refusal(code, words):
        cache.create_replication_group(ReplicationGroupId="refused", **{**SAFE, **change})
    with refusal("ReplicationGroupNotFoundFault", "refused"):
        group(cache, "refused")


def test_users_and_their_group_guard_a_cache(cache: Any) -> None:
    cache.create_user(
        UserId="app", UserName="app", Engine="valkey", AccessString="on ~* +@all", Passwords=["p" * 16]
    )
    cache.create_user(
        UserId="robot",
        UserName="robot",
        Engine="valkey",
        AccessString="on ~jobs:* +@read",
        AuthenticationMode={"Type": "iam"},
    )
    made = cache.create_user_group(UserGroupId="team", Engine="valkey", UserIds=["app"])
    assert made["Status"] == "active"
    cache.modify_user_group(UserGroupId="team", UserIdsToAdd=["robot"])
    cache.create_replication_group(ReplicationGroupId="guarded", UserGroupIds=["team"], **SAFE)
    assert group(cache, "guarded")["UserGroupIds"] == ["team"]
    (got,) = cache.describe_user_groups(UserGroupId="team")["UserGroups"]
    assert (got["UserIds"], got["ReplicationGroups"]) == (["app", "robot"], ["guarded"])
    with refusal("InvalidUserGroupState", "guarded"):
        cache.delete_user_group(UserGroupId="team")
    cache.modify_user(UserId="app", AccessString="on ~app:* +@all")
    (user,) = cache.describe_users(UserId="app")["Users"]
    assert (user["AccessString"], user["UserGroupIds"]) == ("on ~app:* +@all", ["team"])
    assert user["Authentication"] == {"Type": "password", "PasswordCount": 1}
    cache.delete_replication_group(ReplicationGroupId="guarded")
    cache.delete_user_group(UserGroupId="team")
    cache.delete_user(UserId="app")
    with refusal("UserNotFound", "app"):
        cache.describe_users(UserId="app")


def test_a_wrong_user_or_group_is_refused(cache: Any) -> None:
    wanted = {"UserId": "u", "UserName": "u", "Engine": "redis", "AccessString": "on ~* +@all"}
    with refusal("InvalidParameterValue", "16 to 128"):
        cache.create_user(**wanted, Passwords=["short"])
    with refusal("InvalidParameterCombination", "same"):
        cache.create_user(**{**wanted, "UserName": "other"}, AuthenticationMode={"Type": "iam"})
    with refusal("UserNotFound", "nobody"):
        cache.create_user_group(UserGroupId="g", Engine="redis", UserIds=["nobody"])
    cache.create_user(**wanted, NoPasswordRequired=True)
    with refusal("DefaultUserRequired"):
        cache.create_user_group(UserGroupId="g", Engine="redis", UserIds=["u"])
    cache.create_user_group(UserGroupId="g", Engine="redis", UserIds=["default", "u"])


def test_user_groups_need_encryption_in_transit(cache: Any) -> None:
    cache.create_user_group(UserGroupId="plain", Engine="valkey", UserIds=["default"])
    with refusal("InvalidParameterCombination", "TransitEncryptionEnabled"):
        cache.create_replication_group(
            ReplicationGroupId="p", UserGroupIds=["plain"], **{**SAFE, "TransitEncryptionEnabled": False}
        )


def test_parameters_are_set_read_and_reset(cache: Any) -> None:
    name = "tuned"
    with refusal("InvalidParameterValue", "valkey99"):
        cache.create_cache_parameter_group(
            CacheParameterGroupName=name, CacheParameterGroupFamily="valkey99", Description="d"
        )
    cache.create_cache_parameter_group(
        CacheParameterGroupName=name, CacheParameterGroupFamily="valkey8", Description="d"
    )
    policy = {"ParameterName": "maxmemory-policy", "ParameterValue": "allkeys-lru"}
    cache.modify_cache_parameter_group(CacheParameterGroupName=name, ParameterNameValues=[policy])
    (got,) = cache.describe_cache_parameters(CacheParameterGroupName=name, Source="user")["Parameters"]
    assert {key: got[key] for key in policy} == policy
    cache.create_replication_group(ReplicationGroupId="tuned", CacheParameterGroupName=name, **SAFE)
    with refusal("InvalidCacheParameterGroupState", name):
        cache.delete_cache_parameter_group(CacheParameterGroupName=name)
    cache.reset_cache_parameter_group(CacheParameterGroupName=name, ResetAllParameters=True)
    assert cache.describe_cache_parameters(CacheParameterGroupName=name)["Parameters"] == []
    cache.delete_replication_group(ReplicationGroupId="tuned")
    cache.delete_cache_parameter_group(CacheParameterGroupName=name)
    with refusal("CacheParameterGroupNotFound", name):
        cache.describe_cache_parameter_groups(CacheParameterGroupName=name)


def test_a_subnet_group_changes_and_stays_while_it_is_used(clients: Clients, cache: Any) -> None:
    network = make_network(clients)
    cache.create_cache_subnet_group(
        CacheSubnetGroupName="moving", CacheSubnetGroupDescription="d", SubnetIds=network.subnet_ids[:2]
    )
    cache.modify_cache_subnet_group(CacheSubnetGroupName="moving", SubnetIds=network.subnet_ids)
    (got,) = cache.describe_cache_subnet_groups(CacheSubnetGroupName="moving")["CacheSubnetGroups"]
    assert [item["SubnetIdentifier"] for item in got["Subnets"]] == network.subnet_ids
    assert got["VpcId"] == network.vpc_id
    cache.create_replication_group(ReplicationGroupId="user", **{**SAFE, "CacheSubnetGroupName": "moving"})
    with refusal("CacheSubnetGroupInUse", "user"):
        cache.delete_cache_subnet_group(CacheSubnetGroupName="moving")
    with refusal("SubnetInUse", "user"):
        cache.modify_cache_subnet_group(CacheSubnetGroupName="moving", SubnetIds=network.subnet_ids[:1])
    with refusal("InvalidSubnet", "subnet-0123"):
        cache.modify_cache_subnet_group(CacheSubnetGroupName="moving", SubnetIds=["subnet-0123"])
    cache.delete_replication_group(ReplicationGroupId="user")
    cache.delete_cache_subnet_group(CacheSubnetGroupName="moving")


def test_a_final_snapshot_outlives_its_group(cache: Any) -> None:
    cache.create_replication_group(ReplicationGroupId="ended", **SAFE)
    cache.delete_replication_group(ReplicationGroupId="ended", FinalSnapshotIdentifier="ended-final")
    (snapshot,) = cache.describe_snapshots(SnapshotName="ended-final")["Snapshots"]
    assert (snapshot["ReplicationGroupId"], snapshot["SnapshotStatus"]) == ("ended", "available")
    cache.delete_snapshot(SnapshotName="ended-final")


def test_a_memcached_cluster_stands_alone(cache: Any) -> None:
    cache.create_cache_cluster(
        CacheClusterId="mem",
        Engine="memcached",
        CacheNodeType="cache.t4g.small",
        NumCacheNodes=2,
        CacheSubnetGroupName="shared",
    )
    (got,) = cache.describe_cache_clusters(CacheClusterId="mem", ShowCacheNodeInfo=True)["CacheClusters"]
    assert (got["NumCacheNodes"], len(got["CacheNodes"])) == (2, 2)
    assert got["ConfigurationEndpoint"]["Port"] == 11211
    cache.delete_cache_cluster(CacheClusterId="mem")
    with refusal("CacheClusterNotFound", "mem"):
        cache.describe_cache_clusters(CacheClusterId="mem")


def test_a_serverless_cache_lives(cache: Any, network: Network) -> None:
    limits = {"DataStorage": {"Maximum": 10, "Unit": "GB"}, "ECPUPerSecond": {"Maximum": 5000}}
    cache.create_serverless_cache(
        ServerlessCacheName="auto", Engine="valkey", CacheUsageLimits=limits, SubnetIds=network.subnet_ids
    )
    cache.modify_serverless_cache(ServerlessCacheName="auto", SnapshotRetentionLimit=5)
    (got,) = cache.describe_serverless_caches(ServerlessCacheName="auto")["ServerlessCaches"]
    assert (got["Status"], got["CacheUsageLimits"], got["SnapshotRetentionLimit"]) == ("available", limits, 5)
    cache.delete_serverless_cache(ServerlessCacheName="auto")
    with refusal("ServerlessCacheNotFoundFault", "auto"):
        cache.describe_serverless_caches(ServerlessCacheName="auto")


def test_a_global_group_fails_over_to_its_follower(clients: Clients, cache: Any) -> None:
    west, network = clients("elasticache", "us-west-2"), make_network(clients, "us-west-2")
    west.create_cache_subnet_group(
        CacheSubnetGroupName="shared", CacheSubnetGroupDescription="d", SubnetIds=network.subnet_ids
    )
    cache.create_replication_group(ReplicationGroupId="g-east", **SAFE)
    made = cache.create_global_replication_group(
        GlobalReplicationGroupIdSuffix="world", PrimaryReplicationGroupId="g-east"
    )["GlobalReplicationGroup"]
    name = made["GlobalReplicationGroupId"]
    west.create_replication_group(
        ReplicationGroupId="g-west",
        ReplicationGroupDescription="d",
        GlobalReplicationGroupId=name,
        CacheSubnetGroupName="shared",
        NumCacheClusters=2,
        AutomaticFailoverEnabled=True,
    )
    follower = group(west, "g-west")
    assert follower["CacheNodeType"] == "cache.m7g.large"
    assert follower["GlobalReplicationGroupInfo"]["GlobalReplicationGroupMemberRole"] == "SECONDARY"
    cache.failover_global_replication_group(
        GlobalReplicationGroupId=name, PrimaryRegion="us-west-2", PrimaryReplicationGroupId="g-west"
    )
    info = group(west, "g-west")["GlobalReplicationGroupInfo"]
    assert info["GlobalReplicationGroupMemberRole"] == "PRIMARY"
    with refusal("InvalidReplicationGroupState", "global replication group"):
        cache.delete_replication_group(ReplicationGroupId="g-east")
    cache.disassociate_global_replication_group(
        GlobalReplicationGroupId=name, ReplicationGroupId="g-east", ReplicationGroupRegion="us-east-1"
    )
    cache.delete_global_replication_group(GlobalReplicationGroupId=name, RetainPrimaryReplicationGroup=True)
    cache.delete_replication_group(ReplicationGroupId="g-east")


def test_engine_versions_are_those_that_aws_publishes(cache: Any) -> None:
    found = cache.describe_cache_engine_versions(Engine="valkey")["CacheEngineVersions"]
    assert {"valkey7", "valkey8"} <= {item["CacheParameterGroupFamily"] for item in found}


def test_tags_change(cache: Any) -> None:
    arn = cache.create_replication_group(ReplicationGroupId="tagged", **SMALL)["ReplicationGroup"]["ARN"]
    cache.add_tags_to_resource(
        ResourceName=arn, Tags=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]
    )
    cache.remove_tags_from_resource(ResourceName=arn, TagKeys=["a"])
    assert cache.list_tags_for_resource(ResourceName=arn)["TagList"] == [{"Key": "b", "Value": "2"}]

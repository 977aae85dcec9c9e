from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from support.ground import make_network
from support.provider import Provider, Refused, Resource

GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"
CLUSTER = "aws:elasticache/cluster:Cluster"
USER = "aws:elasticache/user:User"
USERS = "aws:elasticache/userGroup:UserGroup"
SUBNETS = "aws:elasticache/subnetGroup:SubnetGroup"
PARAMETERS = "aws:elasticache/parameterGroup:ParameterGroup"
SERVERLESS = "aws:elasticache/serverlessCache:ServerlessCache"
GLOBAL = "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup"


@dataclass
class Ground:
    """What a cache stands on."""

    subnets: list[str]
    security_groups: list[str]
    subnet_group: str
    parameter_group: str
    user_groups: list[str]

    def group(self, name: str, **more: Any) -> dict[str, Any]:
        """The inputs that Cache gives its replication group."""
        return {
            "replicationGroupId": name,
            "description": f"Cache {name}",
            "engine": "valkey",
            "engineVersion": "8.0",
            "nodeType": "cache.r7g.large",
            "port": 6379,
            "clusterMode": "enabled",
            "numNodeGroups": 2,
            "replicasPerNodeGroup": 1,
            "automaticFailoverEnabled": True,
            "multiAzEnabled": True,
            "subnetGroupName": self.subnet_group,
            "securityGroupIds": self.security_groups[:1],
            "parameterGroupName": self.parameter_group,
            "atRestEncryptionEnabled": True,
            "transitEncryptionEnabled": True,
            "transitEncryptionMode": "required",
            "userGroupIds": self.user_groups[:1],
            "logDeliveryConfigurations": [_log("slow-log"), _log("engine-log")],
            "snapshotRetentionLimit": 7,
            "snapshotWindow": "03:00-04:00",
            "maintenanceWindow": "Sun:05:00-Sun:06:00",
            "autoMinorVersionUpgrade": True,
            "applyImmediately": True,
            "tags": {"Name": name},
            **more,
        }


def _log(kind: str) -> dict[str, str]:
    return {
        "destination": f"/aws/elasticache/test/{kind}",
        "destinationType": "cloudwatch-logs",
        "logFormat": "json",
        "logType": kind,
    }


def _user(aws: Provider, user_id: str, name: str) -> Resource:
    inputs = {
        "userId": user_id,
        "userName": name,
        "engine": "valkey",
        "accessString": "on ~* +@all",
        "passwords": ["a-long-enough-password"],
    }
    return aws.create(USER, user_id, inputs)


@pytest.fixture(scope="module")
def ground(aws: Provider) -> Ground:
    network, logs = make_network(aws, 60), aws.client("logs")
    for kind in ("slow-log", "engine-log"):
        logs.create_log_group(logGroupName=f"/aws/elasticache/test/{kind}")
    parameters = {
        "name": "shared-cache",
        "family": "valkey8",
        "parameters": [{"name": "cluster-enabled", "value": "yes"}],
    }
    users: list[str] = []
    for name in ("one", "two"):
        default = _user(aws, f"default-{name}", "default")
        inputs = {"userGroupId": f"users-{name}", "engine": "valkey", "userIds": [default.id]}
        users.append(aws.create(USERS, name, inputs).id)
    return Ground(
        subnets=network.subnets,
        security_groups=network.security_groups,
        subnet_group=aws.create(SUBNETS, "shared", {"name": "shared-cache", "subnetIds": network.subnets}).id,
        parameter_group=aws.create(PARAMETERS, "shared", parameters).id,
        user_groups=users,
    )


def test_a_replication_group_lives_its_whole_life(aws: Provider, ground: Ground) -> None:
    made = aws.cycle(
        GROUP,
        ground.group("life"),
        change={
            "description": "Another",
            "nodeType": "cache.r7g.xlarge",
            "securityGroupIds": ground.security_groups,
            "snapshotRetentionLimit": 14,
            "logDeliveryConfigurations": [_log("slow-log")],
            "userGroupIds": ground.user_groups[1:],
            "tags": {"Name": "life", "stage": "growth"},
        },
    )
    assert made.id == "life"
    assert made.state["logDeliveryConfigurations"] == [_log("slow-log")]
    assert made.state["__kept"] == []


def test_shards_and_replicas_come_and_go_in_place(aws: Provider, ground: Ground) -> None:
    made = aws.create(GROUP, "grow", ground.group("grow"))
    more = ground.group("grow", numNodeGroups=3, replicasPerNodeGroup=2)
    grown = aws.update(made, more)
    aws.assert_settled(grown, more)
    assert len(grown.state["memberClusters"]) == 9
    less = ground.group("grow", numNodeGroups=2, replicasPerNodeGroup=1)
    shrunk = aws.update(grown, less)
    assert len(shrunk.state["memberClusters"]) == 4
    aws.delete(shrunk)


def test_a_replication_group_tells_what_its_clients_need(aws: Provider, ground: Ground) -> None:
    made = aws.create(GROUP, "outputs", ground.group("outputs"))
    state = made.state
    assert state["arn"] == "arn:aws:elasticache:us-east-1:123456789012:replicationgroup:outputs"
    assert state["configurationEndpointAddress"].startswith("clustercfg.outputs.")
    assert state["port"] == 6379
    assert state["clusterEnabled"] is True
    assert state["engineVersion"] == "8.0"
    assert state["engineVersionActual"].startswith("8.0.")
    aws.delete(made)


def test_without_cluster_mode_programs_count_nodes(aws: Provider, ground: Ground) -> None:
    inputs = {
        "replicationGroupId": "plain",
        "description": "Plain",
        "engine": "redis",
        "engineVersion": "7.1",
        "nodeType": "cache.t4g.small",
        "numCacheClusters": 2,
        "automaticFailoverEnabled": True,
        "subnetGroupName": ground.subnet_group,
        "authToken": "a-token-that-is-long-enough",
        "transitEncryptionEnabled": True,
    }
    made = aws.create(GROUP, "plain", inputs)
    aws.assert_settled(made, inputs)
    assert made.state["primaryEndpointAddress"].startswith("master.plain.")
    assert made.state["readerEndpointAddress"].startswith("replica.plain.")
    changed = {**inputs, "numCacheClusters": 3, "authToken": "another-token-that-is-long"}
    last = aws.update(made, changed)
    assert last.state["memberClusters"] == ["plain-001", "plain-002", "plain-003"]
    aws.delete(last)


def test_redis_becomes_valkey_in_place_and_never_goes_back(aws: Provider, ground: Ground) -> None:
    made = aws.create(GROUP, "engine", ground.group("engine"))
    older = ground.group("engine", engineVersion="7.2")
    assert list(aws.diff(made, older).replaces) == ["engineVersion"]
    redis = ground.group("engine", engine="redis", engineVersion="7.1")
    assert "engine" in list(aws.diff(made, redis).replaces)
    aws.delete(made)
    before = {
        "replicationGroupId": "was-redis",
        "description": "Was Redis",
        "engine": "redis",
        "engineVersion": "7.1",
        "nodeType": "cache.t4g.small",
        "numCacheClusters": 1,
        "subnetGroupName": ground.subnet_group,
    }
    made = aws.create(GROUP, "was-redis", before)
    last = aws.update(made, {**before, "engine": "valkey", "engineVersion": "8.0"})
    assert last.state["engine"] == "valkey"
    aws.delete(last)


def test_a_replication_group_is_replaced_when_its_encryption_changes(aws: Provider, ground: Ground) -> None:
    made = aws.create(GROUP, "fixed", ground.group("fixed"))
    answer = aws.diff(made, ground.group("fixed", atRestEncryptionEnabled=False))
    assert list(answer.replaces) == ["atRestEncryptionEnabled"]
    assert answer.deleteBeforeReplace
    aws.delete(made)


def test_refresh_sees_snapshots_that_were_switched_off_elsewhere(aws: Provider, ground: Ground) -> None:
    made = aws.create(GROUP, "drift", ground.group("drift"))
    aws.client("elasticache").modify_replication_group(
        ReplicationGroupId="drift", SnapshotRetentionLimit=0, ApplyImmediately=True
    )
    seen = aws.read(made)
    assert seen is not None
    assert list(aws.diff(seen, ground.group("drift")).diffs) == ["snapshotRetentionLimit"]
    aws.delete(seen)


def test_refresh_sees_shards_that_were_added_by_scaling(aws: Provider, ground: Ground) -> None:
    made = aws.create(GROUP, "scaled-out", ground.group("scaled-out"))
    aws.client("elasticache").modify_replication_group_shard_configuration(
        ReplicationGroupId="scaled-out", NodeGroupCount=4, ApplyImmediately=True
    )
    seen = aws.read(made)
    assert seen is not None
    assert list(aws.diff(seen, ground.group("scaled-out")).diffs) == ["numNodeGroups"]
    assert not list(aws.diff(seen, ground.group("scaled-out", numNodeGroups=4)).diffs)
    aws.delete(seen)


def test_an_unknown_node_type_is_refused_before_anything_is_created(aws: Provider, ground: Ground) -> None:
    _, failures = aws.check(GROUP, "x", ground.group("x", nodeType="cache.r7g.largee"))
    assert "'cache.r7g.largee' is not allowed" in failures["nodeType"]


def test_a_user_lives_its_whole_life_and_keeps_its_password_from_view(aws: Provider) -> None:
    inputs = {
        "userId": "app-user",
        "userName": "app",
        "engine": "valkey",
        "accessString": "on ~* &* +@all -@dangerous",
        "passwords": ["a-long-enough-password"],
        "tags": {"Name": "app"},
    }
    made = aws.cycle(
        USER, inputs, change={"accessString": "off ~* -@all", "passwords": ["another-long-password"]}
    )
    assert made.state["authenticationMode"]["type"] == "password"
    assert made.state["authenticationMode"]["passwordCount"] == 1
    assert made.state["arn"] == "arn:aws:elasticache:us-east-1:123456789012:user:app-user"
    assert made.state["noPasswordRequired"] is False


def test_a_user_group_lives_its_whole_life(aws: Provider) -> None:
    users = [_user(aws, "default-life", "default"), _user(aws, "app-life", "app")]
    inputs = {"userGroupId": "life", "engine": "valkey", "userIds": [users[0].id]}
    aws.cycle(USERS, inputs, change={"userIds": [each.id for each in users]})
    group = aws.create(USERS, "life", inputs)
    token = "aws:elasticache/userGroupAssociation:UserGroupAssociation"
    made = aws.cycle(token, {"userGroupId": "life", "userId": "app-life"})
    assert made.id == "life,app-life"
    for each in (group, *users):
        aws.delete(each)


def test_a_subnet_group_lives_its_whole_life(aws: Provider, ground: Ground) -> None:
    inputs = {"name": "life-cache", "subnetIds": ground.subnets[:2], "tags": {"Name": "subnets"}}
    made = aws.cycle(SUBNETS, inputs, change={"subnetIds": ground.subnets, "description": "Three"})
    assert made.state["vpcId"].startswith("vpc-")
    assert made.state["description"] == "Three"


def test_a_parameter_group_lives_its_whole_life(aws: Provider) -> None:
    inputs = {
        "name": "life-parameters",
        "family": "valkey8",
        "parameters": [
            {"name": "cluster-enabled", "value": "yes"},
            {"name": "maxmemory-policy", "value": "allkeys-lru"},
        ],
        "tags": {"Name": "parameters"},
    }
    change = [
        {"name": "cluster-enabled", "value": "yes"},
        {"name": "notify-keyspace-events", "value": "Ex"},
    ]
    made = aws.cycle(PARAMETERS, inputs, change={"parameters": change})
    assert {each["name"] for each in made.state["parameters"]} == {
        "cluster-enabled",
        "notify-keyspace-events",
    }


def test_a_serverless_cache_lives_its_whole_life(aws: Provider, ground: Ground) -> None:
    inputs = {
        "name": "serverless",
        "engine": "valkey",
        "majorEngineVersion": "8",
        "description": "Serverless",
        "subnetIds": ground.subnets,
        "securityGroupIds": ground.security_groups[:1],
        "cacheUsageLimits": {
            "dataStorage": {"maximum": 10, "unit": "GB"},
            "ecpuPerSeconds": [{"maximum": 5000}],
        },
        "snapshotRetentionLimit": 1,
        "tags": {"Name": "serverless"},
    }
    made = aws.cycle(SERVERLESS, inputs, change={"description": "Other", "snapshotRetentionLimit": 7})
    assert made.state["endpoints"][0]["port"] == 6379
    assert made.state["fullEngineVersion"].startswith("8.")
    assert made.state["__kept"] == []


def test_a_serverless_cache_takes_users_and_limits_in_place(aws: Provider, ground: Ground) -> None:
    inputs = {"name": "limited", "engine": "valkey", "subnetIds": ground.subnets}
    made = aws.create(SERVERLESS, "limited", inputs)
    limits = {
        "dataStorage": {"minimum": 2, "maximum": 50, "unit": "GB"},
        "ecpuPerSeconds": [{"minimum": 1000, "maximum": 20_000}],
    }
    changed = {
        **inputs,
        "userGroupId": ground.user_groups[0],
        "dailySnapshotTime": "03:00",
        "cacheUsageLimits": limits,
    }
    last = aws.update(made, changed)
    aws.assert_settled(last, changed)
    assert last.state["__kept"] == []
    elasticache = aws.client("elasticache")
    group = elasticache.describe_user_groups(UserGroupId=ground.user_groups[0])["UserGroups"][0]
    assert group["ServerlessCaches"] == ["limited"]
    little = {"dataStorage": {"maximum": 6000, "unit": "GB"}}
    with pytest.raises(Refused, match="DataStorage: minimum None, maximum 6000; allowed: 1 to 5000"):
        aws.update(last, {**changed, "cacheUsageLimits": little})
    elasticache.modify_serverless_cache(ServerlessCacheName="limited", SnapshotRetentionLimit=3)
    seen = aws.read(last)
    assert seen is not None
    assert list(aws.diff(seen, {**changed, "snapshotRetentionLimit": 7}).diffs) == ["snapshotRetentionLimit"]
    aws.delete(seen)


def test_a_memcached_cluster_lives_its_whole_life(aws: Provider, ground: Ground) -> None:
    inputs = {
        "clusterId": "memcached",
        "engine": "memcached",
        "nodeType": "cache.t4g.small",
        "numCacheNodes": 2,
        "azMode": "cross-az",
        "subnetGroupName": ground.subnet_group,
        "tags": {"Name": "memcached"},
    }
    made = aws.cycle(CLUSTER, inputs, change={"numCacheNodes": 3})
    assert len(made.state["cacheNodes"]) == 3
    assert made.state["configurationEndpoint"].endswith(":11211")


def test_a_group_becomes_a_global_ones_primary_in_place(aws: Provider, ground: Ground) -> None:
    inputs = ground.group("primary")
    primary = aws.create(GROUP, "primary", inputs)
    globally = {"globalReplicationGroupIdSuffix": "worldwide", "primaryReplicationGroupId": "primary"}
    change = {
        "globalReplicationGroupDescription": "All regions",
        "automaticFailoverEnabled": True,
        "numNodeGroups": 2,
    }
    made = aws.cycle(GLOBAL, globally, change=change)
    assert made.id.endswith("-worldwide")
    assert [each["slots"] for each in made.state["globalNodeGroups"]] == ["0-8191", "8192-16383"]
    assert made.state["transitEncryptionEnabled"] is True
    seen = aws.read(primary)
    assert seen is not None
    assert not list(aws.diff(seen, inputs).diffs)
    aws.delete(seen)


def test_a_group_in_another_region_follows_and_changes_with_the_global_one(
    aws: Provider, endpoint: str, ground: Ground
) -> None:
    west = Provider(endpoint, region="us-west-2")
    network = make_network(west, 61)
    subnets = west.create(SUBNETS, "west", {"name": "west-cache", "subnetIds": network.subnets})
    key = west.client("kms").create_key()["KeyMetadata"]["Arn"]
    primary_inputs = ground.group("everywhere")
    primary = aws.create(GROUP, "everywhere", primary_inputs)
    global_inputs = {
        "globalReplicationGroupIdSuffix": "everywhere",
        "primaryReplicationGroupId": primary.id,
        "cacheNodeType": "cache.r7g.xlarge",
    }
    globally = aws.create(GLOBAL, "everywhere", global_inputs)
    inputs = {
        "replicationGroupId": "follower",
        "description": "The other region",
        "globalReplicationGroupId": globally.id,
        "replicasPerNodeGroup": 1,
        "kmsKeyId": key,
        "subnetGroupName": subnets.id,
        "securityGroupIds": network.security_groups[:1],
        "tags": {"Name": "follower"},
    }
    with pytest.raises(Refused, match="CacheNodeType can't be given for a secondary group"):
        west.create(GROUP, "follower", {**inputs, "nodeType": "cache.r7g.large"})
    follower = west.create(GROUP, "follower", inputs)
    west.assert_settled(follower, inputs)
    assert follower.state["numNodeGroups"] == 2
    assert follower.state["nodeType"] == "cache.r7g.xlarge"
    assert follower.state["multiAzEnabled"] is True
    assert follower.state["transitEncryptionEnabled"] is True
    with pytest.raises(Refused, match="can't be changed for a member of a global replication group alone"):
        west.update(follower, {**inputs, "numNodeGroups": 3})
    more = {**global_inputs, "numNodeGroups": 3}
    globally = aws.update(globally, more)
    aws.assert_settled(globally, more)
    seen = west.read(follower)
    assert seen is not None
    assert seen.state["numNodeGroups"] == 3
    west.delete(seen)
    aws.delete(globally)
    aws.delete(primary)
    for provider, name in ((west, "follower"), (aws, "everywhere")):
        found = provider.client("elasticache").describe_replication_groups()["ReplicationGroups"]
        assert name not in [each["ReplicationGroupId"] for each in found]
    assert aws.client("elasticache").describe_global_replication_groups()["GlobalReplicationGroups"] == []

"""What stands before and around databases and caches goes without a trace when it is destroyed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from support.ground import make_network, make_role
from support.provider import Provider, Resource, emulator

STANDBY = "us-west-2"
LISTINGS = (
    ("rds", "describe_db_clusters", "DBClusters"),
    ("rds", "describe_db_instances", "DBInstances"),
    ("rds", "describe_global_clusters", "GlobalClusters"),
    ("rds", "describe_db_cluster_endpoints", "DBClusterEndpoints"),
    ("rds", "describe_db_cluster_snapshots", "DBClusterSnapshots"),
    ("rds", "describe_db_snapshots", "DBSnapshots"),
    ("rds", "describe_db_proxies", "DBProxies"),
    ("rds", "describe_db_proxy_endpoints", "DBProxyEndpoints"),
    ("rds", "describe_db_instance_automated_backups", "DBInstanceAutomatedBackups"),
    ("rds", "describe_event_subscriptions", "EventSubscriptionsList"),
    ("rds", "describe_db_subnet_groups", "DBSubnetGroups"),
    ("elasticache", "describe_replication_groups", "ReplicationGroups"),
    ("elasticache", "describe_global_replication_groups", "GlobalReplicationGroups"),
    ("elasticache", "describe_serverless_caches", "ServerlessCaches"),
    ("elasticache", "describe_user_groups", "UserGroups"),
    ("elasticache", "describe_cache_subnet_groups", "CacheSubnetGroups"),
    ("elasticache", "describe_snapshots", "Snapshots"),
    ("cloudwatch", "describe_alarms", "MetricAlarms"),
    ("cloudwatch", "list_dashboards", "DashboardEntries"),
    ("logs", "describe_log_groups", "logGroups"),
    ("logs", "describe_metric_filters", "metricFilters"),
    ("secretsmanager", "list_secrets", "SecretList"),
)
SCALED = ("rds", "elasticache")


@pytest.fixture(scope="module")
def regions() -> Iterator[tuple[Provider, Provider]]:
    """An emulator that nothing else uses, in two regions."""
    with emulator() as endpoint:
        yield Provider(endpoint), Provider(endpoint, region=STANDBY)


def _leftovers(provider: Provider) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    clients = {service: provider.client(service) for service in {service for service, _, _ in LISTINGS}}
    for service, operation, key in LISTINGS:
        found[operation] = getattr(clients[service], operation)()[key]
    scaling = provider.client("application-autoscaling")
    for namespace in SCALED:
        found[namespace] = [
            *scaling.describe_scalable_targets(ServiceNamespace=namespace)["ScalableTargets"],
            *scaling.describe_scaling_policies(ServiceNamespace=namespace)["ScalingPolicies"],
            *scaling.describe_scheduled_actions(ServiceNamespace=namespace)["ScheduledActions"],
        ]
    return {operation: items for operation, items in found.items() if items}


class _Stack:
    """Resources in the order of their creation."""

    def __init__(self) -> None:
        self._made: list[tuple[Provider, Resource]] = []

    def add(self, provider: Provider, token: str, inputs: dict[str, Any]) -> Resource:
        made = provider.create(token, f"r{len(self._made)}", inputs)
        self._made.append((provider, made))
        return made

    def destroy(self) -> None:
        for provider, made in reversed(self._made):
            provider.delete(made)


def _database(stack: _Stack, east: Provider, west: Provider) -> None:
    groups = {}
    for provider, octet in ((east, 71), (west, 72)):
        subnets = make_network(provider, octet).subnets
        groups[provider.region] = stack.add(
            provider, "aws:rds/subnetGroup:SubnetGroup", {"name": "db", "subnetIds": subnets}
        )
    aurora = {"engine": "aurora-postgresql", "engineVersion": "17", "skipFinalSnapshot": True}
    login = {"masterUsername": "app", "manageMasterUserPassword": True}
    subnet_group = {"dbSubnetGroupName": groups["us-east-1"].id}
    cluster = stack.add(
        east,
        "aws:rds/cluster:Cluster",
        {**aurora, **login, **subnet_group, "clusterIdentifier": "main", "tags": {"Name": "main"}},
    )
    size = {"clusterIdentifier": "main", "engine": "aurora-postgresql", "instanceClass": "db.r7g.large"}
    for name in ("main-0", "main-1"):
        stack.add(east, "aws:rds/clusterInstance:ClusterInstance", {**size, "identifier": name})
    stack.add(
        east,
        "aws:rds/clusterEndpoint:ClusterEndpoint",
        {"clusterIdentifier": "main", "clusterEndpointIdentifier": "reports", "customEndpointType": "READER"},
    )
    target = {
        "serviceNamespace": "rds",
        "resourceId": "cluster:main",
        "scalableDimension": "rds:cluster:ReadReplicaCount",
    }
    stack.add(east, "aws:appautoscaling/target:Target", {**target, "minCapacity": 1, "maxCapacity": 4})
    metric = {"predefinedMetricType": "RDSReaderAverageCPUUtilization"}
    tracking = {"predefinedMetricSpecification": metric, "targetValue": 60}
    kind = {
        "policyType": "TargetTrackingScaling",
        "targetTrackingScalingPolicyConfiguration": tracking,
    }
    stack.add(east, "aws:appautoscaling/policy:Policy", {**target, **kind})
    proxy = {
        "name": "front",
        "engineFamily": "POSTGRESQL",
        "roleArn": make_role(east, "proxy", "rds.amazonaws.com"),
        "vpcSubnetIds": groups["us-east-1"].inputs["subnetIds"],
        "auths": [{"secretArn": cluster.state["masterUserSecrets"][0]["secretArn"]}],
    }
    stack.add(east, "aws:rds/proxy:Proxy", proxy)
    stack.add(
        east,
        "aws:rds/proxyTarget:ProxyTarget",
        {"dbProxyName": "front", "targetGroupName": "default", "dbClusterIdentifier": "main"},
    )
    endpoint = {"dbProxyName": "front", "dbProxyEndpointName": "readers", "targetRole": "READ_ONLY"}
    stack.add(
        east,
        "aws:rds/proxyEndpoint:ProxyEndpoint",
        {**endpoint, "vpcSubnetIds": proxy["vpcSubnetIds"]},
    )
    everywhere = {"globalClusterIdentifier": "everywhere", "forceDestroy": True}
    source = {"sourceDbClusterIdentifier": cluster.state["arn"]}
    stack.add(east, "aws:rds/globalCluster:GlobalCluster", {**everywhere, **source})
    multi_az = {
        "clusterIdentifier": "three",
        "engine": "postgres",
        "dbClusterInstanceClass": "db.m6gd.large",
        "storageType": "io1",
        "allocatedStorage": 100,
        "iops": 1000,
        "skipFinalSnapshot": True,
    }
    stack.add(
        west,
        "aws:rds/cluster:Cluster",
        {**multi_az, **login, "dbSubnetGroupName": groups[STANDBY].id},
    )


def _cache(stack: _Stack, east: Provider) -> None:
    subnets = make_network(east, 73).subnets
    group = stack.add(
        east, "aws:elasticache/subnetGroup:SubnetGroup", {"name": "cache", "subnetIds": subnets}
    )
    user = {"userId": "app", "userName": "default", "engine": "valkey", "accessString": "on ~* +@all"}
    stack.add(east, "aws:elasticache/user:User", {**user, "passwords": ["a-long-enough-password"]})
    users = {"userGroupId": "users", "engine": "valkey", "userIds": ["app"]}
    stack.add(east, "aws:elasticache/userGroup:UserGroup", users)
    stack.add(
        east,
        "aws:elasticache/replicationGroup:ReplicationGroup",
        {
            "replicationGroupId": "cache",
            "description": "Cache",
            "engine": "valkey",
            "nodeType": "cache.r7g.large",
            "numNodeGroups": 2,
            "replicasPerNodeGroup": 1,
            "automaticFailoverEnabled": True,
            "subnetGroupName": group.id,
        },
    )
    target = {
        "serviceNamespace": "elasticache",
        "resourceId": "replication-group/cache",
        "scalableDimension": "elasticache:replication-group:NodeGroups",
    }
    stack.add(east, "aws:appautoscaling/target:Target", {**target, "minCapacity": 2, "maxCapacity": 6})
    action = {"minCapacity": 4}
    stack.add(
        east,
        "aws:appautoscaling/scheduledAction:ScheduledAction",
        {**target, "schedule": "cron(0 7 * * ? *)", "scalableTargetAction": action},
    )
    serverless = {"name": "bursts", "engine": "valkey", "subnetIds": subnets, "userGroupId": "users"}
    stack.add(east, "aws:elasticache/serverlessCache:ServerlessCache", serverless)


def _watch(stack: _Stack, east: Provider) -> None:
    logs = stack.add(east, "aws:cloudwatch/logGroup:LogGroup", {"name": "/app"})
    metric = {"name": "Errors", "namespace": "App", "value": "1"}
    stack.add(
        east,
        "aws:cloudwatch/logMetricFilter:LogMetricFilter",
        {"logGroupName": logs.id, "pattern": "ERROR", "metricTransformation": metric},
    )
    alarm = {
        "namespace": "App",
        "metricName": "Errors",
        "statistic": "Sum",
        "period": 60,
        "threshold": 0,
        "comparisonOperator": "GreaterThanThreshold",
        "evaluationPeriods": 1,
    }
    stack.add(east, "aws:cloudwatch/metricAlarm:MetricAlarm", {**alarm, "name": "errors"})
    stack.add(
        east,
        "aws:cloudwatch/compositeAlarm:CompositeAlarm",
        {"alarmName": "page", "alarmRule": "ALARM(errors)"},
    )
    board = {"dashboardName": "board", "dashboardBody": '{"widgets": []}'}
    stack.add(east, "aws:cloudwatch/dashboard:Dashboard", board)


def test_destroying_databases_caches_and_alarms_leaves_nothing(regions: tuple[Provider, Provider]) -> None:
    east, west = regions
    stack = _Stack()
    _database(stack, east, west)
    _cache(stack, east)
    _watch(stack, east)
    assert len(_leftovers(east)) > 15
    stack.destroy()
    assert _leftovers(east) == {}
    assert _leftovers(west) == {}

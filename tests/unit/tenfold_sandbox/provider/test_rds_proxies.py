from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from support.ground import Network, make_network
from support.provider import Provider, Refused, Resource

PROXY = "aws:rds/proxy:Proxy"
POOL = "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup"
TARGET = "aws:rds/proxyTarget:ProxyTarget"
ENDPOINT = "aws:rds/proxyEndpoint:ProxyEndpoint"


def _inputs(aws: Provider, name: str, subnets: list[str], **more: Any) -> dict[str, Any]:
    secret = aws.client("secretsmanager").create_secret(Name=f"proxied-{name}", SecretString="{}")["ARN"]
    return {
        "name": name,
        "engineFamily": "POSTGRESQL",
        "roleArn": "arn:aws:iam::123456789012:role/proxy",
        "vpcSubnetIds": subnets,
        "requireTls": True,
        "auths": [{"authScheme": "SECRETS", "iamAuth": "REQUIRED", "secretArn": secret}],
        "tags": {"Name": name},
        **more,
    }


@pytest.fixture(scope="module")
def network(aws: Provider) -> Network:
    return make_network(aws, 51)


@pytest.fixture(scope="module")
def proxy(aws: Provider, network: Network) -> Iterator[Resource]:
    made = aws.create(PROXY, "front", _inputs(aws, "front", network.subnets))
    yield made
    aws.delete(made)


@pytest.fixture(scope="module")
def databases(aws: Provider) -> Iterator[None]:
    """An instance, and an Aurora cluster with a writer and a reader."""
    rds = aws.client("rds")
    login = {"MasterUsername": "app", "ManageMasterUserPassword": True}
    size = {"DBInstanceClass": "db.r7g.large"}
    rds.create_db_instance(
        DBInstanceIdentifier="behind", Engine="postgres", AllocatedStorage=20, **login, **size
    )
    aurora: dict[str, Any] = {"Engine": "aurora-postgresql", "DBClusterIdentifier": "behind-all"}
    rds.create_db_cluster(**aurora, **login)
    for name in ("behind-0", "behind-1"):
        rds.create_db_instance(DBInstanceIdentifier=name, **aurora, **size)
    yield
    for name in ("behind-0", "behind-1", "behind"):
        rds.delete_db_instance(DBInstanceIdentifier=name, SkipFinalSnapshot=True)
    rds.delete_db_cluster(DBClusterIdentifier="behind-all", SkipFinalSnapshot=True)


def test_a_proxy_lives_its_whole_life(aws: Provider, network: Network) -> None:
    inputs = _inputs(aws, "life", network.subnets, vpcSecurityGroupIds=network.security_groups[:1])
    change = {
        "idleClientTimeout": 60,
        "debugLogging": True,
        "vpcSecurityGroupIds": network.security_groups,
        "auths": [{**inputs["auths"][0], "iamAuth": "DISABLED", "clientPasswordAuthType": "POSTGRES_MD5"}],
        "tags": {"Name": "life", "stage": "growth"},
    }
    made = aws.cycle(PROXY, inputs, change=change)
    assert made.id == "life"
    assert made.state["endpoint"].startswith("life.proxy-")
    assert made.state["arn"].startswith("arn:aws:rds:us-east-1:123456789012:db-proxy:prx-")
    assert made.state["__kept"] == []


def test_clients_of_a_proxy_may_come_with_iam_alone(aws: Provider, network: Network) -> None:
    inputs = _inputs(aws, "alone", network.subnets)
    del inputs["auths"]
    with pytest.raises(Refused, match="Auth must be given unless DefaultAuthScheme is IAM_AUTH"):
        aws.create(PROXY, "alone", inputs)
    aws.cycle(PROXY, {**inputs, "defaultAuthScheme": "IAM_AUTH"})


def test_a_proxy_needs_two_zones(aws: Provider, network: Network) -> None:
    second = aws.client("ec2").create_subnet(
        VpcId=network.vpc, CidrBlock="10.51.200.0/24", AvailabilityZone="us-east-1a"
    )["Subnet"]["SubnetId"]
    with pytest.raises(Refused, match="of two zones at least"):
        aws.create(PROXY, "narrow", _inputs(aws, "narrow", [network.subnets[0], second]))


def test_the_pool_of_a_proxy_changes_in_place(aws: Provider, proxy: Resource) -> None:
    inputs = {"dbProxyName": proxy.id, "connectionPoolConfig": {"maxConnectionsPercent": 80}}
    made = aws.create(POOL, "pool", inputs)
    aws.assert_settled(made, inputs)
    assert made.state["name"] == "default"
    assert made.state["connectionPoolConfig"]["maxIdleConnectionsPercent"] == 40
    config = {
        "maxConnectionsPercent": 90,
        "maxIdleConnectionsPercent": 20,
        "connectionBorrowTimeout": 30,
        "initQuery": "SET search_path=app",
        "sessionPinningFilters": ["EXCLUDE_VARIABLE_SETS"],
    }
    changed = {**inputs, "connectionPoolConfig": config}
    last = aws.update(made, changed)
    aws.assert_settled(last, changed)
    assert last.state["__kept"] == []


def test_an_instance_stands_behind_a_proxy(aws: Provider, proxy: Resource, databases: None) -> None:
    inputs = {"dbProxyName": proxy.id, "targetGroupName": "default", "dbInstanceIdentifier": "behind"}
    made = aws.cycle(TARGET, inputs)
    assert made.id == "front/default/RDS_INSTANCE/behind"
    assert made.state["endpoint"].startswith("behind.")
    assert made.state["port"] == 5432


def test_a_cluster_stands_behind_a_proxy_with_its_members(
    aws: Provider, proxy: Resource, databases: None
) -> None:
    inputs = {"dbProxyName": proxy.id, "targetGroupName": "default", "dbClusterIdentifier": "behind-all"}
    made = aws.create(TARGET, "cluster", inputs)
    aws.assert_settled(made, inputs)
    assert made.id == "front/default/TRACKED_CLUSTER/behind-all"
    targets = aws.client("rds").describe_db_proxy_targets(DBProxyName=proxy.id)["Targets"]
    roles = {each["RdsResourceId"]: each["Role"] for each in targets if each["Type"] == "RDS_INSTANCE"}
    assert roles == {"behind-0": "READ_WRITE", "behind-1": "READ_ONLY"}
    with pytest.raises(Refused, match="DBProxyTargetAlreadyRegisteredFault"):
        aws.create(TARGET, "second", {**inputs, "dbClusterIdentifier": "behind-all"})
    aws.delete(made)


def test_an_endpoint_for_readers_lives_its_whole_life(
    aws: Provider, proxy: Resource, network: Network
) -> None:
    inputs = {
        "dbProxyName": proxy.id,
        "dbProxyEndpointName": "readers",
        "targetRole": "READ_ONLY",
        "vpcSubnetIds": network.subnets,
        "vpcSecurityGroupIds": network.security_groups[:1],
        "tags": {"Name": "readers"},
    }
    made = aws.cycle(
        ENDPOINT, inputs, change={"vpcSecurityGroupIds": network.security_groups, "tags": {"Name": "all"}}
    )
    assert made.id == "front/readers"
    assert made.state["endpoint"].startswith("readers.endpoint.proxy-")
    assert made.state["isDefault"] is False
    assert list(aws.diff(made, {**inputs, "targetRole": "READ_WRITE"}).replaces) == ["targetRole"]


def test_refresh_sees_a_proxy_that_no_longer_wants_tls(aws: Provider, network: Network) -> None:
    inputs = _inputs(aws, "drift", network.subnets)
    made = aws.create(PROXY, "drift", inputs)
    aws.client("rds").modify_db_proxy(DBProxyName="drift", RequireTLS=False)
    seen = aws.read(made)
    assert seen is not None
    assert list(aws.diff(seen, inputs).diffs) == ["requireTls"]
    aws.delete(seen)


def test_a_deleted_proxy_takes_its_endpoints_along(aws: Provider, network: Network) -> None:
    made = aws.create(PROXY, "gone", _inputs(aws, "gone", network.subnets))
    inputs = {"dbProxyName": made.id, "vpcSubnetIds": network.subnets}
    endpoint = aws.create(ENDPOINT, "gone", inputs)
    aws.delete(made)
    assert aws.read(endpoint) is None

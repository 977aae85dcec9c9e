"""RDS Proxy before either database."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from support.recording import Recording
from tenfold.database import Deployment, Proxy
from tenfold.errors import InvalidInputError

Build = Callable[..., Recording]


def test_there_is_none_unless_asked_for(build: Build) -> None:
    assert build().of("Proxy") == []


def test_it_takes_tls_alone_and_writes_no_statements_into_its_log(build: Build) -> None:
    proxy = build(proxy=Proxy()).one("aws:rds/proxy:Proxy")
    assert (proxy.inputs["requireTls"], proxy.inputs["debugLogging"]) == (True, False)


def test_clients_reach_the_proxy_and_the_proxy_the_database(build: Build) -> None:
    recording = build(proxy=Proxy())
    rules = {each.name: each.inputs for each in recording.of("SecurityGroupIngressRule")}
    assert rules["prod-proxy-from-eks"]["securityGroupId"] == "prod-proxy-security-group-id"
    assert rules["prod-proxy-from-eks"]["referencedSecurityGroupId"] == "sg-eks"
    assert rules["prod-proxy-ingress"]["securityGroupId"] == "prod-security-group-id"
    assert rules["prod-proxy-ingress"]["referencedSecurityGroupId"] == "prod-proxy-security-group-id"
    egress = recording.one("SecurityGroupEgressRule").inputs
    assert egress["securityGroupId"] == "prod-proxy-security-group-id"
    assert egress["referencedSecurityGroupId"] == "prod-security-group-id"
    proxy = recording.one("aws:rds/proxy:Proxy").inputs
    assert proxy["vpcSecurityGroupIds"] == ["prod-proxy-security-group-id"]


def test_its_role_reads_the_named_secrets_and_no_other(postgres: Build) -> None:
    recording = postgres(proxy=Proxy(secret_arns={"app": "arn:aws:secretsmanager:us-east-1:1:secret:app"}))
    read, decrypt = json.loads(recording.one("RolePolicy").inputs["policy"])["Statement"]
    assert read["Action"] == ["secretsmanager:GetSecretValue"]
    assert read["Resource"][0].endswith(":prod-secret")
    assert read["Resource"][1:] == ["arn:aws:secretsmanager:us-east-1:1:secret:app"]
    assert decrypt["Resource"][0].endswith(":prod-key")
    service = {"kms:ViaService": "secretsmanager.us-east-1.amazonaws.com"}
    assert decrypt["Condition"] == {"StringEquals": service}


@pytest.mark.parametrize(("chosen", "asked"), [(True, "REQUIRED"), (False, "DISABLED")])
def test_clients_log_in_with_iam_where_that_is_asked_for(postgres: Build, chosen: bool, asked: str) -> None:
    proxy = postgres(proxy=Proxy(iam_authentication=chosen)).one("aws:rds/proxy:Proxy")
    assert [auth["iamAuth"] for auth in proxy.inputs["auths"]] == [asked]


def test_it_leads_to_the_cluster_once_its_instances_are_there(aurora: Build) -> None:
    recording = aurora(proxy=Proxy())
    target = recording.one("ProxyTarget")
    assert target.inputs["dbClusterIdentifier"] == "prod"
    assert {each.urn for each in recording.of("ClusterInstance")} <= target.depends_on


def test_it_leads_to_the_instance(postgres: Build) -> None:
    assert postgres(proxy=Proxy()).one("ProxyTarget").inputs["dbInstanceIdentifier"] == "prod"


@pytest.mark.parametrize(
    ("changed", "endpoints"),
    [({}, 1), ({"reader_count": 0}, 0), ({"proxy": Proxy(read_only_endpoint=False)}, 0)],
)
def test_an_endpoint_for_reads_is_there_where_there_is_a_reader(
    aurora: Build, changed: dict[str, Any], endpoints: int
) -> None:
    recording = aurora(**{"proxy": Proxy(), **changed})
    assert len(recording.of("ProxyEndpoint")) == endpoints


def test_an_instance_s_replicas_have_no_endpoint_of_the_proxy(postgres: Build) -> None:
    assert postgres(proxy=Proxy(), read_replica_count=2).of("ProxyEndpoint") == []


def test_a_multi_az_cluster_has_it(postgres: Build) -> None:
    cluster = {
        "deployment": Deployment.MULTI_AZ_CLUSTER,
        "instance_class": "db.r6gd.large",
        "storage_gib": 400,
    }
    assert len(postgres(proxy=Proxy(), **cluster).of("ProxyEndpoint")) == 1


def test_some_connections_are_left_for_others(build: Build) -> None:
    pool = build(proxy=Proxy()).one("ProxyDefaultTargetGroup").inputs["connectionPoolConfig"]
    assert pool["maxConnectionsPercent"] < 100


def test_its_log_has_a_retention(build: Build) -> None:
    recording = build(proxy=Proxy(), log_retention_days=30)
    logs = recording.one("LogGroup", "prod-proxy-logs")
    assert (logs.inputs["name"], logs.inputs["retentionInDays"]) == ("/aws/rds/proxy/prod", 30)
    assert logs.urn in recording.one("aws:rds/proxy:Proxy").depends_on


def test_more_idle_connections_than_connections_are_refused() -> None:
    with pytest.raises(InvalidInputError, match=r"Proxy\.max_idle_connections_percent"):
        Proxy(max_connections_percent=40, max_idle_connections_percent=50)

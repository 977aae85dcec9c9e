from __future__ import annotations

from typing import Any

import pytest

from support.provider import Provider, Refused

ZONE = "aws:route53/zone:Zone"
RECORD = "aws:route53/record:Record"


def test_a_zone_lives_its_whole_life(aws: Provider) -> None:
    zone = aws.cycle(
        ZONE,
        {"name": "lives.example.com", "tags": {"a": "b"}},
        change={"comment": "c", "enableAcceleratedRecovery": True, "tags": {"a": "d"}},
    )
    assert zone.state["zoneId"] == zone.id
    assert zone.state["name"] == "lives.example.com"
    assert zone.state["primaryNameServer"] == zone.state["nameServers"][0]
    assert zone.state["arn"] == f"arn:aws:route53:::hostedzone/{zone.id}"


def test_a_private_zone_is_shared_with_another_network(aws: Provider) -> None:
    one = aws.create("aws:ec2/vpc:Vpc", "one", {"cidrBlock": "10.81.0.0/16"})
    two = aws.create("aws:ec2/vpc:Vpc", "two", {"cidrBlock": "10.82.0.0/16"})
    inputs = {"name": "internal.example", "vpcs": [{"vpcId": one.id}]}
    aws.cycle(ZONE, inputs, change={"vpcs": [{"vpcId": one.id}, {"vpcId": two.id}]})
    aws.delete(one)
    aws.delete(two)


def test_a_forced_deletion_drops_the_zone_s_records(aws: Provider) -> None:
    zone = aws.create(ZONE, "full", {"name": "full.example.com", "forceDestroy": True})
    aws.create(
        RECORD, "r", {"zoneId": zone.id, "name": "www", "type": "A", "ttl": 60, "records": ["192.0.2.1"]}
    )
    aws.delete(zone)
    assert aws.read(zone) is None


ALIAS = {"name": "dualstack.lb.example.com", "zoneId": "Z35SXDOTRQ7X7K", "evaluateTargetHealth": True}
RECORDS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"type": "A", "ttl": 60, "records": ["192.0.2.1", "192.0.2.2"]}, {"ttl": 300}),
    ({"type": "TXT", "ttl": 60, "records": ["v=spf1 -all"]}, {"records": ["v=spf1 ~all"]}),
    ({"type": "A", "aliases": [ALIAS]}, {"aliases": [{**ALIAS, "evaluateTargetHealth": False}]}),
    (
        {
            "type": "CNAME",
            "ttl": 60,
            "records": ["a.example.com"],
            "setIdentifier": "a",
            "weightedRoutingPolicies": [{"weight": 0}],
        },
        {"weightedRoutingPolicies": [{"weight": 9}]},
    ),
]


@pytest.mark.parametrize(("inputs", "change"), RECORDS, ids=["addresses", "text", "alias", "weighted"])
def test_a_record_lives_its_whole_life(aws: Provider, inputs: dict[str, Any], change: dict[str, Any]) -> None:
    zone = aws.create(ZONE, "records", {"name": "records.example.com", "forceDestroy": True})
    record = aws.cycle(RECORD, {"zoneId": zone.id, "name": "www", **inputs}, change=change)
    assert record.state["fqdn"] == "www.records.example.com"
    assert record.id.startswith(f"{zone.id}_www_{inputs['type']}")
    full = {"zoneId": zone.id, "name": "www.records.example.com", **inputs}
    aws.assert_settled(aws.create(RECORD, "full", full), full)
    aws.delete(zone)


def test_a_refresh_sees_a_record_that_somebody_changed(aws: Provider) -> None:
    zone = aws.create(ZONE, "drifts", {"name": "drifts.example.com", "forceDestroy": True})
    inputs = {"zoneId": zone.id, "name": "www", "type": "A", "ttl": 60, "records": ["192.0.2.1"]}
    record = aws.create(RECORD, "r", inputs)
    changed = {
        "Name": "www.drifts.example.com",
        "Type": "A",
        "TTL": 60,
        "ResourceRecords": [{"Value": "192.0.2.9"}],
    }
    batch = {"Changes": [{"Action": "UPSERT", "ResourceRecordSet": changed}]}
    aws.client("route53").change_resource_record_sets(HostedZoneId=zone.id, ChangeBatch=batch)
    seen = aws.read(record)
    assert seen is not None
    assert list(aws.diff(seen, inputs).diffs) == ["records"]
    aws.delete(zone)


def test_a_zone_is_found_by_its_name(aws: Provider) -> None:
    zone = aws.create(ZONE, "found", {"name": "found.example.com"})
    found = aws.invoke("aws:route53/getZone:getZone", name="found.example.com")
    assert (found["id"], found["zoneId"], found["name"]) == (zone.id, zone.id, "found.example.com")
    assert found["nameServers"] == zone.state["nameServers"]
    aws.delete(zone)


ROUTED: list[tuple[dict[str, Any], dict[str, Any]]] = [
    (
        {"setIdentifier": "primary", "failoverRoutingPolicies": [{"type": "PRIMARY"}]},
        {"failoverRoutingPolicies": [{"type": "SECONDARY"}]},
    ),
    (
        {"setIdentifier": "east", "latencyRoutingPolicies": [{"region": "us-east-1"}]},
        {"latencyRoutingPolicies": [{"region": "us-west-2"}]},
    ),
    (
        {"setIdentifier": "eu", "geolocationRoutingPolicies": [{"continent": "EU"}]},
        {"geolocationRoutingPolicies": [{"country": "DE"}]},
    ),
]


@pytest.mark.parametrize(("inputs", "change"), ROUTED, ids=["failover", "latency", "place"])
def test_a_record_is_routed_by_a_policy_and_a_health_check(
    aws: Provider, inputs: dict[str, Any], change: dict[str, Any]
) -> None:
    zone = aws.create(ZONE, "routed", {"name": "routed.example.com"})
    check = aws.create(CHECK, "routed", ENDPOINT)
    record = {"zoneId": zone.id, "name": "www", "type": "A", "aliases": [ALIAS], "healthCheckId": check.id}
    made = aws.cycle(RECORD, {**record, **inputs}, change=change)
    assert made.state["__kept"] == []
    for each in (zone, check):
        aws.delete(each)


def test_records_of_one_set_identifier_are_apart(aws: Provider) -> None:
    zone = aws.create(ZONE, "apart", {"name": "apart.example.com", "forceDestroy": True})
    routed = {"zoneId": zone.id, "name": "www", "setIdentifier": "one", "ttl": 60}
    weight = {"weightedRoutingPolicies": [{"weight": 1}]}
    four = aws.create(RECORD, "four", {**routed, **weight, "type": "A", "records": ["192.0.2.1"]})
    six = aws.create(RECORD, "six", {**routed, **weight, "type": "AAAA", "records": ["2001:db8::1"]})
    aws.delete(four)
    assert aws.read(four) is None
    assert aws.read(six) is not None
    aws.delete(zone)


def test_a_record_gets_and_loses_its_routing_and_its_type_in_place(aws: Provider) -> None:
    zone = aws.create(ZONE, "grown", {"name": "grown.example.com"})
    alone = {"zoneId": zone.id, "name": "www", "type": "A", "ttl": 60, "records": ["192.0.2.1"]}
    routed = {**alone, "setIdentifier": "one", "failoverRoutingPolicies": [{"type": "PRIMARY"}]}
    text = {**alone, "type": "TXT", "records": ["a"]}
    made = aws.create(RECORD, "grown", alone)
    for wanted in (routed, alone, text):
        assert not aws.diff(made, wanted).replaces
        made = aws.update(made, wanted)
        aws.assert_settled(made, wanted)
    aws.delete(made)
    aws.delete(zone)


SIMPLE: dict[str, Any] = {"name": "www", "type": "A", "ttl": 60, "records": ["192.0.2.1"]}


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({**SIMPLE, "records": ["192.0.2.2"]}, "it already exists"),
        ({**SIMPLE, "type": "CNAME", "records": ["a.example.com"]}, "conflicts with other records"),
        ({**SIMPLE, "name": "", "type": "CNAME", "records": ["a.example.com"]}, "not permitted at apex"),
        ({**SIMPLE, "name": "a", "setIdentifier": "x"}, "set identifier and a routing policy go together"),
        (
            {**SIMPLE, "setIdentifier": "x", "weightedRoutingPolicies": [{"weight": 1}]},
            "with and without a routing policy do not mix",
        ),
        ({**SIMPLE, "name": "a", "healthCheckId": "none"}, "health check does not exist: none"),
    ],
    ids=["twice", "cname beside", "cname at apex", "identifier alone", "mixed", "unknown check"],
)
def test_a_record_that_route_53_does_not_take_is_refused(
    aws: Provider, wrong: dict[str, Any], message: str
) -> None:
    zone = aws.create(ZONE, "strict", {"name": "strict.example.com", "forceDestroy": True})
    aws.create(RECORD, "there", {"zoneId": zone.id, **SIMPLE})
    with pytest.raises(Refused, match=f"InvalidChangeBatch.*{message}"):
        aws.create(RECORD, "wrong", {"zoneId": zone.id, **wrong})
    aws.delete(zone)


def test_a_zone_that_holds_records_is_not_deleted(aws: Provider) -> None:
    zone = aws.create(ZONE, "held", {"name": "held.example.com"})
    record = aws.create(RECORD, "r", {"zoneId": zone.id, **SIMPLE})
    with pytest.raises(Refused, match="HostedZoneNotEmpty"):
        aws.delete(zone)
    aws.delete(record)
    aws.delete(zone)
    assert aws.read(zone) is None


CHECK = "aws:route53/healthCheck:HealthCheck"
ENDPOINT: dict[str, Any] = {
    "type": "HTTPS",
    "fqdn": "www.example.com",
    "port": 443,
    "resourcePath": "/healthz",
    "failureThreshold": 3,
    "requestInterval": 10,
}


def test_a_health_check_of_an_endpoint_lives_its_whole_life(aws: Provider) -> None:
    regions = ["us-east-1", "us-west-2", "eu-west-1"]
    made = aws.cycle(
        CHECK,
        {**ENDPOINT, "measureLatency": True, "tags": {"a": "b"}},
        change={"failureThreshold": 2, "regions": regions, "invertHealthcheck": True, "tags": {"a": "c"}},
    )
    assert made.state["arn"] == f"arn:aws:route53:::healthcheck/{made.id}"
    assert made.state["enableSni"] is True
    assert made.state["__kept"] == []


def test_a_health_check_loses_what_a_program_no_longer_says(aws: Provider) -> None:
    made = aws.create(CHECK, "reset", ENDPOINT)
    bare = {name: value for name, value in ENDPOINT.items() if name != "resourcePath"}
    reset = aws.update(made, bare)
    aws.assert_settled(reset, bare)
    config = aws.client("route53").get_health_check(HealthCheckId=made.id)["HealthCheck"]["HealthCheckConfig"]
    assert "ResourcePath" not in config
    aws.delete(reset)


def test_a_health_check_is_replaced_when_it_asks_more_often(aws: Provider) -> None:
    made = aws.create(CHECK, "often", ENDPOINT)
    assert list(aws.diff(made, {**ENDPOINT, "requestInterval": 30}).replaces) == ["requestInterval"]
    aws.delete(made)


def test_a_health_check_counts_others(aws: Provider) -> None:
    ones = [aws.create(CHECK, name, ENDPOINT) for name in ("one", "two")]
    both = {"type": "CALCULATED", "childHealthchecks": [each.id for each in ones], "childHealthThreshold": 2}
    made = aws.cycle(CHECK, both, change={"childHealthThreshold": 1})
    assert made.state["childHealthThreshold"] == 1
    for each in ones:
        aws.delete(each)
    with pytest.raises(Refused, match=f"InvalidInput.*{ones[0].id}"):
        aws.create(CHECK, "none", both)


def test_a_health_check_follows_an_alarm(aws: Provider) -> None:
    alarm = {
        "name": "follows",
        "comparisonOperator": "GreaterThanThreshold",
        "evaluationPeriods": 1,
        "metricName": "HTTPCode_ELB_5XX_Count",
        "namespace": "AWS/ApplicationELB",
        "period": 60,
        "statistic": "Sum",
        "threshold": 1,
    }
    inputs = {
        "type": "CLOUDWATCH_METRIC",
        "cloudwatchAlarmName": "follows",
        "cloudwatchAlarmRegion": "us-east-1",
        "insufficientDataHealthStatus": "Unhealthy",
    }
    with pytest.raises(Refused, match=r"InvalidInput.*follows does not exist in us-east-1"):
        aws.create(CHECK, "early", inputs)
    watched = aws.create("aws:cloudwatch/metricAlarm:MetricAlarm", "follows", alarm)
    made = aws.cycle(CHECK, inputs, change={"insufficientDataHealthStatus": "Healthy"})
    assert made.state["__kept"] == []
    aws.delete(watched)


def test_a_private_zone_is_lent_to_a_network_elsewhere(aws: Provider) -> None:
    home = aws.create("aws:ec2/vpc:Vpc", "home", {"cidrBlock": "10.83.0.0/16"})
    away = aws.create("aws:ec2/vpc:Vpc", "away", {"cidrBlock": "10.84.0.0/16", "region": "us-west-2"})
    zone = aws.create(ZONE, "lent", {"name": "lent.internal", "vpcs": [{"vpcId": home.id}]})
    inputs = {"zoneId": zone.id, "vpcId": away.id, "vpcRegion": "us-west-2"}
    made = aws.cycle("aws:route53/zoneAssociation:ZoneAssociation", inputs)
    assert made.id == f"{zone.id}:{away.id}:us-west-2"
    assert made.state["owningAccount"] == "123456789012"
    for each in (zone, home, away):
        aws.delete(each)


def test_a_zone_s_network_is_in_the_provider_s_region(endpoint: str) -> None:
    west = Provider(endpoint, "us-west-2")
    network = west.create("aws:ec2/vpc:Vpc", "west", {"cidrBlock": "10.85.0.0/16"})
    zone = west.create(ZONE, "west", {"name": "west.internal", "vpcs": [{"vpcId": network.id}]})
    assert zone.state["vpcs"] == [{"vpcId": network.id, "vpcRegion": "us-west-2"}]
    west.delete(zone)
    west.delete(network)


def test_a_zone_is_signed(aws: Provider) -> None:
    signs = {"customerMasterKeySpec": "ECC_NIST_P256", "keyUsage": "SIGN_VERIFY"}
    kms = aws.create("aws:kms/key:Key", "signs", signs)
    zone = aws.create(ZONE, "signed", {"name": "signed.example.com"})
    signing = {"hostedZoneId": zone.id}
    with pytest.raises(Refused, match="KeySigningKeyWithActiveStatusNotFound"):
        aws.create("aws:route53/hostedZoneDnsSec:HostedZoneDnsSec", "early", signing)
    token = "aws:route53/keySigningKey:KeySigningKey"
    inputs = {**signing, "name": "one", "keyManagementServiceArn": kms.state["arn"]}
    aws.cycle(token, inputs, change={"status": "INACTIVE"})
    key = aws.create(token, "one", inputs)
    assert key.id == f"{zone.id},one"
    assert key.state["dsRecord"].split()[1:3] == ["13", "2"]
    aws.cycle("aws:route53/hostedZoneDnsSec:HostedZoneDnsSec", signing)
    for each in (key, zone, kms):
        aws.delete(each)


def test_a_zone_is_not_signed_by_a_key_of_another_kind(aws: Provider) -> None:
    kms = aws.create("aws:kms/key:Key", "encrypts", {})
    zone = aws.create(ZONE, "unsigned", {"name": "unsigned.example.com"})
    inputs = {"hostedZoneId": zone.id, "name": "one", "keyManagementServiceArn": kms.state["arn"]}
    with pytest.raises(Refused, match=r"InvalidKMSArn.*ECC_NIST_P256"):
        aws.create("aws:route53/keySigningKey:KeySigningKey", "one", inputs)
    for each in (zone, kms):
        aws.delete(each)


def test_what_is_asked_of_a_zone_is_logged(aws: Provider) -> None:
    zone = aws.create(ZONE, "asked", {"name": "asked.example.com"})
    group = aws.create("aws:cloudwatch/logGroup:LogGroup", "asked", {"name": "/aws/route53/asked"})
    inputs = {"zoneId": zone.id, "cloudwatchLogGroupArn": f"{group.state['arn']}:*"}
    made = aws.cycle("aws:route53/queryLog:QueryLog", inputs)
    assert made.state["arn"].endswith(f":queryloggingconfig/{made.id}")
    for each in (zone, group):
        aws.delete(each)

from __future__ import annotations

from typing import Any

import pytest

from support.provider import Provider

ZONE = "aws:route53/zone:Zone"
RECORD = "aws:route53/record:Record"


def test_a_zone_lives_its_whole_life(aws: Provider) -> None:
    zone = aws.cycle(
        ZONE,
        {"name": "lives.example.com", "tags": {"a": "b"}},
        change={"comment": "c", "tags": {"a": "d"}},
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

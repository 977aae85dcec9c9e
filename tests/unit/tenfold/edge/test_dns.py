"""What DnsZone refuses and registers."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest

from support.recording import Recording, record
from tenfold.edge import (
    DnsRecord,
    DnsZone,
    DnsZoneArgs,
    Failover,
    HostedZone,
    RecordType,
    Routing,
    ZoneNetwork,
)
from tenfold.errors import InvalidInputError

PARENT = HostedZone(name="example.com", zone_id="Z1")
EVERYTHING: dict[str, Any] = {
    "domain_name": "dev.example.com",
    "parent": PARENT,
    "dnssec": True,
    "records": {"mail": DnsRecord(name="", type=RecordType.MX, values=["10 mail.example.net"])},
}


def build(opts: pulumi.ResourceOptions | None = None, **args: Any) -> Recording:
    return record(lambda: DnsZone("zone", DnsZoneArgs(**{"domain_name": "example.com", **args}), opts))


@pytest.fixture(scope="module")
def default() -> Recording:
    return build()


@pytest.fixture(scope="module")
def everything() -> Recording:
    return build(tags={"team": "shop"}, **EVERYTHING)


def test_every_child_belongs_to_the_component(everything: Recording) -> None:
    component, *children = everything
    assert component.type == "tenfold:index:DnsZone"
    assert {child.parent for child in children} == {component.urn}
    assert all(child.name.startswith("zone-") for child in children)


def test_an_alias_reaches_the_component_alone() -> None:
    recording = build(pulumi.ResourceOptions(aliases=[pulumi.Alias(name="old")]))
    assert [r.name for r in recording if "old" in r.aliases] == ["zone"]


def test_the_zone_and_the_key_that_signs_it_are_protected(everything: Recording) -> None:
    assert {r.name for r in everything if r.protect} == {"zone-zone", "zone-signing-key", "zone-guard"}
    assert not [r for r in build(deletion_protection=False) if r.protect]


def test_only_certificate_manager_may_issue_certificates(default: Recording) -> None:
    caa = default.one("Record", "zone-caa").inputs
    assert (caa["name"], caa["type"]) == ("example.com", "CAA")
    assert caa["records"] == ['0 issue "amazon.com"', '0 issuewild "amazon.com"']
    assert not build(certificate_authorities=[]).of("Record")


def test_the_zone_above_learns_of_the_name_servers_and_the_fingerprint(everything: Recording) -> None:
    delegation = everything.one("Record", "zone-delegation")
    assert (delegation.inputs["zoneId"], delegation.inputs["type"]) == ("Z1", "NS")
    assert everything.one("Zone").urn in delegation.depends_on
    fingerprint = everything.one("Record", "zone-fingerprint")
    assert fingerprint.inputs["type"] == "DS"
    assert everything.one("HostedZoneDnsSec").urn in fingerprint.depends_on


def test_the_key_that_signs_is_where_route_53_takes_it_from(everything: Recording) -> None:
    key = everything.one("Key").inputs
    assert key["region"] == "us-east-1"
    assert (key["customerMasterKeySpec"], key["keyUsage"]) == ("ECC_NIST_P256", "SIGN_VERIFY")
    assert "dnssec-route53.amazonaws.com" in key["policy"]


def test_a_record_lies_in_the_zone_by_its_full_name(everything: Recording) -> None:
    mail = everything.one("Record", "zone-mail").inputs
    assert (mail["name"], mail["records"], mail["ttl"]) == ("dev.example.com", ["10 mail.example.net"], 300)


def test_networks_make_the_zone_private_and_leave_out_what_public_ones_have() -> None:
    recording = build(networks={"main": ZoneNetwork(vpc_id="vpc-1", region="us-west-2")})
    assert recording.one("Zone").inputs["vpcs"] == [{"vpcId": "vpc-1", "vpcRegion": "us-west-2"}]
    assert not recording.of("Record")


@pytest.mark.parametrize(
    ("routing", "expected"),
    [
        ({"failover": Failover.PRIMARY}, {"failoverRoutingPolicies": [{"type": "PRIMARY"}]}),
        ({"weight": 5}, {"weightedRoutingPolicies": [{"weight": 5}]}),
        ({"latency_region": "us-east-1"}, {"latencyRoutingPolicies": [{"region": "us-east-1"}]}),
    ],
)
def test_a_record_shares_its_name_by_its_routing_under_the_same_child(
    routing: dict[str, Any], expected: dict[str, Any]
) -> None:
    wanted = Routing(set_identifier="one", health_check_id="hc", **routing)
    entry = DnsRecord(name="www", type=RecordType.A, values=["192.0.2.1"], routing=wanted)
    inputs = build(records={"www": entry}).one("Record", "zone-www").inputs
    assert {**expected, "setIdentifier": "one", "healthCheckId": "hc"}.items() <= inputs.items()


NETWORKS = {"main": ZoneNetwork(vpc_id="vpc-1")}


@pytest.mark.parametrize(
    ("args", "field", "remedy"),
    [
        ({"domain_name": "*.example.com"}, "DnsZoneArgs.domain_name", "Mend the name"),
        ({"domain_name": "example.org", "parent": PARENT}, "DnsZoneArgs.domain_name", "Mend one of them"),
        ({"networks": NETWORKS, "dnssec": True}, "DnsZoneArgs.dnssec", "Remove it, or the networks"),
        ({"certificate_authorities": ["Amazon"]}, "DnsZoneArgs.certificate_authorities", "Mend the name"),
        (
            {"records": {"caa": DnsRecord(name="", type=RecordType.TXT, values=["x"])}},
            "DnsZoneArgs.records",
            "Rename it",
        ),
    ],
)
def test_a_zone_that_cannot_be_is_refused(args: dict[str, Any], field: str, remedy: str) -> None:
    with pytest.raises(InvalidInputError, match=remedy) as refused:
        DnsZoneArgs(**{"domain_name": "example.com", **args})
    assert refused.value.field == field


def test_a_cname_at_the_zone_itself_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="they use alias records"):
        DnsRecord(name="", type=RecordType.CNAME, values=["other.example.com"])


@pytest.mark.parametrize("routing", [{}, {"weight": 1, "latency_region": "us-east-1"}])
def test_a_routing_is_of_one_kind(routing: dict[str, Any]) -> None:
    with pytest.raises(InvalidInputError, match="exactly one of failover, weight and latency_region"):
        Routing(set_identifier="one", **routing)

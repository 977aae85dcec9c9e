"""What CloudflareCdn refuses and registers."""

from __future__ import annotations

import importlib.util
import ipaddress
from typing import Any

import pytest

from support.recording import Recording, record
from tenfold.edge import (
    CLOUDFLARE_CIDRS,
    CloudflareCdn,
    CloudflareCdnArgs,
    IssuedCertificate,
    LoadBalancerArgs,
    LoadBalancerOrigin,
    MinimumTls,
)
from tenfold.errors import InvalidInputError

ORIGIN = LoadBalancerOrigin(
    load_balancer_arn="arn:lb", dns_name="web.elb.amazonaws.com", certificate_names=["*.example.com"]
)
BASE: dict[str, Any] = {"zone_id": "zone", "domain_names": ["www.example.com"], "origin": ORIGIN}


def build(**args: Any) -> Recording:
    return record(lambda: CloudflareCdn("cdn", CloudflareCdnArgs(**{**BASE, **args})))


def settings(recording: Recording) -> dict[str, Any]:
    return {r.inputs["settingId"]: r.inputs["value"] for r in recording.of("ZoneSetting")}


def test_every_child_belongs_to_the_component() -> None:
    component, *children = build()
    assert component.type == "tenfold:index:CloudflareCdn"
    assert {child.parent for child in children} == {component.urn}


def test_each_name_is_answered_by_cloudflare_itself() -> None:
    inputs = build().one("DnsRecord", "cdn-www-example-com").inputs
    assert (inputs["type"], inputs["content"]) == ("CNAME", "web.elb.amazonaws.com")
    assert inputs["proxied"] is True


def test_the_way_to_the_load_balancer_is_encrypted_and_checked() -> None:
    assert settings(build()) == {
        "ssl": "strict",
        "always_use_https": "on",
        "min_tls_version": "1.2",
        "tls_1_3": "on",
        "http3": "on",
    }
    assert settings(build(minimum_tls=MinimumTls.TLS_1_3))["min_tls_version"] == "1.3"


def test_cloudflare_shows_its_certificate_unless_told_otherwise() -> None:
    assert build().one("AuthenticatedOriginPullsSettings").inputs["enabled"] is True
    off = build(authenticated_origin_pulls=False)
    assert off.one("AuthenticatedOriginPullsSettings").inputs["enabled"] is False


def test_a_name_that_the_load_balancer_does_not_cover_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="a certificate of the load balancer covers"):
        CloudflareCdnArgs(**{**BASE, "domain_names": ["example.org"]})


def test_without_the_extra_there_is_one_message_that_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(InvalidInputError, match=r"pip install 'tenfold\[cloudflare\]'"):
        build()


def test_a_load_balancer_takes_cloudflares_networks_as_they_are() -> None:
    certificate = IssuedCertificate(
        certificate_arn="arn:aws:acm:us-east-1:123456789012:certificate/1",
        domain_names=["*.example.com"],
        region="us-east-1",
    )
    args = LoadBalancerArgs(
        vpc_id="vpc-1",
        subnet_ids=["a", "b"],
        certificate=certificate,
        access_log_bucket=None,
        internet_facing=True,
        allowed_cidrs=CLOUDFLARE_CIDRS,
    )
    assert len(args.allowed_cidrs) == 22


def test_cloudflares_networks_are_public_and_apart_from_each_other() -> None:
    networks = [ipaddress.ip_network(cidr) for cidr in CLOUDFLARE_CIDRS.values()]
    assert all(network.is_global for network in networks)
    for version in (4, 6):
        same = [network for network in networks if network.version == version]
        assert sum(each.num_addresses for each in ipaddress.collapse_addresses(same)) == sum(
            each.num_addresses for each in same
        )

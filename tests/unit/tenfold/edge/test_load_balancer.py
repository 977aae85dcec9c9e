"""What LoadBalancer refuses and registers."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest

from support.recording import Recording, record
from tenfold.edge import (
    Balancing,
    Failover,
    HealthCheck,
    HostedZone,
    IssuedCertificate,
    ListenerRule,
    LoadBalancer,
    LoadBalancerArgs,
    ProtocolVersion,
    Routing,
    TargetGroup,
)
from tenfold.errors import InvalidInputError

CERTIFICATE = IssuedCertificate(
    certificate_arn="arn:aws:acm:us-east-1:123456789012:certificate/1",
    domain_names=["example.com", "*.example.com"],
    region="us-east-1",
)
ELSEWHERE = IssuedCertificate(
    certificate_arn="arn:aws:acm:us-west-2:123456789012:certificate/2",
    domain_names=["example.com"],
    region="us-west-2",
)
ZONE = HostedZone(name="example.com", zone_id="Z1")
TOPIC = "arn:aws:sns:us-east-1:123456789012:ops"
BASE: dict[str, Any] = {
    "vpc_id": "vpc-1",
    "subnet_ids": ["subnet-a", "subnet-b"],
    "certificate": CERTIFICATE,
    "access_log_bucket": "logs",
}
TARGETS: dict[str, Any] = {
    "target_groups": {"app": TargetGroup(port=8443), "next": TargetGroup(port=9443)},
    "target_security_groups": {"nodes": "sg-nodes"},
    "rules": {
        "all": ListenerRule(priority=20, hosts=["*"], target_groups={"app": 1}),
        "part": ListenerRule(priority=10, paths=["/next/*"], target_groups={"app": 9, "next": 1}),
    },
}
EVERYTHING: dict[str, Any] = {
    **TARGETS,
    "allow_cloudfront": True,
    "allowed_cidrs": {"office": "203.0.113.0/24", "office6": "2001:db8::/32"},
    "allowed_security_groups": {"jump": "sg-jump"},
    "further_certificates": {"other": CERTIFICATE},
    "domain_names": ["api.example.com"],
    "zones": [ZONE],
    "alarm_topic_arn": TOPIC,
    "ipv6": True,
    "region": "us-east-1",
}


def build(opts: pulumi.ResourceOptions | None = None, name: str = "web", **args: Any) -> Recording:
    return record(lambda: LoadBalancer(name, LoadBalancerArgs(**{**BASE, **args}), opts))


@pytest.fixture(scope="module")
def default() -> Recording:
    return build()


@pytest.fixture(scope="module")
def everything() -> Recording:
    return build(**EVERYTHING)


def balancer(recording: Recording) -> dict[str, Any]:
    return recording.one("aws:lb/loadBalancer:LoadBalancer").inputs


def ingress(recording: Recording, group: str = "web-security-group") -> dict[str, tuple[int, Any]]:
    sources = ("cidrIpv4", "cidrIpv6", "referencedSecurityGroupId", "prefixListId")
    return {
        r.name: (r.inputs["fromPort"], next(r.inputs[key] for key in sources if key in r.inputs))
        for r in recording.of("SecurityGroupIngressRule")
        if r.inputs["securityGroupId"] == f"{group}-id"
    }


def test_every_child_belongs_to_the_component_and_its_web_acl_to_itself(everything: Recording) -> None:
    component, *rest = everything
    assert component.type == "tenfold:index:LoadBalancer"
    acl = everything.one("tenfold:index:WebAcl")
    assert {child.parent for child in rest} == {component.urn, acl.urn}
    assert acl.parent == component.urn


def test_an_alias_reaches_the_component_alone() -> None:
    recording = build(pulumi.ResourceOptions(aliases=[pulumi.Alias(name="old")]))
    assert [r.name for r in recording if "old" in r.aliases] == ["web"]


def test_region_reaches_every_regional_child(everything: Recording) -> None:
    regional = [r for r in everything if r.type.startswith("aws:") and not r.type.startswith("aws:route53")]
    assert {r.inputs["region"] for r in regional} == {"us-east-1"}


def test_the_load_balancer_is_private_strict_logged_and_hard_to_delete(default: Recording) -> None:
    inputs = balancer(default)
    assert inputs["internal"] is True
    assert inputs["dropInvalidHeaderFields"] is True
    assert inputs["desyncMitigationMode"] == "defensive"
    assert inputs["enableZonalShift"] is True
    assert inputs["accessLogs"] == {"bucket": "logs", "prefix": "web", "enabled": True}
    assert inputs["enableDeletionProtection"] is True
    assert {r.name for r in default if r.protect} == {"web-load-balancer", "web-guard"}


def test_deletion_protection_can_be_taken_off() -> None:
    recording = build(deletion_protection=False)
    assert balancer(recording)["enableDeletionProtection"] is False
    assert not [r for r in recording if r.protect]


def test_nobody_may_connect_and_nothing_may_leave_unless_it_is_named(default: Recording) -> None:
    assert not default.of("SecurityGroupIngressRule")
    assert not default.of("SecurityGroupEgressRule")
    assert not {"ingress", "egress"} & default.one("SecurityGroup").inputs.keys()


def test_the_named_sources_may_connect_and_no_others(everything: Recording) -> None:
    assert ingress(everything) == {
        "web-from-office": (443, "203.0.113.0/24"),
        "web-http-from-office": (80, "203.0.113.0/24"),
        "web-from-office6": (443, "2001:db8::/32"),
        "web-http-from-office6": (80, "2001:db8::/32"),
        "web-from-jump": (443, "sg-jump"),
        "web-http-from-jump": (80, "sg-jump"),
    }


def test_without_the_redirect_port_80_is_closed() -> None:
    recording = build(allowed_cidrs={"office": "203.0.113.0/24"}, http_redirect=False)
    assert ingress(recording) == {"web-from-office": (443, "203.0.113.0/24")}
    assert [r.inputs["port"] for r in recording.of("Listener")] == [443]


def test_cloudfronts_addresses_have_a_group_of_their_own_and_https_alone(everything: Recording) -> None:
    asked = [args["name"] for token, args in everything.invokes if token.endswith("getManagedPrefixList")]
    assert asked == ["com.amazonaws.global.cloudfront.origin-facing"]
    (rule,) = [r for r in everything.of("SecurityGroupIngressRule") if r.name == "web-from-cloudfront"]
    assert (rule.inputs["securityGroupId"], rule.inputs["fromPort"]) == ("web-cloudfront-id", 443)
    assert balancer(everything)["securityGroups"] == ["web-security-group-id", "web-cloudfront-id"]


def test_the_world_may_connect_only_when_it_is_said() -> None:
    recording = build(internet_facing=True, open_to_world=True)
    assert {source for _, source in ingress(recording).values()} == {"0.0.0.0/0", "::/0"}
    assert not ingress(build(internet_facing=True))


def test_targets_are_reached_on_their_ports_from_both_sides(everything: Recording) -> None:
    out = {
        (r.inputs["referencedSecurityGroupId"], r.inputs["fromPort"])
        for r in everything.of("SecurityGroupEgressRule")
    }
    assert out == {("sg-nodes", 8443), ("sg-nodes", 9443)}
    into = [
        r.inputs
        for r in everything.of("SecurityGroupIngressRule")
        if r.inputs["securityGroupId"] == "sg-nodes"
    ]
    assert {(rule["referencedSecurityGroupId"], rule["fromPort"]) for rule in into} == {
        ("web-security-group-id", 8443),
        ("web-security-group-id", 9443),
    }


def test_https_is_served_by_the_recommended_policy_and_answers_404(default: Recording) -> None:
    inputs = default.one("Listener", "web-https").inputs
    assert (inputs["port"], inputs["protocol"]) == (443, "HTTPS")
    assert inputs["sslPolicy"] == "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"
    assert inputs["certificateArn"] == CERTIFICATE.certificate_arn
    assert inputs["defaultActions"][0]["fixedResponse"]["statusCode"] == "404"
    assert inputs["routingHttpResponseStrictTransportSecurityHeaderValue"] == "max-age=31536000"
    assert inputs["routingHttpResponseServerEnabled"] is False


def test_plain_http_is_redirected_for_good(default: Recording) -> None:
    (action,) = default.one("Listener", "web-http").inputs["defaultActions"]
    assert action["redirect"] == {"protocol": "HTTPS", "port": "443", "statusCode": "HTTP_301"}


def test_a_trust_store_asks_clients_for_certificates() -> None:
    inputs = build(client_trust_store_arn="arn:store").one("Listener", "web-https").inputs
    assert inputs["mutualAuthentication"] == {"mode": "verify", "trustStoreArn": "arn:store"}


def test_further_certificates_are_chosen_by_name(everything: Recording) -> None:
    assert everything.one("ListenerCertificate").inputs["certificateArn"] == CERTIFICATE.certificate_arn


def test_rules_send_to_one_group_or_by_weight(everything: Recording) -> None:
    rules = {r.name: r.inputs for r in everything.of("ListenerRule")}
    (action,) = rules["web-all-rule"]["actions"]
    assert "targetGroupArn" in action
    (action,) = rules["web-part-rule"]["actions"]
    assert [target["weight"] for target in action["forward"]["targetGroups"]] == [9, 1]
    assert rules["web-part-rule"]["conditions"] == [{"pathPattern": {"values": ["/next/*"]}}]


def test_targets_are_checked_and_spoken_to_over_tls(everything: Recording) -> None:
    inputs = everything.one("TargetGroup", "web-app").inputs
    assert (inputs["protocol"], inputs["targetType"], inputs["port"]) == ("HTTPS", "ip", 8443)
    assert inputs["healthCheck"]["protocol"] == "HTTPS"
    assert inputs["loadBalancingAlgorithmType"] == "least_outstanding_requests"
    assert inputs["deregistrationDelay"] == 30
    assert "stickiness" not in inputs


def test_a_web_acl_stands_in_front_unless_one_is_given_or_it_is_left_out(default: Recording) -> None:
    assert default.one("WebAclAssociation").inputs["webAclArn"].endswith(":web-web-acl-acl")
    given = build(web_acl_arn="arn:acl")
    assert given.one("WebAclAssociation").inputs["webAclArn"] == "arn:acl"
    assert not given.of("tenfold:index:WebAcl")
    assert not build(web_application_firewall=False).of("WebAclAssociation")


def test_names_point_to_it_over_both_protocols(everything: Recording) -> None:
    records = {r.name: r.inputs for r in everything.of("Record")}
    assert set(records) == {"web-api-example-com-a", "web-api-example-com-aaaa"}
    inputs = records["web-api-example-com-a"]
    assert (inputs["zoneId"], inputs["name"], inputs["type"]) == ("Z1", "api.example.com", "A")
    assert inputs["aliases"][0]["evaluateTargetHealth"] is True


def test_a_routing_changes_a_record_and_renames_none(everything: Recording) -> None:
    routing = Routing(set_identifier="us-east-1", failover=Failover.PRIMARY)
    recording = build(**{**EVERYTHING, "routing": routing})
    assert {r.name for r in recording} == {r.name for r in everything}
    inputs = recording.one("Record", "web-api-example-com-a").inputs
    assert inputs["setIdentifier"] == "us-east-1"
    assert inputs["failoverRoutingPolicies"] == [{"type": "PRIMARY"}]


def test_alarms_watch_it_and_each_target_group(everything: Recording) -> None:
    alarms = {r.name: r.inputs for r in everything.of("MetricAlarm")}
    assert set(alarms) == {
        "web-balancer-5xx-alarm",
        "web-target-5xx-alarm",
        "web-latency-alarm",
        "web-rejected-alarm",
        "web-app-unhealthy-alarm",
        "web-next-unhealthy-alarm",
    }
    assert all(alarm["alarmActions"] == [TOPIC] for alarm in alarms.values())
    assert alarms["web-latency-alarm"]["extendedStatistic"] == "p99"
    assert set(alarms["web-app-unhealthy-alarm"]["dimensions"]) == {"LoadBalancer", "TargetGroup"}


def test_without_a_topic_there_are_no_alarms(default: Recording) -> None:
    assert not default.of("MetricAlarm")


def test_a_certificate_of_another_region_than_the_providers_is_refused_at_preview() -> None:
    with pytest.raises(Exception, match="a certificate of us-east-1, the load balancer's region"):
        build(certificate=ELSEWHERE)


@pytest.mark.parametrize(
    ("args", "field", "said"),
    [
        ({"certificate": None}, "LoadBalancerArgs.certificate", "serves HTTPS alone"),
        ({"certificate": ELSEWHERE, "region": "us-east-1"}, "LoadBalancerArgs.certificate", "issued"),
        (
            {"further_certificates": {"other": ELSEWHERE}, "region": "us-east-1"},
            "LoadBalancerArgs.further_certificates.other",
            "issued",
        ),
        (
            {"domain_names": ["a.b.example.com"], "zones": [ZONE]},
            "LoadBalancerArgs.domain_names",
            "Add the name to the certificate",
        ),
        ({"domain_names": ["api.example.com"]}, "LoadBalancerArgs.domain_names", "Give its zone too"),
        ({"subnet_ids": ["subnet-a"]}, "LoadBalancerArgs.subnet_ids", "two zones or more"),
        ({"open_to_world": True}, "LoadBalancerArgs.open_to_world", "Name the networks"),
        ({"allowed_cidrs": {"all": "0.0.0.0/0"}}, "LoadBalancerArgs.allowed_cidrs.all", "open_to_world"),
        ({"allowed_cidrs": {"bad": "10.0.0.1/8"}}, "LoadBalancerArgs.allowed_cidrs.bad", "Mend it"),
        (
            {"allowed_cidrs": {"a": "10.0.0.0/8"}, "allowed_security_groups": {"a": "sg-1"}},
            "LoadBalancerArgs.allowed_security_groups",
            "Rename it",
        ),
        (
            {"target_groups": {"app": TargetGroup(port=1)}},
            "LoadBalancerArgs.target_security_groups",
            "nothing can be sent",
        ),
        (
            {"rules": {"r": ListenerRule(priority=1, hosts=["*"], target_groups={"gone": 1})}},
            "LoadBalancerArgs.rules.r.target_groups",
            "there are none",
        ),
        (
            {
                **TARGETS,
                "rules": {
                    label: ListenerRule(priority=1, hosts=["*"], target_groups={"app": 1}) for label in "ab"
                },
            },
            "LoadBalancerArgs.rules.a.priority",
            "each priority once",
        ),
        (
            {"web_acl_arn": "arn:acl", "web_application_firewall": False},
            "LoadBalancerArgs.web_acl_arn",
            "Remove either",
        ),
        (
            {"alarm_topic_arn": TOPIC, "certificate": ELSEWHERE, "region": "us-west-2"},
            "LoadBalancerArgs.alarm_topic_arn",
            "own region",
        ),
    ],
)
def test_a_load_balancer_that_cannot_be_is_refused(args: dict[str, Any], field: str, said: str) -> None:
    with pytest.raises(InvalidInputError, match=said) as refused:
        LoadBalancerArgs(**{**BASE, **args})
    assert refused.value.field == field


def test_no_certificate_at_all_is_the_same_as_none() -> None:
    with pytest.raises(InvalidInputError, match="a certificate: it serves HTTPS alone"):
        LoadBalancerArgs(vpc_id="vpc-1", subnet_ids=["a", "b"], access_log_bucket=None)


def test_to_write_no_access_log_has_to_be_said() -> None:
    with pytest.raises(InvalidInputError, match="access_log_bucket: None is refused"):
        LoadBalancerArgs(vpc_id="vpc-1", subnet_ids=["a", "b"], certificate=CERTIFICATE)
    assert "accessLogs" not in balancer(build(access_log_bucket=None))


def test_slow_start_needs_round_robin() -> None:
    with pytest.raises(InvalidInputError, match="AWS has slow start with that only"):
        TargetGroup(port=1, slow_start_seconds=30)
    TargetGroup(port=1, slow_start_seconds=30, balancing=Balancing.ROUND_ROBIN)


def test_grpc_has_codes_of_its_own() -> None:
    with pytest.raises(InvalidInputError, match="codes from 0 to 99"):
        TargetGroup(port=1, protocol_version=ProtocolVersion.GRPC)
    check = HealthCheck(path="/grpc.health.v1.Health/Check", success_codes="0")
    TargetGroup(port=1, protocol_version=ProtocolVersion.GRPC, health_check=check)


def test_a_health_check_ends_before_the_next_begins() -> None:
    with pytest.raises(InvalidInputError, match="less than interval_seconds, 5"):
        HealthCheck(interval_seconds=5)


def test_a_rule_asks_for_something() -> None:
    with pytest.raises(InvalidInputError, match=r"hosts=\['\*'\] for all"):
        ListenerRule(priority=1, target_groups={"app": 1})

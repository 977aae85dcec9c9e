from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest

from support.ground import make_network
from support.provider import Provider, Refused, Resource

BALANCER = "aws:lb/loadBalancer:LoadBalancer"
GROUP = "aws:lb/targetGroup:TargetGroup"
LISTENER = "aws:lb/listener:Listener"
RULE = "aws:lb/listenerRule:ListenerRule"


@dataclass
class Ground:
    """What a load balancer stands on."""

    vpc: str
    subnets: list[str]
    security_groups: list[str]
    certificates: list[str]

    def balancer(self, name: str, **more: Any) -> dict[str, Any]:
        return {
            "name": name,
            "loadBalancerType": "application",
            "internal": False,
            "subnets": self.subnets[:2],
            "securityGroups": self.security_groups[:1],
            "dropInvalidHeaderFields": True,
            "idleTimeout": 30,
            "tags": {"Name": name},
            **more,
        }

    def group(self, name: str, **more: Any) -> dict[str, Any]:
        return {
            "name": name,
            "port": 8080,
            "protocol": "HTTP",
            "targetType": "ip",
            "vpcId": self.vpc,
            "deregistrationDelay": 30,
            "healthCheck": {"path": "/healthz", "matcher": "200-299", "interval": 15, "healthyThreshold": 2},
            **more,
        }


@pytest.fixture(scope="module")
def ground(aws: Provider) -> Ground:
    network = make_network(aws, 40)
    acm = aws.client("acm")
    names = ("a.example.com", "b.example.com")
    return Ground(
        vpc=network.vpc,
        subnets=network.subnets,
        security_groups=network.security_groups,
        certificates=[acm.request_certificate(DomainName=name)["CertificateArn"] for name in names],
    )


@pytest.fixture(scope="module")
def balancer(aws: Provider, ground: Ground) -> Resource:
    return aws.create(BALANCER, "shared", ground.balancer("shared"))


@pytest.fixture(scope="module")
def groups(aws: Provider, ground: Ground) -> list[str]:
    return [aws.create(GROUP, name, ground.group(name)).id for name in ("blue", "green")]


@pytest.fixture(scope="module")
def listener(aws: Provider, balancer: Resource, groups: list[str]) -> Resource:
    return aws.create(LISTENER, "shared", _http(balancer.id, groups[0], port=8000))


def _http(balancer: str, group: str, port: int = 80) -> dict[str, Any]:
    return {
        "loadBalancerArn": balancer,
        "port": port,
        "protocol": "HTTP",
        "defaultActions": [{"type": "forward", "targetGroupArn": group}],
    }


def test_a_load_balancer_lives_its_whole_life(aws: Provider, ground: Ground) -> None:
    made = aws.cycle(
        BALANCER,
        ground.balancer("life"),
        change={
            "subnets": ground.subnets,
            "securityGroups": ground.security_groups[1:],
            "idleTimeout": 60,
            "enableHttp2": False,
            "tags": {"Name": "life", "stage": "growth"},
        },
    )
    state = made.state
    assert made.id.startswith("arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/life/")
    assert state["arnSuffix"] == made.id.split(":loadbalancer/")[1]
    assert state["dnsName"].endswith("elb.amazonaws.com")
    assert state["zoneId"].startswith("Z")
    assert state["vpcId"] == ground.vpc
    assert state["enableHttp2"] is False
    assert state["__kept"] == []


def test_a_load_balancer_is_replaced_when_it_turns_internal(
    aws: Provider, ground: Ground, balancer: Resource
) -> None:
    answer = aws.diff(balancer, ground.balancer("shared", internal=True))
    assert list(answer.replaces) == ["internal"]
    assert answer.deleteBeforeReplace


def log_bucket(aws: Provider, name: str, principal: dict[str, str]) -> str:
    """A bucket that a principal may write to."""
    s3 = aws.client("s3")
    s3.create_bucket(Bucket=name)
    statement = {
        "Effect": "Allow",
        "Principal": principal,
        "Action": "s3:PutObject",
        "Resource": f"arn:aws:s3:::{name}/*",
    }
    s3.put_bucket_policy(Bucket=name, Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    return name


def test_logs_are_switched_on_in_place(aws: Provider, ground: Ground) -> None:
    service = log_bucket(aws, "by-service", {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"})
    account = aws.invoke("aws:elb/getServiceAccount:getServiceAccount")
    assert account["id"] == "127311923021"
    older = log_bucket(aws, "by-account", {"AWS": account["arn"]})
    logs = {"bucket": service, "prefix": "lb", "enabled": True}
    connections = {"bucket": older, "prefix": "lb", "enabled": True}
    made = aws.cycle(
        BALANCER, ground.balancer("logged"), change={"accessLogs": logs, "connectionLogs": connections}
    )
    assert made.state["accessLogs"] == logs
    assert made.state["connectionLogs"] == connections


def test_logs_need_a_bucket_whose_policy_lets_them_in(aws: Provider, ground: Ground) -> None:
    other = log_bucket(aws, "by-other", {"Service": "cloudtrail.amazonaws.com"})
    for bucket in (other, "missing"):
        inputs = ground.balancer("unlogged", accessLogs={"bucket": bucket, "enabled": True})
        with pytest.raises(Refused, match=f"InvalidConfigurationRequest: Access Denied for bucket: {bucket}"):
            aws.create(BALANCER, "unlogged", inputs)
    left = aws.client("elbv2").describe_load_balancers()["LoadBalancers"]
    assert "unlogged" not in [each["LoadBalancerName"] for each in left]


def test_a_load_balancer_is_as_strict_as_a_program_wants(aws: Provider, ground: Ground) -> None:
    made = aws.cycle(
        BALANCER,
        ground.balancer(
            "strict",
            clientKeepAlive=600,
            desyncMitigationMode="strictest",
            enableXffClientPort=True,
            xffHeaderProcessingMode="remove",
        ),
        change={
            "enableZonalShift": True,
            "enableWafFailOpen": True,
            "enableTlsVersionAndCipherSuiteHeaders": True,
            "preserveHostHeader": True,
        },
    )
    assert made.state["__kept"] == []
    assert made.state["xffHeaderProcessingMode"] == "remove"


def test_a_load_balancer_s_name_lies_in_its_region_s_zone(aws: Provider, ground: Ground) -> None:
    made = aws.create(BALANCER, "zoned", ground.balancer("zoned"))
    assert made.state["zoneId"] == "Z35SXDOTRQ7X7K"
    assert aws.invoke("aws:lb/getHostedZoneId:getHostedZoneId")["id"] == made.state["zoneId"]
    network = {"region": "us-west-2", "loadBalancerType": "network"}
    assert aws.invoke("aws:lb/getHostedZoneId:getHostedZoneId", **network)["id"] == "Z18D5FSROUN65G"
    aws.delete(made)


@pytest.mark.parametrize("asked", [{}, {"enableCrossZoneLoadBalancing": True}])
def test_an_application_load_balancer_always_crosses_zones(
    aws: Provider, ground: Ground, asked: dict[str, bool]
) -> None:
    inputs = ground.balancer("crossing", **asked)
    made = aws.create(BALANCER, "crossing", inputs)
    assert made.state["enableCrossZoneLoadBalancing"] is True
    aws.assert_settled(made, inputs)
    stays = aws.update(made, {**inputs, "enableCrossZoneLoadBalancing": False, "idleTimeout": 60})
    aws.assert_settled(stays, {**inputs, "enableCrossZoneLoadBalancing": False, "idleTimeout": 60})
    attributes = aws.client("elbv2").describe_load_balancer_attributes(LoadBalancerArn=made.id)["Attributes"]
    assert {"Key": "load_balancing.cross_zone.enabled", "Value": "true"} in attributes
    aws.delete(stays)


def test_a_network_load_balancer_crosses_zones_when_it_is_told_to(aws: Provider, ground: Ground) -> None:
    inputs = {"name": "passing", "loadBalancerType": "network", "subnets": ground.subnets[:2]}
    made = aws.create(BALANCER, "passing", inputs)
    assert made.state["enableCrossZoneLoadBalancing"] is False
    told = aws.update(made, {**inputs, "enableCrossZoneLoadBalancing": True})
    assert told.state["enableCrossZoneLoadBalancing"] is True
    aws.delete(told)


def test_a_protected_load_balancer_is_not_deleted(aws: Provider, ground: Ground) -> None:
    inputs = ground.balancer("safe", enableDeletionProtection=True)
    made = aws.create(BALANCER, "safe", inputs)
    with pytest.raises(Refused, match="AWS refused DeleteLoadBalancer: OperationNotPermitted"):
        aws.delete(made)
    aws.delete(aws.update(made, {**inputs, "enableDeletionProtection": False}))


def test_refresh_sees_an_attribute_that_was_changed_elsewhere(
    aws: Provider, ground: Ground, balancer: Resource
) -> None:
    change = [{"Key": "routing.http.drop_invalid_header_fields.enabled", "Value": "false"}]
    aws.client("elbv2").modify_load_balancer_attributes(LoadBalancerArn=balancer.id, Attributes=change)
    seen = aws.read(balancer)
    assert seen is not None
    assert list(aws.diff(seen, ground.balancer("shared")).diffs) == ["dropInvalidHeaderFields"]
    aws.update(seen, ground.balancer("shared"))


def test_the_older_module_name_means_the_same_type(aws: Provider, ground: Ground) -> None:
    assert aws.cycle("aws:alb/loadBalancer:LoadBalancer", ground.balancer("older")).state["dnsName"]


def test_a_target_group_lives_its_whole_life(aws: Provider, ground: Ground) -> None:
    made = aws.cycle(
        GROUP,
        ground.group("life", stickiness={"type": "lb_cookie", "cookieDuration": 3600, "enabled": True}),
        change={
            "healthCheck": {"path": "/ready", "matcher": "200", "interval": 10, "healthyThreshold": 3},
            "deregistrationDelay": 60,
            "stickiness": {"type": "lb_cookie", "cookieDuration": 60, "enabled": True},
            "targetGroupHealth": {"dnsFailover": {"minimumHealthyTargetsCount": "1"}},
        },
    )
    assert made.state["healthCheck"]["path"] == "/ready"
    assert made.state["arnSuffix"].startswith("targetgroup/life/")
    assert made.state["__kept"] == []


def test_a_target_group_is_replaced_when_its_port_changes(aws: Provider, ground: Ground) -> None:
    made = aws.create(GROUP, "port", {**ground.group("port"), "name": None})
    assert made.state["name"].startswith("port-")
    answer = aws.diff(made, {**ground.group("port", port=9090), "name": None})
    assert list(answer.replaces) == ["port"]
    assert not answer.deleteBeforeReplace
    aws.delete(made)


def test_a_listener_lives_its_whole_life(
    aws: Provider, ground: Ground, balancer: Resource, groups: list[str]
) -> None:
    redirect = {
        "type": "redirect",
        "redirect": {"port": "443", "protocol": "HTTPS", "statusCode": "HTTP_301"},
    }
    made = aws.cycle(LISTENER, _http(balancer.id, groups[0]), change={"defaultActions": [redirect]})
    assert made.state["defaultActions"][0]["redirect"]["statusCode"] == "HTTP_301"
    weighted = {
        "type": "forward",
        "forward": {
            "targetGroups": [{"arn": groups[0], "weight": 90}, {"arn": groups[1], "weight": 10}],
            "stickiness": {"enabled": True, "duration": 60},
        },
    }
    aws.cycle(
        LISTENER,
        {
            "loadBalancerArn": balancer.id,
            "port": 443,
            "protocol": "HTTPS",
            "sslPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
            "certificateArn": ground.certificates[0],
            "defaultActions": [weighted],
            "tags": {"Name": "https"},
        },
        change={"certificateArn": ground.certificates[1]},
    )


def test_a_rule_lives_its_whole_life(aws: Provider, listener: Resource, groups: list[str]) -> None:
    inputs = {
        "listenerArn": listener.id,
        "priority": 10,
        "conditions": [
            {"pathPattern": {"values": ["/api/*"]}},
            {"httpHeader": {"httpHeaderName": "x-canary", "values": ["yes"]}},
        ],
        "actions": [{"type": "forward", "targetGroupArn": groups[1]}],
    }
    fixed = {"contentType": "text/plain", "messageBody": "closed", "statusCode": "503"}
    made = aws.cycle(
        RULE,
        inputs,
        change={
            "priority": 20,
            "conditions": [{"hostHeader": {"values": ["api.example.com"]}}],
            "actions": [{"type": "fixed-response", "fixedResponse": fixed}],
        },
    )
    assert made.state["priority"] == 20
    assert made.state["listenerArn"] == listener.id


def test_a_rule_without_a_priority_comes_last(aws: Provider, listener: Resource, groups: list[str]) -> None:
    inputs = {
        "listenerArn": listener.id,
        "conditions": [{"pathPattern": {"values": ["/a"]}}],
        "actions": [{"type": "forward", "targetGroupArn": groups[1]}],
    }
    first = aws.create(RULE, "first", {**inputs, "priority": 7})
    second = aws.create(RULE, "second", inputs)
    assert second.state["priority"] == 8
    for each in (second, first):
        aws.delete(each)


def test_a_listener_takes_further_certificates(aws: Provider, ground: Ground, balancer: Resource) -> None:
    inputs = {
        "loadBalancerArn": balancer.id,
        "port": 8443,
        "protocol": "HTTPS",
        "certificateArn": ground.certificates[0],
        "defaultActions": [
            {"type": "fixed-response", "fixedResponse": {"contentType": "text/plain", "statusCode": "404"}}
        ],
    }
    https = aws.create(LISTENER, "https", inputs)
    more = {"listenerArn": https.id, "certificateArn": ground.certificates[1]}
    made = aws.cycle("aws:lb/listenerCertificate:ListenerCertificate", more)
    assert made.id == f"{https.id}_{ground.certificates[1]}"
    aws.delete(https)


def test_a_target_is_attached_and_detached(aws: Provider, groups: list[str]) -> None:
    inputs = {"targetGroupArn": groups[0], "targetId": "10.40.0.9", "port": 8080}
    made = aws.create("aws:lb/targetGroupAttachment:TargetGroupAttachment", "target", inputs)
    aws.assert_settled(made, inputs)
    aws.delete(made)
    assert aws.read(made) is None


def _https(balancer: str, certificate: str, port: int, **more: Any) -> dict[str, Any]:
    closed = {"contentType": "text/plain", "messageBody": "Not found", "statusCode": "404"}
    return {
        "loadBalancerArn": balancer,
        "port": port,
        "protocol": "HTTPS",
        "sslPolicy": "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
        "certificateArn": certificate,
        "defaultActions": [{"type": "fixed-response", "fixedResponse": closed}],
        **more,
    }


def test_a_listener_sets_headers_and_asks_who_it_is(
    aws: Provider, ground: Ground, balancer: Resource, groups: list[str]
) -> None:
    oidc = {
        "authorizationEndpoint": "https://id.example.com/authorize",
        "clientId": "tenfold",
        "clientSecret": "hidden",
        "issuer": "https://id.example.com",
        "tokenEndpoint": "https://id.example.com/token",
        "userInfoEndpoint": "https://id.example.com/user",
    }
    forward = {"type": "forward", "targetGroupArn": groups[0], "order": 2}
    made = aws.cycle(
        LISTENER,
        _https(
            balancer.id,
            ground.certificates[0],
            9443,
            routingHttpResponseServerEnabled=False,
            routingHttpResponseStrictTransportSecurityHeaderValue="max-age=63072000",
            routingHttpResponseXContentTypeOptionsHeaderValue="nosniff",
        ),
        change={
            "defaultActions": [{"type": "authenticate-oidc", "authenticateOidc": oidc, "order": 1}, forward],
            "routingHttpResponseServerEnabled": True,
            "mutualAuthentication": {"mode": "passthrough"},
        },
    )
    assert made.state["__kept"] == []
    assert made.state["mutualAuthentication"]["mode"] == "passthrough"


def test_a_listener_without_a_known_tls_policy_or_an_issued_certificate_is_refused(
    aws: Provider, ground: Ground, balancer: Resource
) -> None:
    wrong = _https(balancer.id, ground.certificates[0], 9444, sslPolicy="ELBSecurityPolicy-TLS14")
    with pytest.raises(Refused, match=r"SSLPolicyNotFound.*TLS14"):
        aws.create(LISTENER, "tls", wrong)
    acm = aws.client("acm")
    pending = acm.request_certificate(DomainName="p.example.com", ValidationMethod="DNS")["CertificateArn"]
    with pytest.raises(Refused, match=r"UnsupportedCertificate.*PENDING_VALIDATION"):
        aws.create(LISTENER, "pending", _https(balancer.id, pending, 9445))
    west = aws.client("acm", "us-west-2")
    elsewhere = west.request_certificate(DomainName="w.example.com")["CertificateArn"]
    with pytest.raises(Refused, match=r"CertificateNotFound.*us-east-1"):
        aws.create(LISTENER, "elsewhere", _https(balancer.id, elsewhere, 9446))


def test_a_certificate_that_a_listener_shows_is_not_deleted(
    aws: Provider, balancer: Resource, ground: Ground
) -> None:
    token = "aws:acm/certificate:Certificate"
    shown = aws.create(token, "shown", {"domainName": "shown.example.com", "validationMethod": "EMAIL"})
    listener = aws.create(LISTENER, "shows", _https(balancer.id, shown.id, 9447))
    with pytest.raises(Refused, match=r"ResourceInUseException.*loadbalancer/app/shared"):
        aws.delete(shown)
    aws.delete(listener)
    aws.delete(shown)
    assert aws.read(shown) is None


def test_a_target_group_starts_slowly_and_crosses_zones(aws: Provider, ground: Ground) -> None:
    sticky = {"type": "app_cookie", "cookieName": "session", "cookieDuration": 600, "enabled": True}
    made = aws.cycle(
        GROUP,
        ground.group("slow", targetType="instance", slowStart=60, stickiness=sticky),
        change={
            "slowStart": 90,
            "loadBalancingAlgorithmType": "least_outstanding_requests",
            "loadBalancingCrossZoneEnabled": "true",
            "targetGroupHealth": {"unhealthyStateRouting": {"minimumHealthyTargetsCount": 1}},
        },
    )
    assert made.state["__kept"] == []


def test_a_load_balancer_is_the_target_of_another(aws: Provider, ground: Ground, balancer: Resource) -> None:
    inputs = {
        "name": "behind",
        "port": 8000,
        "protocol": "TCP",
        "targetType": "alb",
        "vpcId": ground.vpc,
        "healthCheck": {"path": "/healthz", "protocol": "HTTP"},
    }
    group = aws.create(GROUP, "behind", inputs)
    aws.assert_settled(group, inputs)
    target = {"targetGroupArn": group.id, "targetId": balancer.id, "port": 8000}
    made = aws.create("aws:lb/targetGroupAttachment:TargetGroupAttachment", "behind", target)
    aws.assert_settled(made, target)
    for each in (made, group):
        aws.delete(each)

from __future__ import annotations

from typing import Any

import pytest

from support.ground import make_network
from support.provider import Provider, Refused, Resource

DISTRIBUTION = "aws:cloudfront/distribution:Distribution"
CONTROL = "aws:cloudfront/originAccessControl:OriginAccessControl"
VPC_ORIGIN = "aws:cloudfront/vpcOrigin:VpcOrigin"
FUNCTION = "aws:cloudfront/function:Function"
OPTIMIZED, DISABLED = "658327ea-f89d-4fab-a63d-7e88639e58f6", "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
ALL_VIEWER = "216adef6-5c7f-47e4-b989-5492eafa07d3"
SECURITY = "67f7725c-6f97-4210-82d7-5512b31e9d03"


def control(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "originAccessControlOriginType": "s3",
        "signingBehavior": "always",
        "signingProtocol": "sigv4",
    }


def behavior(origin: str, **more: Any) -> dict[str, Any]:
    return {
        "targetOriginId": origin,
        "viewerProtocolPolicy": "redirect-to-https",
        "allowedMethods": ["GET", "HEAD", "OPTIONS"],
        "cachedMethods": ["GET", "HEAD"],
        "cachePolicyId": OPTIMIZED,
        "compress": True,
        **more,
    }


def distribution(*origins: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "enabled": True,
        "origins": list(origins),
        "defaultCacheBehavior": behavior(origins[0]["originId"]),
        "restrictions": {"geoRestriction": {"restrictionType": "none"}},
        "viewerCertificate": {"cloudfrontDefaultCertificate": True},
        **more,
    }


CUSTOM: dict[str, Any] = {
    "originId": "site",
    "domainName": "origin.example.com",
    "customOriginConfig": {
        "httpPort": 80,
        "httpsPort": 443,
        "originProtocolPolicy": "https-only",
        "originSslProtocols": ["TLSv1.2"],
    },
    "customHeaders": [{"name": "x-origin", "value": "edge"}],
}


@pytest.fixture(scope="module")
def access(aws: Provider) -> str:
    return aws.create(CONTROL, "shared", control("shared")).id


def bucket(access: str, name: str = "assets") -> dict[str, Any]:
    domain = f"{name}.s3.us-east-1.amazonaws.com"
    return {"originId": name, "domainName": domain, "originAccessControlId": access}


def test_a_distribution_lives_its_whole_life(aws: Provider, access: str) -> None:
    made = aws.cycle(
        DISTRIBUTION,
        distribution(bucket(access), CUSTOM, comment="site", httpVersion="http2and3", tags={"a": "b"}),
        change={
            "priceClass": "PriceClass_100",
            "isIpv6Enabled": True,
            "defaultRootObject": "index.html",
            "loggingConfig": {"bucket": "logs.s3.amazonaws.com", "prefix": "cdn/"},
            "customErrorResponses": [
                {"errorCode": 404, "responseCode": 200, "responsePagePath": "/", "errorCachingMinTtl": 60}
            ],
            "orderedCacheBehaviors": [
                behavior(
                    "site",
                    pathPattern="/api/*",
                    cachePolicyId=DISABLED,
                    originRequestPolicyId=ALL_VIEWER,
                    responseHeadersPolicyId=SECURITY,
                )
            ],
            "restrictions": {"geoRestriction": {"restrictionType": "blacklist", "locations": ["CU", "KP"]}},
            "tags": {"a": "c"},
        },
    )
    state = made.state
    assert state["arn"] == f"arn:aws:cloudfront::123456789012:distribution/{made.id}"
    assert state["domainName"].endswith(".cloudfront.net")
    assert state["hostedZoneId"] == "Z2FDTNDATAQYW2"
    assert state["status"] == "Deployed"
    assert state["orderedCacheBehaviors"][0]["responseHeadersPolicyId"] == SECURITY
    assert state["__kept"] == []


def test_a_distribution_fails_over_between_origins(aws: Provider, access: str) -> None:
    group = {
        "originId": "both",
        "failoverCriteria": {"statusCodes": [500, 502, 503, 504]},
        "members": [{"originId": "assets"}, {"originId": "standby"}],
    }
    inputs = distribution(
        bucket(access),
        bucket(access, "standby"),
        originGroups=[group],
        defaultCacheBehavior=behavior("both"),
    )
    shorter = {**group, "failoverCriteria": {"statusCodes": [503]}}
    made = aws.cycle(DISTRIBUTION, inputs, change={"originGroups": [shorter]})
    assert made.state["originGroups"] == [shorter]


def test_a_distribution_reaches_a_load_balancer_in_a_vpc(aws: Provider) -> None:
    network = make_network(aws, 41)
    inputs = {"loadBalancerType": "application", "internal": True, "subnets": network.subnets}
    balancer = aws.create("aws:lb/loadBalancer:LoadBalancer", "inside", {"name": "inside", **inputs})
    endpoint = {
        "name": "inside",
        "arn": balancer.id,
        "httpPort": 80,
        "httpsPort": 443,
        "originProtocolPolicy": "https-only",
        "originSslProtocols": {"items": ["TLSv1.2"], "quantity": 1},
    }
    origin = {"vpcOriginEndpointConfig": endpoint, "tags": {"a": "b"}}
    aws.cycle(VPC_ORIGIN, origin, change={"vpcOriginEndpointConfig": {**endpoint, "httpPort": 8080}})
    made = aws.create(VPC_ORIGIN, "inside", origin)
    inside = {
        "originId": "alb",
        "domainName": balancer.state["dnsName"],
        "vpcOriginConfig": {"vpcOriginId": made.id, "originReadTimeout": 30},
    }
    edge = aws.create(DISTRIBUTION, "edge", distribution(inside))
    aws.assert_settled(edge, distribution(inside))
    with pytest.raises(Refused, match=f"CannotDeleteEntityWhileInUse.*{edge.id}"):
        aws.delete(made)
    for each in (edge, made, balancer):
        aws.delete(each)
        assert aws.read(each) is None


def test_a_vpc_origin_needs_a_load_balancer_that_exists(aws: Provider) -> None:
    endpoint = {
        "name": "nowhere",
        "arn": "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/no/1",
        "httpPort": 80,
        "httpsPort": 443,
        "originProtocolPolicy": "https-only",
        "originSslProtocols": {"items": ["TLSv1.2"], "quantity": 1},
    }
    with pytest.raises(Refused, match="InvalidArgument: The VPC origin's endpoint does not exist"):
        aws.create(VPC_ORIGIN, "nowhere", {"vpcOriginEndpointConfig": endpoint})


@pytest.fixture(scope="module")
def certificates(aws: Provider) -> dict[str, str]:
    """Certificates for ``*.example.net`` by region, issued at once as their domains are proved by mail."""
    return {
        region: aws.client("acm", region).request_certificate(
            DomainName="example.net", SubjectAlternativeNames=["*.example.net"]
        )["CertificateArn"]
        for region in ("us-east-1", "eu-west-1")
    }


def viewer(certificate: str) -> dict[str, Any]:
    return {
        "acmCertificateArn": certificate,
        "minimumProtocolVersion": "TLSv1.2_2021",
        "sslSupportMethod": "sni-only",
    }


def test_a_distribution_answers_to_names_that_its_certificate_covers(
    aws: Provider, certificates: dict[str, str]
) -> None:
    certificate = viewer(certificates["us-east-1"])
    aws.cycle(
        DISTRIBUTION,
        distribution(CUSTOM),
        change={"aliases": ["example.net", "www.example.net"], "viewerCertificate": certificate},
    )
    inputs = distribution(CUSTOM, aliases=["a.b.example.net"], viewerCertificate=certificate)
    with pytest.raises(Refused, match=r"InvalidViewerCertificate.*doesn't cover.*a\.b\.example\.net"):
        aws.create(DISTRIBUTION, "deep", inputs)


def test_a_certificate_of_another_region_is_refused(aws: Provider, certificates: dict[str, str]) -> None:
    elsewhere = viewer(certificates["eu-west-1"])
    with pytest.raises(Refused, match=r"InvalidViewerCertificate.*isn't in us-east-1"):
        aws.create(DISTRIBUTION, "elsewhere", distribution(CUSTOM, viewerCertificate=elsewhere))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"defaultCacheBehavior": behavior("nobody")}, "NoSuchOrigin.*nobody"),
        ({"defaultCacheBehavior": behavior("site", cachePolicyId="x")}, "NoSuchCachePolicy.*x"),
        ({"origins": [{**CUSTOM, "originAccessControlId": "E1"}]}, "InvalidOriginAccessControl.*E1"),
        ({"aliases": ["www.example.net"]}, "InvalidViewerCertificate.*www.example.net"),
        ({"webAclId": "arn:aws:wafv2:us-east-1:1:regional/webacl/a/1"}, "InvalidWebACLId"),
    ],
    ids=["origin", "cache-policy", "access-control", "alias", "firewall"],
)
def test_a_distribution_that_refers_to_nothing_is_refused(
    aws: Provider, wrong: dict[str, Any], message: str
) -> None:
    with pytest.raises(Refused, match=message):
        aws.create(DISTRIBUTION, "wrong", {**distribution(CUSTOM), **wrong})


def test_a_wrong_tls_policy_is_refused_before_anything_is_created(aws: Provider) -> None:
    certificate = {"cloudfrontDefaultCertificate": True, "minimumProtocolVersion": "TLSv9"}
    _, failures = aws.check(DISTRIBUTION, "tls", distribution(CUSTOM, viewerCertificate=certificate))
    assert "viewerCertificate.minimumProtocolVersion" in str(failures)
    assert "TLSv1.2_2021" in str(failures)


def test_a_distribution_is_disabled_before_it_is_deleted(aws: Provider, access: str) -> None:
    made = aws.create(DISTRIBUTION, "enabled", distribution(bucket(access)))
    client = aws.client("cloudfront")
    etag = client.get_distribution(Id=made.id)["ETag"]
    with pytest.raises(client.exceptions.DistributionNotDisabled):
        client.delete_distribution(Id=made.id, IfMatch=etag)
    aws.delete(made)
    assert aws.read(made) is None


def test_a_change_must_name_the_newest_etag(aws: Provider, access: str) -> None:
    made = aws.create(DISTRIBUTION, "etag", distribution(bucket(access)))
    updated = aws.update(made, distribution(bucket(access), comment="new"))
    assert updated.state["etag"] != made.state["etag"]
    client = aws.client("cloudfront")
    with pytest.raises(client.exceptions.PreconditionFailed):
        client.delete_distribution(Id=made.id, IfMatch=made.state["etag"])
    aws.delete(updated)


def test_a_refresh_sees_a_distribution_that_somebody_changed(aws: Provider) -> None:
    made = aws.create(DISTRIBUTION, "drift", distribution(CUSTOM))
    client = aws.client("cloudfront")
    shown = client.get_distribution_config(Id=made.id)
    config = shown["DistributionConfig"]
    config["DefaultCacheBehavior"]["ViewerProtocolPolicy"] = "allow-all"
    client.update_distribution(Id=made.id, IfMatch=shown["ETag"], DistributionConfig=config)
    seen: Resource | None = aws.read(made)
    assert seen is not None
    assert list(aws.diff(seen, distribution(CUSTOM)).diffs) == ["defaultCacheBehavior"]
    aws.delete(seen)


def test_a_retained_distribution_is_only_disabled(aws: Provider) -> None:
    made = aws.create(DISTRIBUTION, "retained", distribution(CUSTOM, retainOnDelete=True))
    aws.delete(made)
    client = aws.client("cloudfront")
    left = client.get_distribution(Id=made.id)
    assert left["Distribution"]["DistributionConfig"]["Enabled"] is False
    client.delete_distribution(Id=made.id, IfMatch=left["ETag"])


def test_an_access_control_lives_its_whole_life(aws: Provider) -> None:
    made = aws.cycle(CONTROL, control("life"), change={"description": "d", "signingBehavior": "never"})
    assert made.state["arn"].endswith(f":origin-access-control/{made.id}")
    kept = aws.create(CONTROL, "kept", control("kept"))
    assert list(aws.diff(kept, control("other")).replaces) == ["name"]
    aws.delete(kept)


def test_what_a_distribution_uses_can_not_be_deleted(aws: Provider) -> None:
    used = aws.create(CONTROL, "used", control("used"))
    user = aws.create(DISTRIBUTION, "user", distribution(bucket(used.id)))
    with pytest.raises(Refused, match=f"OriginAccessControlInUse.*{user.id}"):
        aws.delete(used)
    aws.delete(user)
    aws.delete(used)


PARTS = {
    "cookiesConfig": {"cookieBehavior": "whitelist", "cookies": {"items": ["session"]}},
    "headersConfig": {"headerBehavior": "whitelist", "headers": {"items": ["Accept", "Origin"]}},
    "queryStringsConfig": {"queryStringBehavior": "all"},
}
POLICIES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "CachePolicy": (
        {
            "name": "life",
            "defaultTtl": 60,
            "maxTtl": 600,
            "minTtl": 0,
            "parametersInCacheKeyAndForwardedToOrigin": {**PARTS, "enableAcceptEncodingGzip": True},
        },
        {"maxTtl": 3600},
    ),
    "OriginRequestPolicy": (
        {"name": "life", **PARTS},
        {"comment": "c", "cookiesConfig": {"cookieBehavior": "none"}},
    ),
    "ResponseHeadersPolicy": (
        {
            "name": "life",
            "corsConfig": {
                "accessControlAllowCredentials": False,
                "accessControlAllowHeaders": {"items": ["*"]},
                "accessControlAllowMethods": {"items": ["GET"]},
                "accessControlAllowOrigins": {"items": ["https://example.com"]},
                "originOverride": True,
            },
            "securityHeadersConfig": {
                "contentSecurityPolicy": {"contentSecurityPolicy": "default-src 'self'", "override": True},
                "contentTypeOptions": {"override": True},
                "frameOptions": {"frameOption": "DENY", "override": True},
                "referrerPolicy": {"referrerPolicy": "same-origin", "override": True},
                "strictTransportSecurity": {
                    "accessControlMaxAgeSec": 63072000,
                    "includeSubdomains": True,
                    "preload": True,
                    "override": True,
                },
                "xssProtection": {"protection": False, "override": True},
            },
        },
        {
            "customHeadersConfig": {"items": [{"header": "x-a", "override": True, "value": "1"}]},
            "removeHeadersConfig": {"items": [{"header": "server"}]},
            "serverTimingHeadersConfig": {"enabled": True, "samplingRate": 50},
        },
    ),
}


@pytest.mark.parametrize("kind", POLICIES)
def test_a_policy_lives_its_whole_life(aws: Provider, kind: str) -> None:
    inputs, change = POLICIES[kind]
    made = aws.cycle(f"aws:cloudfront/{kind[0].lower()}{kind[1:]}:{kind}", inputs, change=change)
    assert made.state["etag"].startswith("E")
    assert made.state["arn"].startswith("arn:aws:cloudfront::123456789012:")
    assert made.state["__kept"] == []


def test_a_function_is_published_as_it_is_written(aws: Provider) -> None:
    store = aws.create("aws:cloudfront/keyValueStore:KeyValueStore", "flags", {"name": "flags"})
    inputs = {
        "name": "rewrite",
        "runtime": "cloudfront-js-2.0",
        "code": "function handler(event) { return event.request; }",
        "keyValueStoreAssociations": [store.state["arn"]],
        "tags": {"a": "b"},
    }
    made = aws.cycle(FUNCTION, inputs, change={"code": "function handler() {}", "comment": "c"})
    assert made.id == "rewrite"
    assert made.state["arn"] == "arn:aws:cloudfront::123456789012:function/rewrite"
    assert made.state["liveStageEtag"] != made.state["etag"]
    aws.delete(store)


def test_a_function_that_is_not_published_can_not_be_used(aws: Provider) -> None:
    inputs = {"name": "draft", "runtime": "cloudfront-js-2.0", "code": "function handler() {}"}
    draft = aws.create(FUNCTION, "draft", {**inputs, "publish": False})
    use = [{"eventType": "viewer-request", "functionArn": draft.state["arn"]}]
    wanted = distribution(CUSTOM, defaultCacheBehavior=behavior("site", functionAssociations=use))
    with pytest.raises(Refused, match="InvalidFunctionAssociation"):
        aws.create(DISTRIBUTION, "uses", wanted)
    published = aws.update(draft, {**inputs, "publish": True})
    user = aws.create(DISTRIBUTION, "uses", wanted)
    aws.assert_settled(user, wanted)
    with pytest.raises(Refused, match=f"FunctionInUse.*{user.id}"):
        aws.delete(published)
    aws.delete(user)
    aws.delete(published)


def test_a_key_value_store_lives_its_whole_life(aws: Provider) -> None:
    token = "aws:cloudfront/keyValueStore:KeyValueStore"
    made = aws.cycle(token, {"name": "life", "comment": "a"}, change={"comment": "b"})
    assert made.id == "life"


def test_further_metrics_are_switched_on_beside_a_distribution(aws: Provider) -> None:
    made = aws.create(DISTRIBUTION, "metrics", distribution(CUSTOM))
    more = {"realtimeMetricsSubscriptionConfig": {"realtimeMetricsSubscriptionStatus": "Enabled"}}
    token = "aws:cloudfront/monitoringSubscription:MonitoringSubscription"
    aws.cycle(token, {"distributionId": made.id, "monitoringSubscription": more})
    aws.delete(made)


def test_a_distribution_s_log_is_delivered_to_a_bucket(aws: Provider) -> None:
    made = aws.create(DISTRIBUTION, "logged", distribution(CUSTOM))
    inputs = {"name": "edge", "logType": "ACCESS_LOGS", "resourceArn": made.state["arn"], "tags": {"a": "b"}}
    source = aws.cycle("aws:cloudwatch/logDeliverySource:LogDeliverySource", inputs)
    assert source.state["service"] == "cloudfront"
    source = aws.create("aws:cloudwatch/logDeliverySource:LogDeliverySource", "edge", inputs)
    kept = {
        "name": "edge",
        "outputFormat": "json",
        "deliveryDestinationConfiguration": {"destinationResourceArn": "arn:aws:s3:::edge-logs"},
    }
    moved = {"destinationResourceArn": "arn:aws:s3:::edge-logs-2"}
    token = "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination"
    aws.cycle(token, kept, change={"deliveryDestinationConfiguration": moved})
    destination = aws.create(token, "edge", kept)
    layout = {"suffixPath": "{DistributionId}/{yyyy}/{MM}/{dd}/{HH}", "enableHiveCompatiblePath": False}
    delivery = {
        "deliverySourceName": source.state["name"],
        "deliveryDestinationArn": destination.state["arn"],
        "s3DeliveryConfigurations": [layout],
        "tags": {"a": "b"},
    }
    shorter = {"s3DeliveryConfigurations": [{**layout, "suffixPath": "{yyyy}"}]}
    aws.cycle("aws:cloudwatch/logDelivery:LogDelivery", delivery, change=shorter)
    for each in (destination, source, made):
        aws.delete(each)

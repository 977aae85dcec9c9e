"""What Cdn refuses and registers."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest

from support.recording import Recording, record
from tenfold.edge import (
    Behavior,
    BucketOrigin,
    CachePolicy,
    Cdn,
    CdnArgs,
    ErrorPage,
    HostedZone,
    HttpsOrigin,
    IssuedCertificate,
    KeyAlgorithm,
    LoadBalancerOrigin,
    OriginFailover,
    OriginRequestPolicy,
    PathBehavior,
    Routing,
)
from tenfold.errors import InvalidInputError
from tenfold.storage import Bucket, BucketArgs


def issued(region: str, *names: str) -> IssuedCertificate:
    arn = f"arn:aws:acm:{region}:123456789012:certificate/1"
    return IssuedCertificate(certificate_arn=arn, domain_names=names, region=region)


SITE = BucketOrigin(bucket_regional_domain_name="site.s3.us-west-2.amazonaws.com")
APP = LoadBalancerOrigin(
    load_balancer_arn="arn:lb", dns_name="web.elb.amazonaws.com", certificate_names=["*.example.com"]
)
COPY = HttpsOrigin(domain_name="copy.example.net", headers={"X-Secret": "s"})
ZONE = HostedZone(name="example.com", zone_id="Z1")
TOPIC = "arn:aws:sns:us-east-1:123456789012:ops"
BASE: dict[str, Any] = {
    "domain_names": ["www.example.com"],
    "certificate": issued("us-east-1", "*.example.com"),
    "origins": {"site": SITE},
    "default_behavior": Behavior(origin="site"),
    "log_bucket": "logs",
}
EVERYTHING: dict[str, Any] = {
    "origins": {"site": SITE, "app": APP, "copy": COPY},
    "failovers": {"files": OriginFailover(primary="site", secondary="copy")},
    "default_behavior": Behavior(origin="files", viewer_request_function_arn="arn:function"),
    "path_behaviors": [
        PathBehavior(path="/api/*", origin="app"),
        PathBehavior(path="/copy/*", origin="copy"),
    ],
    "zones": [ZONE],
    "default_page": "index.html",
    "error_pages": {403: ErrorPage(path="/404.html", status=404)},
    "alarm_topic_arn": TOPIC,
    "tags": {"team": "shop"},
}


def build(opts: pulumi.ResourceOptions | None = None, **args: Any) -> Recording:
    return record(lambda: Cdn("cdn", CdnArgs(**{**BASE, **args}), opts))


@pytest.fixture(scope="module")
def default() -> Recording:
    return build()


@pytest.fixture(scope="module")
def everything() -> Recording:
    return build(**EVERYTHING)


def distribution(recording: Recording) -> dict[str, Any]:
    return recording.one("aws:cloudfront/distribution:Distribution").inputs


def origins(recording: Recording) -> dict[str, dict[str, Any]]:
    return {origin["originId"]: origin for origin in distribution(recording)["origins"]}


def behaviors(recording: Recording) -> dict[str, dict[str, Any]]:
    inputs = distribution(recording)
    paths = {each["pathPattern"]: each for each in inputs.get("orderedCacheBehaviors", [])}
    return {"": inputs["defaultCacheBehavior"], **paths}


def test_every_child_belongs_to_the_component_and_its_web_acl_to_itself(everything: Recording) -> None:
    component, *rest = everything
    assert component.type == "tenfold:index:Cdn"
    acl = everything.one("tenfold:index:WebAcl")
    assert {child.parent for child in rest} == {component.urn, acl.urn}


def test_an_alias_reaches_the_component_alone() -> None:
    recording = build(pulumi.ResourceOptions(aliases=[pulumi.Alias(name="old")]))
    assert [r.name for r in recording if "old" in r.aliases] == ["cdn"]


def test_what_has_a_region_is_in_us_east_1_whatever_the_provider_says(everything: Recording) -> None:
    regional = [r for r in everything if r.type.split("/")[0] in ("aws:cloudwatch", "aws:wafv2")]
    assert len(regional) > 6
    assert {r.inputs["region"] for r in regional} == {"us-east-1"}


def test_viewers_come_by_new_tls_and_every_protocol(default: Recording) -> None:
    inputs = distribution(default)
    assert inputs["viewerCertificate"] == {
        "acmCertificateArn": BASE["certificate"].certificate_arn,
        "minimumProtocolVersion": "TLSv1.2_2025",
        "sslSupportMethod": "sni-only",
    }
    assert inputs["httpVersion"] == "http2and3"
    assert inputs["isIpv6Enabled"] is True
    assert inputs["aliases"] == ["www.example.com"]


def test_every_behavior_redirects_to_https_and_says_the_security_headers(everything: Recording) -> None:
    for behavior in behaviors(everything).values():
        assert behavior["viewerProtocolPolicy"] == "redirect-to-https"
        assert behavior["responseHeadersPolicyId"] == "cdn-headers-id"


def test_browsers_are_told_to_be_careful_and_not_what_serves(default: Recording) -> None:
    inputs = default.one("ResponseHeadersPolicy").inputs
    config = inputs["securityHeadersConfig"]
    assert config["strictTransportSecurity"]["accessControlMaxAgeSec"] == 31536000
    assert config["contentTypeOptions"] == {"override": True}
    assert config["frameOptions"]["frameOption"] == "DENY"
    removed = {item["header"] for item in inputs["removeHeadersConfig"]["items"]}
    assert removed == {"Server", "X-Powered-By"}


def test_a_bucket_is_read_with_signed_requests(default: Recording) -> None:
    access = default.one("OriginAccessControl").inputs
    assert (access["signingBehavior"], access["originAccessControlOriginType"]) == ("always", "s3")
    assert origins(default)["site"]["originAccessControlId"] == "cdn-access-id"


def test_a_load_balancer_is_reached_in_its_network_over_tls(everything: Recording) -> None:
    endpoint = everything.one("VpcOrigin").inputs["vpcOriginEndpointConfig"]
    assert endpoint["arn"] == "arn:lb"
    assert endpoint["originProtocolPolicy"] == "https-only"
    assert endpoint["originSslProtocols"]["items"] == ["TLSv1.2"]
    assert origins(everything)["app"]["vpcOriginConfig"]["vpcOriginId"] == "cdn-app-vpc-origin-id"


def test_a_server_is_reached_over_tls_with_its_headers(everything: Recording) -> None:
    origin = origins(everything)["copy"]
    assert origin["customOriginConfig"]["originProtocolPolicy"] == "https-only"
    assert origin["customHeaders"] == [{"name": "X-Secret", "value": "s"}]


def test_a_failover_asks_the_second_for_what_the_first_fails(everything: Recording) -> None:
    (group,) = distribution(everything)["originGroups"]
    assert group["originId"] == "files"
    assert [member["originId"] for member in group["members"]] == ["site", "copy"]
    assert group["failoverCriteria"]["statusCodes"] == [500, 502, 503, 504]


def test_what_an_origin_needs_is_passed_on_and_kept_by_its_kind(everything: Recording) -> None:
    found = {
        path: (each["cachePolicyId"], each.get("originRequestPolicyId"), "POST" in each["allowedMethods"])
        for path, each in behaviors(everything).items()
    }
    assert found == {
        "": (CachePolicy.OPTIMIZED, None, False),
        "/api/*": (CachePolicy.DISABLED, OriginRequestPolicy.ALL_VIEWER, True),
        "/copy/*": (CachePolicy.DISABLED, OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST, True),
    }


def test_a_behavior_may_decide_for_itself() -> None:
    wanted = Behavior(
        origin="app",
        writes=False,
        cache_policy_id=CachePolicy.ORIGIN_HEADERS_AND_QUERY,
        origin_request_policy_id="own",
        key_group_ids=["key-group"],
    )
    behavior = behaviors(build(origins={"app": APP}, default_behavior=wanted))[""]
    assert behavior["allowedMethods"] == ["GET", "HEAD", "OPTIONS"]
    assert behavior["cachePolicyId"] == CachePolicy.ORIGIN_HEADERS_AND_QUERY
    assert behavior["originRequestPolicyId"] == "own"
    assert behavior["trustedKeyGroups"] == ["key-group"]


def test_a_function_sees_requests_first(everything: Recording) -> None:
    associations = behaviors(everything)[""]["functionAssociations"]
    assert associations == [{"eventType": "viewer-request", "functionArn": "arn:function"}]


def test_an_error_is_answered_with_a_page(everything: Recording) -> None:
    assert distribution(everything)["customErrorResponses"] == [
        {"errorCode": 403, "responseCode": 404, "responsePagePath": "/404.html", "errorCachingMinTtl": 10}
    ]


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ({}, {"restrictionType": "none"}),
        ({"allowed_countries": ["DE"]}, {"restrictionType": "whitelist", "locations": ["DE"]}),
        ({"blocked_countries": ["XX"]}, {"restrictionType": "blacklist", "locations": ["XX"]}),
    ],
)
def test_countries_are_let_in_or_kept_out(args: dict[str, Any], expected: dict[str, Any]) -> None:
    assert distribution(build(**args))["restrictions"] == {"geoRestriction": expected}


def test_a_web_acl_for_cdns_stands_in_front_unless_one_is_given_or_it_is_left_out(default: Recording) -> None:
    assert default.one("aws:wafv2/webAcl:WebAcl").inputs["scope"] == "CLOUDFRONT"
    assert distribution(default)["webAclId"].endswith(":cdn-web-acl-acl")
    given = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/own/1"
    assert distribution(build(web_acl_arn=given))["webAclId"] == given
    assert "webAclId" not in distribution(build(web_application_firewall=False))


def test_every_request_is_logged_to_the_bucket(default: Recording) -> None:
    assert default.one("LogDeliverySource").inputs["logType"] == "ACCESS_LOGS"
    destination = default.one("LogDeliveryDestination").inputs["deliveryDestinationConfiguration"]
    assert destination == {"destinationResourceArn": "arn:aws:s3:::logs"}
    assert default.one("LogDelivery").inputs["deliverySourceName"] == "cdn-log"
    assert not build(log_bucket=None).of("LogDelivery")


def test_names_point_to_it_over_both_protocols(everything: Recording) -> None:
    records = {r.name: r.inputs for r in everything.of("Record")}
    assert set(records) == {"cdn-www-example-com-a", "cdn-www-example-com-aaaa"}
    assert records["cdn-www-example-com-a"]["aliases"][0]["evaluateTargetHealth"] is False
    assert not build().of("Record")


def test_a_routing_changes_a_record_and_renames_none(everything: Recording) -> None:
    recording = build(**{**EVERYTHING, "routing": Routing(set_identifier="cdn", weight=10)})
    assert {r.name for r in recording} == {r.name for r in everything}
    assert recording.one("Record", "cdn-www-example-com-a").inputs["weightedRoutingPolicies"] == [
        {"weight": 10}
    ]


def test_an_alarm_watches_what_viewers_get(everything: Recording) -> None:
    alarm = everything.one("MetricAlarm").inputs
    assert (alarm["metricName"], alarm["threshold"]) == ("5xxErrorRate", 1)
    assert alarm["dimensions"] == {"DistributionId": "cdn-distribution-id", "Region": "Global"}
    assert not build().of("MetricAlarm")


def test_the_distribution_is_protected_and_all_of_it_by_the_guard(everything: Recording) -> None:
    assert {r.name for r in everything if r.protect} == {"cdn-distribution", "cdn-guard"}
    assert not [r for r in build(deletion_protection=False) if r.protect]


def test_a_bucket_and_the_cdn_that_reads_it_are_made_by_one_program() -> None:
    def program() -> None:
        arn, resolve = pulumi.deferred_output()
        site = Bucket("site", BucketArgs(cloudfront_distribution_arns=[arn]))
        origin = BucketOrigin(bucket_regional_domain_name=site.bucket_regional_domain_name)
        resolve(Cdn("cdn", CdnArgs(**{**BASE, "origins": {"site": origin}})).distribution_arn)

    recording = record(program)
    assert ":cdn-distribution" in recording.one("BucketPolicy").inputs["policy"]


def test_a_topic_that_is_known_late_is_refused_when_it_is_known() -> None:
    topic = "arn:aws:sns:us-west-2:123456789012:ops"
    with pytest.raises(Exception, match="CloudFront's metrics are in us-east-1"):
        record(lambda: Cdn("cdn", CdnArgs(**{**BASE, "alarm_topic_arn": pulumi.Output.from_input(topic)})))


@pytest.mark.parametrize(
    ("args", "field", "said"),
    [
        ({"certificate": issued("us-west-2", "*.example.com")}, "CdnArgs.certificate", "Add us-east-1"),
        ({"domain_names": ["example.com"]}, "CdnArgs.domain_names", "Add the name to the certificate"),
        (
            {
                "certificate": issued("us-east-1", "a.example.com", "b.example.org"),
                "domain_names": ["b.example.org"],
                "origins": {"app": APP},
            },
            "CdnArgs.domain_names",
            "the certificate of the origin app",
        ),
        (
            {"certificate": issued("us-east-1", "example.com").revised(key_algorithm=KeyAlgorithm.EC_P384)},
            "CdnArgs.certificate",
            "another key_algorithm",
        ),
        ({"zones": [HostedZone(name="x.org", zone_id="Z")]}, "CdnArgs.domain_names", "Give its zone too"),
        ({"default_behavior": Behavior(origin="gone")}, "CdnArgs.default_behavior.origin", "Mend the label"),
        (
            {"path_behaviors": [PathBehavior(path="/a", origin="gone")]},
            "CdnArgs.path_behaviors./a.origin",
            "Mend the label",
        ),
        (
            {"path_behaviors": [PathBehavior(path="/a", origin="site")] * 2},
            "CdnArgs.path_behaviors",
            "each name once",
        ),
        (
            {"failovers": {"site": OriginFailover(primary="site", secondary="site")}},
            "CdnArgs.failovers",
            "Rename the failover",
        ),
        (
            {"failovers": {"f": OriginFailover(primary="site", secondary="site")}},
            "CdnArgs.failovers.f.secondary",
            "stands in",
        ),
        (
            {"failovers": {"f": OriginFailover(primary="site", secondary="gone")}},
            "CdnArgs.failovers.f",
            "Mend the label",
        ),
        (
            {**EVERYTHING, "default_behavior": Behavior(origin="files", writes=True)},
            "CdnArgs.default_behavior.writes",
            "fails over reading alone",
        ),
        (
            {"alarm_topic_arn": "arn:aws:sns:us-west-2:123456789012:ops"},
            "CdnArgs.alarm_topic_arn",
            "give an AlarmTopic with region='us-east-1'",
        ),
        (
            {"web_acl_arn": "arn:aws:wafv2:us-west-2:123456789012:regional/webacl/a/1"},
            "CdnArgs.web_acl_arn",
            "scope=Scope.CLOUDFRONT",
        ),
        (
            {"allowed_countries": ["DE"], "blocked_countries": ["FR"]},
            "CdnArgs.blocked_countries",
            "Keep one",
        ),
        ({"web_acl_arn": "a", "web_application_firewall": False}, "CdnArgs.web_acl_arn", "Remove either"),
    ],
)
def test_a_cdn_that_cannot_be_is_refused(args: dict[str, Any], field: str, said: str) -> None:
    with pytest.raises(InvalidInputError, match=said) as refused:
        CdnArgs(**{**BASE, **args})
    assert refused.value.field == field


def test_to_write_no_access_log_has_to_be_said() -> None:
    with pytest.raises(InvalidInputError, match="log_bucket: None is refused"):
        CdnArgs(**{key: value for key, value in BASE.items() if key != "log_bucket"})


def test_an_origins_path_begins_with_a_slash_and_ends_without() -> None:
    with pytest.raises(InvalidInputError, match=r"BucketOrigin\.path"):
        BucketOrigin(bucket_regional_domain_name="b", path="site/")

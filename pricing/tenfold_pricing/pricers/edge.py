"""Load balancers, CloudFront, WAF, Route 53, Global Accelerator and ARC."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..charges import TIB, ZONES, Charge, Subject, prices, tiered, use

CLOUDFRONT_OUT = {
    "us-ca-mx": (
        ("us-ca-mx out first 10 TB", 10 * TIB),
        ("us-ca-mx out next 40 TB", 40 * TIB),
        ("us-ca-mx out next 100 TB", 100 * TIB),
        ("us-ca-mx out next 350 TB", None),
    ),
    "europe": (
        ("europe out first 10 TB", 10 * TIB),
        ("europe out next 40 TB", 40 * TIB),
        ("europe out next 100 TB", None),
    ),
}
BILLION = Decimal(1000)
"""A billion queries, in millions."""
QUERIES = (("standard-queries first 1B", BILLION), ("standard-queries over 1B", None))
OPTIONS_OF_A_CHECK = ("https", "string-match", "10s-interval", "latency")
HEALTH_CHECKS_OF_AWS = use("1 if the health check's endpoint is outside AWS, else 0", 0, 0, 0)


@prices(
    "aws:lb/loadBalancer:LoadBalancer",
    "aws:alb/loadBalancer:LoadBalancer",
    lcus=use("capacity units on average, each 25 new connections a second or 1 GB an hour", 1, 2, 10),
)
def load_balancer(subject: Subject) -> Iterator[Charge]:
    """Hours, capacity units, and a public IPv4 address in each zone if it faces the internet."""
    kind = subject.text("loadBalancerType", default="application")
    yield Charge("hours", "ELB", f"{kind}-load-balancer", "hour", subject.hours)
    lcus = subject.use("lcus") * subject.hours
    yield Charge("capacity units", "ELB", f"{kind}-lcu", "LCU-hour", lcus)
    if not subject.flag("internal") and subject.text("ipAddressType") != "dualstack-without-public-ipv4":
        zones = subject.count("subnets", default=ZONES)
        addresses = zones - len([each for each in subject.items("subnetMappings") if "allocationId" in each])
        if addresses > 0:
            yield Charge("public IPv4 addresses", "VPC", "public-ipv4", "hour", subject.hours * addresses)


@prices(
    "aws:cloudfront/distribution:Distribution",
    gb_us=use("GB to users in the United States, Canada and Mexico", 10, 100, 1000),
    gb_europe=use("GB to users in Europe", 0, 0, 0),
    gb_to_origin=use("GB that users send to the origin", 1, 10, 100),
    million_https_us=use("million HTTPS requests from the United States, Canada and Mexico", 0.1, 1, 10),
    million_https_europe=use("million HTTPS requests from Europe", 0, 0, 0),
    invalidation_paths=use("invalidated paths beyond the 1,000 that are free", 0, 0, 0),
)
def distribution(subject: Subject) -> Iterator[Charge]:
    """Transfer and requests by where the users are; from AWS origins to CloudFront transfer is free."""
    yield from tiered(
        "out to users (US)", "CloudFront", "GB", subject.use("gb_us"), CLOUDFRONT_OUT["us-ca-mx"]
    )
    yield from tiered(
        "out to users (Europe)", "CloudFront", "GB", subject.use("gb_europe"), CLOUDFRONT_OUT["europe"]
    )
    yield Charge("to the origin", "CloudFront", "us-ca-mx out-to-origin", "GB", subject.use("gb_to_origin"))
    for where, key in (("us-ca-mx", "million_https_us"), ("europe", "million_https_europe")):
        if requests := subject.use(key):
            sku = f"{where} https-requests"
            yield Charge("requests", "CloudFront", sku, "million-requests", requests)
    if paths := subject.use("invalidation_paths"):
        yield Charge("invalidations", "CloudFront", "invalidation-path", "path", paths)


@prices("aws:cloudfront/function:Function", million_requests=use("million invocations", 0.1, 1, 10))
def edge_function(subject: Subject) -> Iterator[Charge]:
    calls = subject.use("million_requests")
    yield Charge("invocations", "CloudFront", "functions-invocations", "million-requests", calls)


@prices("aws:wafv2/webAcl:WebAcl", million_requests=use("million requests that it inspects", 0.1, 1, 10))
def web_acl(subject: Subject) -> Iterator[Charge]:
    """The ACL, each of its rules or rule groups, and the requests. A global ACL is charged in us-east-1."""
    region = "us-east-1" if subject.text("scope") == "CLOUDFRONT" else None
    yield Charge("web ACL", "WAF", "web-acl", "month", Decimal(1), region)
    rules = Decimal(len(subject.items("rules")))
    if rules:
        yield Charge("rules", "WAF", "rule", "month", rules, region)
    requests = subject.use("million_requests")
    yield Charge("requests", "WAF", "requests", "million-requests", requests, region)


@prices("aws:wafv2/ruleGroup:RuleGroup")
def rule_group(subject: Subject) -> Iterator[Charge]:
    """Its rules; the ACLs that use it pay for the group."""
    rules = Decimal(len(subject.items("rules")))
    yield Charge("rules", "WAF", "rule", "month", rules)


@prices("aws:route53/zone:Zone", million_queries=use("million DNS queries that are charged", 0.1, 1, 10))
def zone(subject: Subject) -> Iterator[Charge]:
    """The zone and its queries; those of alias records to AWS's services are free."""
    yield Charge("hosted zone", "Route53", "hosted-zone", "month", Decimal(1))
    if not subject.items("vpcs"):
        queries = subject.use("million_queries")
        yield from tiered("queries", "Route53", "million-requests", queries, QUERIES)


@prices("aws:route53/healthCheck:HealthCheck", outside_aws=HEALTH_CHECKS_OF_AWS)
def health_check(subject: Subject) -> Iterator[Charge]:
    """The check and each option: HTTPS, string match, a 10-second interval, latency."""
    kind = subject.text("type")
    where = "non-aws-endpoint" if subject.use("outside_aws") > 0 else "aws-endpoint"
    yield Charge("health check", "Route53", f"health-check {where}", "month", Decimal(1))
    options = sum(
        (
            kind.startswith("HTTPS"),
            kind.endswith("STR_MATCH"),
            subject.number("requestInterval", default=30) == 10,
            subject.flag("measureLatency"),
        )
    )
    if options:
        yield Charge("options", "Route53", f"health-check option {where}", "month", Decimal(options))


@prices(
    "aws:globalaccelerator/accelerator:Accelerator",
    gb_europe=use("GB in the dominant direction between a US region and users in Europe", 0, 0, 0),
)
def accelerator(subject: Subject) -> Iterator[Charge]:
    yield Charge("hours", "GlobalAccelerator", "accelerator", "hour", subject.hours)
    if premium := subject.use("gb_europe"):
        yield Charge("premium", "GlobalAccelerator", "dt-premium us-region to europe", "GB", premium)

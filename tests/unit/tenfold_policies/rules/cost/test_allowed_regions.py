from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.cost.allowed_regions import RULE
from tenfold_policies.values import UNKNOWN

QUEUE = "aws:sqs/queue:Queue"
ALLOWED = {"regions": ["eu-west-1"]}


def test_passes() -> None:
    assert judged(RULE, resource(QUEUE, region="eu-west-1"), parameters=ALLOWED).passes


def test_fails() -> None:
    verdict = judged(
        RULE,
        resource(QUEUE, "jobs", region="us-east-1"),
        resource("pulumi:providers:aws", "default", region="us-west-2"),
        parameters=ALLOWED,
    )
    assert verdict.faults == {
        "jobs": ["region is us-east-1. Allowed: eu-west-1."],
        "default": ["region is us-west-2. Allowed: eu-west-1."],
    }


def test_cannot_tell() -> None:
    assert judged(RULE, resource(QUEUE, "jobs", region=UNKNOWN), parameters=ALLOWED).untold == {"jobs"}


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:iam/role:Role"), parameters=ALLOWED).passes
    assert judged(RULE, resource(QUEUE, region="us-east-1")).passes


def test_what_cloudfront_takes_from_us_east_1_only_may_be_there() -> None:
    certificate = resource("aws:acm/certificate:Certificate", region="us-east-1")
    firewall = resource("aws:wafv2/webAcl:WebAcl", "cdn", region="us-east-1", scope="CLOUDFRONT")
    assert judged(RULE, certificate, firewall, parameters=ALLOWED).passes
    logs = resource("aws:cloudwatch/logDeliverySource:LogDeliverySource", "logs", region="us-east-1")
    alarm = resource(
        "aws:cloudwatch/metricAlarm:MetricAlarm", "errors", region="us-east-1", namespace="AWS/CloudFront"
    )
    key = resource("aws:kms/key:Key", "dnssec", region="us-east-1", customerMasterKeySpec="ECC_NIST_P256")
    assert judged(RULE, logs, alarm, key, parameters=ALLOWED).passes
    regional = resource("aws:wafv2/webAcl:WebAcl", "alb", region="us-east-1", scope="REGIONAL")
    assert set(judged(RULE, regional, parameters=ALLOWED).faults) == {"alb"}

"""What WebAcl refuses and registers."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest

from support.recording import Recording, record
from tenfold.edge import ManagedRules, RuleGroup, Scope, WebAcl, WebAclArgs
from tenfold.errors import InvalidInputError

TOPIC = "arn:aws:sns:us-west-2:123456789012:ops"


def build(opts: pulumi.ResourceOptions | None = None, **args: Any) -> Recording:
    return record(lambda: WebAcl("acl", WebAclArgs(**args), opts))


@pytest.fixture(scope="module")
def default() -> Recording:
    return build()


def rules(recording: Recording) -> dict[str, dict[str, Any]]:
    return {rule["name"]: rule for rule in recording.one("aws:wafv2/webAcl:WebAcl").inputs["rules"]}


def test_every_child_belongs_to_the_component(default: Recording) -> None:
    component, *children = default
    assert component.type == "tenfold:index:WebAcl"
    assert {child.parent for child in children} == {component.urn}


def test_aws_baseline_refuses_and_an_address_is_limited(default: Recording) -> None:
    found = rules(default)
    assert list(found) == [
        "requests-per-address",
        "AWSManagedRulesAmazonIpReputationList",
        "AWSManagedRulesKnownBadInputsRuleSet",
        "AWSManagedRulesCommonRuleSet",
    ]
    assert [rule["priority"] for rule in found.values()] == [0, 1, 2, 3]
    rate = found["requests-per-address"]
    assert rate["action"] == {"block": {}}
    assert rate["statement"]["rateBasedStatement"]["limit"] == 2000
    assert all("none" in rule["overrideAction"] for name, rule in found.items() if name.startswith("AWS"))


def test_a_rule_or_a_group_may_count_instead_of_refusing() -> None:
    counted = ManagedRules(group=RuleGroup.COMMON, counted_rules=["SizeRestrictions_BODY"])
    tried = ManagedRules(group=RuleGroup.LINUX, count_only=True)
    found = rules(build(managed_rules=[counted, tried]))
    statement = found["AWSManagedRulesCommonRuleSet"]["statement"]["managedRuleGroupStatement"]
    assert statement["ruleActionOverrides"] == [
        {"name": "SizeRestrictions_BODY", "actionToUse": {"count": {}}}
    ]
    assert "count" in found["AWSManagedRulesLinuxRuleSet"]["overrideAction"]


def test_behind_another_cdn_the_header_says_who_is_limited() -> None:
    rate = rules(build(client_address_header="CF-Connecting-IP"))["requests-per-address"]["statement"]
    assert rate["rateBasedStatement"]["aggregateKeyType"] == "FORWARDED_IP"
    assert rate["rateBasedStatement"]["forwardedIpConfig"]["headerName"] == "CF-Connecting-IP"


def test_what_is_refused_or_counted_is_logged_without_secrets(default: Recording) -> None:
    group = default.one("LogGroup").inputs
    assert group["name"] == "aws-waf-logs-acl"
    assert group["retentionInDays"] == 90
    logging = default.one("WebAclLoggingConfiguration").inputs
    assert logging["loggingFilter"]["defaultBehavior"] == "DROP"
    headers = {field["singleHeader"]["name"] for field in logging["redactedFields"]}
    assert headers == {"authorization", "cookie"}
    assert "loggingFilter" not in build(allowed_request_logs=True).one("WebAclLoggingConfiguration").inputs


def test_a_cdns_is_in_us_east_1_whatever_the_provider_says() -> None:
    recording = build(scope=Scope.CLOUDFRONT)
    assert {r.inputs["region"] for r in recording if r.type.startswith("aws:")} == {"us-east-1"}


def test_region_reaches_every_child() -> None:
    recording = build(region="us-west-2", alarm_topic_arn=TOPIC, alarms={"blocked_requests_per_minute": 9})
    assert {r.inputs["region"] for r in recording if r.type.startswith("aws:")} == {"us-west-2"}
    assert recording.one("MetricAlarm").inputs["dimensions"] == {
        "WebACL": "acl",
        "Rule": "ALL",
        "Region": "us-west-2",
    }


@pytest.mark.parametrize(
    ("args", "field", "said"),
    [
        ({"scope": Scope.CLOUDFRONT, "region": "us-west-2"}, "WebAclArgs.region", "from there only"),
        ({"scope": Scope.CLOUDFRONT, "alarm_topic_arn": TOPIC}, "WebAclArgs.alarm_topic_arn", "us-east-1"),
        ({"region": "us-east-1", "alarm_topic_arn": TOPIC}, "WebAclArgs.alarm_topic_arn", "us-east-1"),
        (
            {"managed_rules": [ManagedRules(group=group) for group in RuleGroup]},
            "WebAclArgs.managed_rules",
            "Leave one of them out",
        ),
        (
            {"managed_rules": [ManagedRules(group=RuleGroup.LINUX)] * 2},
            "WebAclArgs.managed_rules",
            "each group once",
        ),
    ],
)
def test_a_web_acl_that_cannot_be_is_refused(args: dict[str, Any], field: str, said: str) -> None:
    with pytest.raises(InvalidInputError, match=said) as refused:
        WebAclArgs(**args)
    assert refused.value.field == field

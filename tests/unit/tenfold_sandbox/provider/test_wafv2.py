from __future__ import annotations

from typing import Any

import pytest

from support.ground import make_network
from support.provider import Provider, Refused, Resource

ACL = "aws:wafv2/webAcl:WebAcl"
IP_SET = "aws:wafv2/ipSet:IpSet"
ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation"
LOGGING = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"


def seen(name: str) -> dict[str, Any]:
    return {"cloudwatchMetricsEnabled": True, "metricName": name, "sampledRequestsEnabled": True}


def managed(name: str, priority: int, **more: Any) -> dict[str, Any]:
    return {
        "name": name,
        "priority": priority,
        "overrideAction": {"none": {}},
        "statement": {"managedRuleGroupStatement": {"vendorName": "AWS", "name": name, **more}},
        "visibilityConfig": seen(name),
    }


def limited(priority: int, limit: int, **more: Any) -> dict[str, Any]:
    return {
        "name": "limit",
        "priority": priority,
        "action": {"block": {}},
        "statement": {"rateBasedStatement": {"limit": limit, "aggregateKeyType": "IP", **more}},
        "visibilityConfig": seen("limit"),
    }


def acl(name: str, *rules: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "name": name,
        "scope": "REGIONAL",
        "defaultAction": {"allow": {}},
        "visibilityConfig": seen(name),
        "rules": list(rules),
        **more,
    }


COMMON = managed("AWSManagedRulesCommonRuleSet", 1)


def live(aws: Provider, token: str, inputs: dict[str, Any], change: dict[str, Any]) -> Resource:
    """As `aws.cycle`, but an import names the id, the name and the scope."""
    made = aws.create(token, "it", inputs)
    aws.assert_settled(made, inputs)
    wanted = {**inputs, **change}
    last = aws.update(made, wanted)
    aws.assert_settled(last, wanted)
    found = aws.import_(token, "it", f"{made.id}/{made.state['name']}/{made.state['scope']}")
    assert found is not None
    assert found.id == made.id
    assert list(aws.diff(found, wanted).diffs) == []
    aws.delete(last)
    assert aws.read(last) is None
    return last


@pytest.mark.parametrize("scope", ["REGIONAL", "CLOUDFRONT"])
def test_a_web_acl_lives_its_whole_life(aws: Provider, scope: str) -> None:
    override = {"name": "SizeRestrictions_BODY", "actionToUse": {"count": {}}}
    counted = managed("AWSManagedRulesCommonRuleSet", 1, ruleActionOverrides=[override])
    uri = {"fieldToMatch": {"uriPath": {}}, "textTransformations": [{"priority": 0, "type": "NONE"}]}
    starts = {"searchString": "/login", "positionalConstraint": "STARTS_WITH", **uri}
    scoped = {"scopeDownStatement": {"byteMatchStatement": starts}, "evaluationWindowSec": 120}
    refusal = {"responseCode": 403, "customResponseBodyKey": "no"}
    made = live(
        aws,
        ACL,
        acl(f"life-{scope}", COMMON, limited(2, 2000), scope=scope, tags={"a": "b"}),
        {
            "description": "of the edge",
            "rules": [counted, limited(2, 500, **scoped)],
            "customResponseBodies": [{"key": "no", "content": "no", "contentType": "TEXT_PLAIN"}],
            "defaultAction": {"block": {"customResponse": refusal}},
            "tokenDomains": ["example.com"],
            "associationConfig": {
                "requestBodies": [{"cloudfront": {"defaultSizeInspectionLimit": "KB_16"}}],
            },
            "tags": {"a": "c"},
        },
    )
    place = "global" if scope == "CLOUDFRONT" else "regional"
    assert made.state["arn"] == f"arn:aws:wafv2:us-east-1:123456789012:{place}/webacl/life-{scope}/{made.id}"
    assert made.state["__kept"] == []


def test_statements_nest_in_statements(aws: Provider) -> None:
    labelled = {"labelMatchStatement": {"scope": "LABEL", "key": "awswaf:managed:aws:bot"}}
    countries = {"geoMatchStatement": {"countryCodes": ["KP"]}}
    nested = {"andStatement": {"statements": [labelled, {"notStatement": {"statement": countries}}]}}
    rule = {**limited(1, 100), "statement": nested}
    inputs = acl("nested", rule)
    made = aws.create(ACL, "nested", inputs)
    aws.assert_settled(made, inputs)
    assert made.state["rules"][0]["statement"] == nested
    aws.delete(made)


def test_rules_that_are_no_longer_wanted_go(aws: Provider) -> None:
    made = aws.create(ACL, "fewer", acl("fewer", COMMON))
    bare = aws.update(made, acl("fewer"))
    shown = aws.client("wafv2").get_web_acl(Name="fewer", Scope="REGIONAL", Id=made.id)["WebACL"]
    assert shown["Rules"] == []
    aws.delete(bare)


def test_a_refresh_sees_rules_that_somebody_changed(aws: Provider) -> None:
    inputs = acl("drift", COMMON)
    made = aws.create(ACL, "drift", inputs)
    client = aws.client("wafv2")
    name = {"Name": "drift", "Scope": "REGIONAL", "Id": made.id}
    shown = client.get_web_acl(**name)
    parts = {key: shown["WebACL"][key] for key in ("DefaultAction", "VisibilityConfig")}
    client.update_web_acl(**name, LockToken=shown["LockToken"], Rules=[], **parts)
    seen_now = aws.read(made)
    assert seen_now is not None
    assert list(aws.diff(seen_now, inputs).diffs) == ["rules"]
    aws.delete(seen_now)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (
            acl("a", managed("AWSManagedRulesComonRuleSet", 1)),
            "MANAGED_RULE_SET.*AWSManagedRulesCommonRuleSet",
        ),
        (acl("a", COMMON, {**limited(1, 100)}), "RULE.*Priority"),
        (acl("a", {**COMMON, "overrideAction": None, "action": {"block": {}}}), "RULE_ACTION"),
        (acl("a", scope="CLOUDFRONT", region="eu-west-1"), "SCOPE_VALUE.*us-east-1"),
    ],
    ids=["unknown group", "priority twice", "action of a group", "scope elsewhere"],
)
def test_a_web_acl_that_aws_does_not_take_is_refused(
    aws: Provider, wrong: dict[str, Any], message: str
) -> None:
    with pytest.raises(Refused, match=f"WAFInvalidParameterException.*{message}"):
        aws.create(ACL, "wrong", wrong)


def test_an_ip_set_lives_its_whole_life(aws: Provider) -> None:
    office = {"name": "office", "scope": "REGIONAL", "ipAddressVersion": "IPV4"}
    inputs = {**office, "addresses": ["192.0.2.0/24"]}
    made = live(aws, IP_SET, inputs, {"addresses": ["198.51.100.7/32"], "description": "of the edge"})
    assert made.state["arn"].endswith(f"/ipset/office/{made.id}")


def test_a_rule_takes_addresses_from_a_set(aws: Provider) -> None:
    inputs = {"name": "bad", "scope": "REGIONAL", "ipAddressVersion": "IPV4", "addresses": []}
    addresses = aws.create(IP_SET, "bad", inputs)
    rule = {**limited(1, 100), "statement": {"ipSetReferenceStatement": {"arn": addresses.state["arn"]}}}
    made = aws.create(ACL, "set", acl("set", rule))
    aws.assert_settled(made, acl("set", rule))
    aws.delete(made)
    aws.delete(addresses)
    with pytest.raises(Refused, match="WAFNonexistentItemException"):
        aws.create(ACL, "set", acl("set", rule))


def test_a_web_acl_protects_a_load_balancer(aws: Provider) -> None:
    inside = {"name": "walled", "loadBalancerType": "application", "internal": True}
    balancer = aws.create(
        "aws:lb/loadBalancer:LoadBalancer", "walled", {**inside, "subnets": make_network(aws, 42).subnets}
    )
    firewall = aws.create(ACL, "walled", acl("walled", COMMON))
    inputs = {"webAclArn": firewall.state["arn"], "resourceArn": balancer.id}
    made = aws.cycle(ASSOCIATION, inputs)
    assert made.id == f"{firewall.state['arn']},{balancer.id}"
    tied = aws.create(ASSOCIATION, "tied", inputs)
    with pytest.raises(Refused, match=r"WAFAssociatedItemException.*loadbalancer/app/walled"):
        aws.delete(firewall)
    for each in (tied, firewall, balancer):
        aws.delete(each)


def test_a_distribution_names_its_web_acl_itself(aws: Provider) -> None:
    firewall = aws.create(ACL, "edge", acl("edge", scope="CLOUDFRONT"))
    inputs: dict[str, Any] = {
        "enabled": True,
        "origins": [
            {
                "originId": "o",
                "domainName": "o.example.com",
                "customOriginConfig": {
                    "httpPort": 80,
                    "httpsPort": 443,
                    "originProtocolPolicy": "https-only",
                    "originSslProtocols": ["TLSv1.2"],
                },
            }
        ],
        "defaultCacheBehavior": {
            "targetOriginId": "o",
            "viewerProtocolPolicy": "https-only",
            "allowedMethods": ["GET", "HEAD"],
            "cachedMethods": ["GET", "HEAD"],
            "cachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6",
        },
        "restrictions": {"geoRestriction": {"restrictionType": "none"}},
        "viewerCertificate": {"cloudfrontDefaultCertificate": True},
        "webAclId": firewall.state["arn"],
    }
    distribution = aws.create("aws:cloudfront/distribution:Distribution", "edge", inputs)
    aws.assert_settled(distribution, inputs)
    tie = {"webAclArn": firewall.state["arn"], "resourceArn": distribution.state["arn"]}
    with pytest.raises(Refused, match=r"WAFInvalidParameterException.*a distribution names its web ACL"):
        aws.create(ASSOCIATION, "edge", tie)
    with pytest.raises(Refused, match=f"WAFAssociatedItemException.*{distribution.id}"):
        aws.delete(firewall)
    aws.delete(distribution)
    aws.delete(firewall)


def test_a_web_acl_logs_to_a_group_of_the_right_name(aws: Provider) -> None:
    firewall = aws.create(ACL, "logged", acl("logged"))
    group = aws.create("aws:cloudwatch/logGroup:LogGroup", "waf", {"name": "aws-waf-logs-edge"})
    inputs = {"resourceArn": firewall.state["arn"], "logDestinationConfigs": [group.state["arn"]]}
    blocked = [{"actionCondition": {"action": "BLOCK"}}]
    kept = {"behavior": "KEEP", "requirement": "MEETS_ANY", "conditions": blocked}
    aws.cycle(
        LOGGING,
        inputs,
        change={
            "loggingFilter": {"defaultBehavior": "DROP", "filters": [kept]},
            "redactedFields": [{"singleHeader": {"name": "authorization"}}],
        },
    )
    other = aws.create("aws:cloudwatch/logGroup:LogGroup", "other", {"name": "edge-logs"})
    with pytest.raises(Refused, match=r"LOG_DESTINATION.*aws-waf-logs-"):
        aws.create(LOGGING, "other", {**inputs, "logDestinationConfigs": [other.state["arn"]]})
    for each in (group, other, firewall):
        aws.delete(each)

"""AWS WAF: web ACLs as they were sent, what they protect and where they log."""

from __future__ import annotations

from typing import Any, NoReturn

from ..messages import Document
from . import Call, Gaps, refuse, store
from .references import backend

GAPS = Gaps("wafv2")
_GLOBAL = "global"
_HOME = "us-east-1"
_WAITING = ("Name", "Scope", "Id", "LockToken", "Tags", "Description")
_LOG_PREFIX = "aws-waf-logs-"
# "AWS Managed Rules rule groups list", AWS WAF Developer Guide.
_MANAGED = frozenset(
    f"AWSManagedRules{name}"
    for name in (
        "ACFPRuleSet",
        "ATPRuleSet",
        "AdminProtectionRuleSet",
        "AmazonIpReputationList",
        "AnonymousIpList",
        "AntiDDoSRuleSet",
        "BotControlRuleSet",
        "CommonRuleSet",
        "KnownBadInputsRuleSet",
        "LinuxRuleSet",
        "PHPRuleSet",
        "SQLiRuleSet",
        "UnixRuleSet",
        "WindowsRuleSet",
        "WordPressRuleSet",
    )
)


def _model(call: Call, scope: str) -> Any:
    return backend(call, "wafv2", _GLOBAL if scope == "CLOUDFRONT" else None)


def _scope_of(arn: str) -> str:
    return "CLOUDFRONT" if ":global/" in arn else "REGIONAL"


def _invalid(field: str, value: str, allowed: str) -> NoReturn:
    message = "Error reason: The parameter contains an invalid value"
    refuse(
        "WAFInvalidParameterException", f"{message}, field: {field}, parameter: {value}. Allowed: {allowed}"
    )


@GAPS.checks(
    *(f"{verb}{noun}" for verb in ("Create", "Get", "Update", "Delete") for noun in ("WebACL", "IPSet"))
)
def check_scope(call: Call) -> None:
    if call.params.get("Scope") == "CLOUDFRONT" and call.region != _HOME:
        _invalid("SCOPE_VALUE", f"CLOUDFRONT in {call.region}", f"CLOUDFRONT in {_HOME}, REGIONAL")


@GAPS.checks("CreateWebACL", "UpdateWebACL")
def check_rules(call: Call) -> None:
    rules: list[Document] = call.params.get("Rules") or []
    for key in ("Name", "Priority"):
        given = [rule[key] for rule in rules]
        if len(set(given)) < len(given):
            _invalid("RULE", f"{key} {given}", f"each {key.lower()} once")
    for rule in rules:
        _check_rule(call, rule)


def _check_rule(call: Call, rule: Document) -> None:
    statement: Document = rule["Statement"]
    group: Document = statement.get("ManagedRuleGroupStatement") or {}
    grouped = bool(group) or "RuleGroupReferenceStatement" in statement
    if grouped == ("Action" in rule) or grouped != ("OverrideAction" in rule):
        wanted = "OverrideAction for a rule group, Action for any other statement"
        _invalid("RULE_ACTION", rule["Name"], wanted)
    if group.get("VendorName") == "AWS" and group["Name"] not in _MANAGED:
        _invalid("MANAGED_RULE_SET", group["Name"], ", ".join(sorted(_MANAGED)))
    addresses: str | None = statement.get("IPSetReferenceStatement", {}).get("ARN")
    if addresses and addresses not in _model(call, _scope_of(addresses)).ip_sets:
        refuse("WAFNonexistentItemException", f"AWS WAF couldn't find the IP set {addresses}")


@GAPS.amends("CreateWebACL")
def keep_web_acl(call: Call, result: Document) -> None:
    _keep(call, result["Summary"]["ARN"])


@GAPS.amends("UpdateWebACL")
def keep_update(call: Call, _result: Document) -> None:
    acls = _model(call, call.params["Scope"]).wacls.values()
    acl = next(each for each in acls if each.id == call.params["Id"])
    acl.description = call.params.get("Description", "")
    _keep(call, acl.arn)


def _keep(call: Call, arn: str) -> None:
    sent = {name: value for name, value in call.params.items() if name not in _WAITING}
    store(_model(call, call.params["Scope"]), "acls")[arn] = sent


@GAPS.amends("GetWebACL")
def complete_web_acl(call: Call, result: Document) -> None:
    _complete(call, result["WebACL"])


@GAPS.amends("GetWebACLForResource")
def complete_acl_of_resource(call: Call, result: Document) -> None:
    if result.get("WebACL"):
        _complete(call, result["WebACL"])


def _complete(call: Call, acl: Document) -> None:
    """What AWS WAF puts in place whole: an update that leaves something out drops it."""
    arn: str = acl["ARN"]
    sent = store(_model(call, _scope_of(arn)), "acls").get(arn, {})
    kept = {
        name: acl[name]
        for name in ("Name", "Id", "ARN", "Description", "Capacity", "LabelNamespace")
        if name in acl
    }
    acl.clear()
    acl.update({**kept, **sent})


@GAPS.checks("DeleteWebACL")
def check_deletion(call: Call) -> None:
    acls = _model(call, call.params["Scope"]).wacls.values()
    acl = next((each for each in acls if each.id == call.params["Id"]), None)
    users = [] if acl is None else _users(call, acl)
    if users:
        message = (
            "AWS WAF couldn't perform the operation because your resource is being used by another resource"
        )
        refuse("WAFAssociatedItemException", f"{message}: {users[0]}")


def _users(call: Call, acl: Any) -> list[str]:
    balancers = backend(call, "elbv2").load_balancers
    regional = [
        each for each in acl.associated_resources if ":loadbalancer/" not in each or each in balancers
    ]
    distributions = store(backend(call, "cloudfront"), "Distribution").values()
    return regional + [
        each["shown"]["ARN"] for each in distributions if each["config"].get("WebACLId") == acl.arn
    ]


@GAPS.amends("DeleteWebACL")
def drop_web_acl(call: Call, _result: Document) -> None:
    model = _model(call, call.params["Scope"])
    for arn in [arn for arn in store(model, "acls") if arn not in model.wacls]:
        del store(model, "acls")[arn]


@GAPS.checks("AssociateWebACL")
def check_association(call: Call) -> None:
    resource: str = call.params["ResourceArn"]
    if _scope_of(call.params["WebACLArn"]) == "CLOUDFRONT":
        allowed = "a web ACL of scope REGIONAL; a distribution names its web ACL itself"
        _invalid("RESOURCE_ARN", resource, allowed)
    if ":loadbalancer/" in resource and resource not in backend(call, "elbv2").load_balancers:
        refuse("WAFNonexistentItemException", f"AWS WAF couldn't find the resource {resource}")
    for acl in backend(call, "wafv2").wacls.values():  # a resource has one web ACL: the last
        acl.associated_resources[:] = [each for each in acl.associated_resources if each != resource]


@GAPS.checks("PutLoggingConfiguration")
def check_logging(call: Call) -> None:
    config: Document = call.params["LoggingConfiguration"]
    arn: str = config["ResourceArn"]
    if arn not in _model(call, _scope_of(arn)).wacls:
        refuse("WAFNonexistentItemException", f"AWS WAF couldn't find the web ACL {arn}")
    for destination in config["LogDestinationConfigs"]:
        name = destination.removesuffix(":*").rpartition(":" if ":s3:::" in destination else ":log-group:")[2]
        name = name.rpartition("deliverystream/")[2]
        if not name.startswith(_LOG_PREFIX):
            _invalid("LOG_DESTINATION", destination, f"a log group, bucket or stream named {_LOG_PREFIX}…")
        if ":logs:" in destination and name not in backend(call, "logs").groups:
            refuse("WAFLogDestinationPermissionIssueException", f"The log group does not exist: {name}")

"""AWS WAF: web ACLs and address sets, what they protect and where they log."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

from tenfold_sandbox.provider.convert import from_aws
from tenfold_sandbox.provider.sdk import sdk_type
from tenfold_sandbox.provider.table import Call, Context, Resource, Tagging, Value

_WEB_ACL_TOKEN = "aws:wafv2/webAcl:WebAcl"
_TAGGING = Tagging(
    add="TagResource",
    remove="UntagResource",
    key="ResourceARN",
    target="live.ARN",
    listing="ListTagsForResource",
    listed="TagInfoForResource.TagList",
)
# Where statements hold statements: AWS's name and Pulumi's.
_BELOW = {
    "ScopeDownStatement": "scopeDownStatement",
    "Statement": "statement",
    "Statements": "statements",
}


def _named(identity: str) -> Mapping[str, Any]:
    """An import names the id, the name and the scope."""
    _, _, rest = identity.partition("/")
    name, _, scope = rest.rpartition("/")
    return {"name": name, "scope": scope}


def _id(context: Context) -> str:
    return context.id.partition("/")[0]


_THIS: dict[str, Value] = {"Id": _id, "Name": "in.name", "Scope": "in.scope"}
_LOCK: dict[str, Value] = {**_THIS, "LockToken": "live.LockToken"}


def _wanted_rules(context: Context) -> list[dict[str, Any]]:
    """The rules, which may be a JSON document in AWS's own words."""
    document: str | None = context.inputs.get("ruleJson")
    if document:
        return json.loads(document)
    return context.inputs.get("rules") or []


def _live_rules(context: Context) -> list[dict[str, Any]] | None:
    if context.inputs.get("ruleJson"):
        return None
    rules: list[dict[str, Any]] = context.live.get("Rules") or []
    return [{**each, "Statement": _live_statement(each["Statement"])} for each in rules]


def _live_statement(statement: Mapping[str, Any]) -> dict[str, Any]:
    """A statement in Pulumi's words; the SDK's shape ends where statements hold statements."""
    shape = sdk_type(_WEB_ACL_TOKEN).inputs["rules"][0]["statement"]
    result: dict[str, Any] = from_aws(statement, shape)
    for kind, holder in statement.items():
        name = kind[0].lower() + kind[1:]
        for theirs, ours in _BELOW.items():
            below: Any = holder.get(theirs)
            if isinstance(below, list):
                each = cast("list[dict[str, Any]]", below)
                result[name] = {**result[name], ours: [_live_statement(one) for one in each]}
            elif below is not None:
                result[name] = {**result[name], ours: _live_statement(below)}
    return result


def _wanted_bodies(context: Context) -> dict[str, Any] | None:
    bodies: list[dict[str, Any]] = context.inputs.get("customResponseBodies") or []
    return {each["key"]: each for each in bodies} or None


def _live_bodies(context: Context) -> list[dict[str, Any]]:
    bodies: dict[str, dict[str, Any]] = context.live.get("CustomResponseBodies") or {}
    return [{"key": key, **each} for key, each in bodies.items()]


def _wanted_association(context: Context) -> dict[str, Any] | None:
    """By kind of resource, how much of a request's body is looked at."""
    config: dict[str, Any] | None = context.inputs.get("associationConfig")
    if config is None:
        return None
    limits: list[dict[str, Any]] = config.get("requestBodies") or []
    found = {kind: limit for each in limits for kind, limit in each.items() if limit}
    return {"requestBody": {_KINDS.get(kind, kind.upper()): limit for kind, limit in found.items()}}


_KINDS = {
    "apiGateway": "API_GATEWAY",
    "appRunnerService": "APP_RUNNER_SERVICE",
    "cognitoUserPool": "COGNITO_USER_POOL",
    "verifiedAccessInstance": "VERIFIED_ACCESS_INSTANCE",
}


def _live_association(context: Context) -> dict[str, Any] | None:
    config: dict[str, Any] = context.live.get("AssociationConfig") or {}
    limits: dict[str, Any] | None = config.get("RequestBody")
    back = {theirs: ours for ours, theirs in _KINDS.items()}
    if not limits:
        return None
    return {"requestBodies": [{back.get(kind, kind.lower()): limit} for kind, limit in limits.items()]}


_WHOLE: dict[str, Value] = {
    "Rules": _wanted_rules,
    "CustomResponseBodies": _wanted_bodies,
    "AssociationConfig": _wanted_association,
}
_WEB_ACL = Resource(
    token=_WEB_ACL_TOKEN,
    schema="AWS::WAFv2::WebACL",
    service="wafv2",
    id="out.Summary.Id",
    create=(Call("CreateWebACL", _WHOLE),),
    read=(Call("GetWebACL", _THIS, auto=False, result="WebACL && merge(WebACL, {LockToken: LockToken})"),),
    update=(Call("UpdateWebACL", {**_LOCK, **_WHOLE}, whole=True),),
    delete=(Call("DeleteWebACL", _LOCK, auto=False),),
    live_id="live.Id",
    # A statement nests further, and bodies are lists, in Pulumi only.
    schema_names=dict.fromkeys(("rules", "customResponseBodies", "associationConfig"), "-"),
    enums={"scope": "Scope"},
    outputs={
        "associationConfig": _live_association,
        "customResponseBodies": _live_bodies,
        "rules": _live_rules,
        "scope": "in.scope",
    },
    json=frozenset({"ruleJson"}),
    unread=frozenset({"ruleJson"}),
    updates=frozenset({"ruleJson"}),
    volatile=frozenset({"lockToken"}),
    autoname=("name", 128),
    tagging=_TAGGING,
    import_id=_named,
)

_IP_SET = Resource(
    token="aws:wafv2/ipSet:IpSet",
    schema="AWS::WAFv2::IPSet",
    service="wafv2",
    id="out.Summary.Id",
    create=(Call("CreateIPSet", {"Addresses": "in.addresses || `[]`"}),),
    read=(Call("GetIPSet", _THIS, auto=False, result="IPSet && merge(IPSet, {LockToken: LockToken})"),),
    update=(Call("UpdateIPSet", {**_LOCK, "Addresses": "in.addresses || `[]`"}, whole=True),),
    delete=(Call("DeleteIPSet", _LOCK, auto=False),),
    live_id="live.Id",
    enums={"scope": "Scope"},
    outputs={"scope": "in.scope"},
    volatile=frozenset({"lockToken"}),
    autoname=("name", 128),
    tagging=_TAGGING,
    import_id=_named,
)


def _association(context: Context, response: Mapping[str, Any]) -> dict[str, Any] | None:
    acl, _, resource = context.id.partition(",")
    live: Mapping[str, Any] = response.get("WebACL") or {}
    return {"WebACLArn": acl, "ResourceArn": resource} if live.get("ARN") == acl else None


_ASSOCIATION = Resource(
    token="aws:wafv2/webAclAssociation:WebAclAssociation",
    schema="AWS::WAFv2::WebACLAssociation",
    service="wafv2",
    id="join(',', [in.webAclArn, in.resourceArn])",
    create=(Call("AssociateWebACL"),),
    read=(
        Call(
            "GetWebACLForResource",
            {"ResourceArn": lambda c: c.id.partition(",")[2]},
            auto=False,
            result=_association,
        ),
    ),
    delete=(Call("DisassociateWebACL", {"ResourceArn": "in.resourceArn"}, auto=False),),
)

_LOGGED: dict[str, Value] = {"LoggingConfiguration": lambda c: c.inputs}
_LOGGING = Resource(
    token="aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
    schema="AWS::WAFv2::LoggingConfiguration",
    service="wafv2",
    id="in.resourceArn",
    create=(Call("PutLoggingConfiguration", _LOGGED),),
    read=(Call("GetLoggingConfiguration", {"ResourceArn": "id"}, result="LoggingConfiguration"),),
    update=(
        Call(
            "PutLoggingConfiguration",
            _LOGGED,
            auto=False,
            on=("logDestinationConfigs", "loggingFilter", "redactedFields"),
        ),
    ),
    delete=(Call("DeleteLoggingConfiguration", {"ResourceArn": "id"}, auto=False),),
    schema_names={"redactedFields": "-"},
)

ROWS: tuple[Resource, ...] = (_WEB_ACL, _IP_SET, _ASSOCIATION, _LOGGING)

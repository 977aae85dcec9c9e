"""Security groups: with inline rules, with rules apart, and the VPC's default one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from tenfold_sandbox.provider.rows.ec2 import _permissions
from tenfold_sandbox.provider.rows.ec2._permissions import Permission, permissions_of
from tenfold_sandbox.provider.rows.ec2._shared import (
    OWNER,
    TAGGING,
    TAGGING_AFTERWARDS,
    arn,
    hashed,
    where,
)
from tenfold_sandbox.provider.table import Call, Context, Resource

_DESCRIPTION = "Managed by Pulumi"


def _surplus(direction: str, context: Context) -> list[dict[str, Any]]:
    wanted = _permissions.wanted(context, direction)
    return _permissions.to_aws(
        each for each in _permissions.live_permissions(context.live, direction) if each not in wanted
    )


def _missing(direction: str, context: Context) -> list[dict[str, Any]]:
    live = _permissions.live_permissions(context.live, direction)
    return _permissions.to_aws(each for each in _permissions.wanted(context, direction) if each not in live)


def _rule_changes(*, always: bool = False) -> Iterable[Call]:
    """Revoke before granting: AWS takes rules that differ in their description alone for the same."""
    for direction in ("ingress", "egress"):
        for verb, rules in (("Revoke", _surplus), ("Authorize", _missing)):
            needed = partial(rules, direction)
            yield Call(
                f"{verb}SecurityGroup{direction.title()}",
                {"GroupId": "id", "IpPermissions": needed},
                auto=False,
                on=() if always else (direction,),
                when=needed,
            )


def _revoke_all(direction: str) -> Call:
    """With ``revokeRulesOnDelete``: two groups whose rules name each other can't be deleted before."""

    def rules(context: Context) -> list[dict[str, Any]]:
        revoke = context.inputs.get("revokeRulesOnDelete")
        return _permissions.to_aws(_permissions.live_permissions(context.live, direction)) if revoke else []

    return Call(
        f"RevokeSecurityGroup{direction.title()}",
        {"GroupId": "id", "IpPermissions": rules},
        auto=False,
        when=rules,
    )


def _shown(direction: str, context: Context) -> list[dict[str, Any]]:
    return _permissions.as_rules(context, direction)


_GROUP = Resource(
    token="aws:ec2/securityGroup:SecurityGroup",
    schema="AWS::EC2::SecurityGroup",
    service="ec2",
    id="out.GroupId",
    names={"name": "GroupName"},
    schema_names={"description": "GroupDescription"},
    create=(
        Call("CreateSecurityGroup", {"Description": f"in.description || '{_DESCRIPTION}'"}),
        # AWS lets a new group out to everywhere; Terraform takes that away, so that rules are what they say.
        *_rule_changes(always=True),
    ),
    read=(Call("DescribeSecurityGroups", {"GroupIds": "[id]"}, result="SecurityGroups[0]"),),
    update=tuple(_rule_changes()),
    delete=(
        _revoke_all("ingress"),
        _revoke_all("egress"),
        Call("DeleteSecurityGroup", {"GroupId": "id"}),
    ),
    outputs={
        "arn": arn("security-group"),
        "ownerId": OWNER,
        "ingress": partial(_shown, "ingress"),
        "egress": partial(_shown, "egress"),
    },
    defaults={"description": _DESCRIPTION, "revokeRulesOnDelete": False},
    kept=frozenset({"namePrefix", "revokeRulesOnDelete"}),
    autoname=("name", 255),
    tagging=TAGGING,
    tag_type="security-group",
    check=_permissions.problems,
)

_DEFAULT_GROUP = Resource(
    token="aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
    service="ec2",
    id="out.SecurityGroups[0].GroupId",
    names={"name": "GroupName"},
    lookup=(
        Call(
            "DescribeVpcs",
            {"Filters": where({"is-default": "'true'"})},
            when="!(in.vpcId)",
            result="Vpcs[0]",
            optional=True,
        ),
    ),
    # It is there already: it is found, and left with the program's rules alone. Deleting forgets it.
    create=(
        Call(
            "DescribeSecurityGroups",
            {"Filters": where({"group-name": "'default'", "vpc-id": "in.vpcId || found.VpcId"})},
            auto=False,
        ),
        *_rule_changes(always=True),
    ),
    read=(Call("DescribeSecurityGroups", {"GroupIds": "[id]"}, result="SecurityGroups[0]"),),
    update=tuple(_rule_changes()),
    outputs=_GROUP.outputs,
    defaults={"ingress": [], "egress": [], "revokeRulesOnDelete": False},
    kept=frozenset({"revokeRulesOnDelete"}),
    replaces=frozenset({"vpcId"}),
    tagging=TAGGING_AFTERWARDS,
    check=_permissions.problems,
)


def _asked(context: Context) -> list[Permission]:
    """The permissions of a rule that stands apart; ``sourceSecurityGroupId`` is its name for one group."""
    group = str(context.inputs["securityGroupId"])
    source = context.inputs.get("sourceSecurityGroupId")
    return permissions_of({**context.inputs, "securityGroups": [source] if source else []}, group)


def _rule_id(context: Context) -> str:
    """Terraform's: a hash of what the rule says, since AWS has an id for each of its sources only."""
    asked, inputs = _asked(context), context.inputs
    ports = [str(port) for port in asked[0][1:3] if port] if asked else []
    sources = [
        source
        for kind in ("cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "securityGroups")
        for source in sorted(each.source for each in asked if each.kind == kind)
    ]
    parts = [inputs["securityGroupId"], *ports, asked[0].protocol if asked else "", inputs["type"], *sources]
    return f"sgrule-{hashed(''.join(f'{part}-' for part in parts))}"


def _apart(context: Context, response: Mapping[str, Any]) -> Any:
    """The rule is there as long as each of its permissions is; else those that are there show the drift."""
    groups = response.get("SecurityGroups")
    if not groups:
        return None
    live = _permissions.live_permissions(groups[0], context.inputs["type"])
    # The description is what may change in place: a rule that differs in it alone is this one.
    found = [each for one in _asked(context) for each in live if _same_traffic(one, each)]
    if not found:
        return None
    shown: dict[str, list[str]] = {}
    for each in found:
        shown.setdefault(each.kind, []).append(each.source)
    return {"found": shown, "description": found[0].description or None}


def _same_traffic(one: Permission, other: Permission) -> bool:
    return one._replace(description="") == other._replace(description="")


def _imported_rule(identity: str) -> dict[str, Any]:
    group, direction, protocol, first, last, *sources = identity.split("_")
    inputs: dict[str, Any] = {
        "securityGroupId": group,
        "type": direction,
        "protocol": _permissions.protocol(protocol),
        "fromPort": 0 if first == "all" else int(first),
        "toPort": 0 if last == "all" else int(last),
    }
    for source in sources:
        if source == "self":
            inputs["self"] = True
        elif source.startswith("sg-"):
            inputs["sourceSecurityGroupId"] = source
        elif source.startswith("pl-"):
            inputs.setdefault("prefixListIds", []).append(source)
        else:
            kind = "ipv6CidrBlocks" if ":" in source else "cidrBlocks"
            inputs.setdefault(kind, []).append(source)
    return inputs


def _numbers(context: Context, response: Mapping[str, Any]) -> Any:
    """The rule's own id exists when it has one source."""
    asked = _asked(context)
    if len(asked) != 1:
        return None
    source = asked[0].source
    for each in response.get("SecurityGroupRules", []):
        origin = each.get("CidrIpv4") or each.get("CidrIpv6") or each.get("PrefixListId")
        origin = origin or each.get("ReferencedGroupInfo", {}).get("GroupId")
        egress = context.inputs["type"] == "egress"
        ports = (each.get("FromPort"), each.get("ToPort")) if asked[0].protocol != "-1" else (None, None)
        if (each["IsEgress"], each["IpProtocol"], ports, origin) == (
            egress,
            asked[0].protocol,
            asked[0][1:3],
            source,
        ):
            return {"SecurityGroupRuleId": each["SecurityGroupRuleId"]}
    return None


def _by_direction(verb: str, on: tuple[str, ...] = ()) -> tuple[Call, ...]:
    return tuple(
        Call(
            f"{verb}{direction.title()}",
            {
                "GroupId": "in.securityGroupId",
                "IpPermissions": lambda context: _permissions.to_aws(_asked(context)),
            },
            auto=False,
            on=on,
            when=f"in.type == '{direction}'",
        )
        for direction in ("ingress", "egress")
    )


_FIXED = (
    "type",
    "protocol",
    "fromPort",
    "toPort",
    "securityGroupId",
    "cidrBlocks",
    "ipv6CidrBlocks",
    "prefixListIds",
    "self",
    "sourceSecurityGroupId",
)

_RULE = Resource(
    token="aws:ec2/securityGroupRule:SecurityGroupRule",
    service="ec2",
    id=_rule_id,
    live_id=_rule_id,
    import_id=_imported_rule,
    create=_by_direction("AuthorizeSecurityGroup"),
    read=(
        Call("DescribeSecurityGroups", {"GroupIds": "[in.securityGroupId]"}, result=_apart),
        Call(
            "DescribeSecurityGroupRules",
            {"Filters": where({"group-id": "in.securityGroupId"})},
            result=_numbers,
        ),
    ),
    update=_by_direction("UpdateSecurityGroupRuleDescriptions", ("description",)),
    delete=_by_direction("RevokeSecurityGroup"),
    outputs={
        **{name: f"in.{name}" for name in _FIXED},
        **{name: f"live.found.{name}" for name in ("cidrBlocks", "ipv6CidrBlocks", "prefixListIds")},
    },
    replaces=frozenset(_FIXED),
)

ROWS: tuple[Resource, ...] = (_GROUP, _DEFAULT_GROUP, _RULE)

"""Network ACLs: a VPC's own and its default one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from tenfold_sandbox.provider.rows.ec2 import _entries
from tenfold_sandbox.provider.rows.ec2._shared import (
    OWNER,
    TAGGING,
    TAGGING_AFTERWARDS,
    arn,
    hashed,
    where,
)
from tenfold_sandbox.provider.table import Call, Context, Resource

_ENTRY_PARAMS = {
    "NetworkAclId": "id",
    **{
        name: f"item.{name}"
        for name in (
            "RuleNumber",
            "Egress",
            "Protocol",
            "RuleAction",
            "CidrBlock",
            "Ipv6CidrBlock",
            "PortRange",
            "IcmpTypeCode",
        )
    },
}


def _entry_changes(*, always: bool = False) -> tuple[Call, ...]:
    calls: list[Call] = []
    for direction in ("ingress", "egress"):
        on = () if always else (direction,)
        calls += [
            Call(
                "DeleteNetworkAclEntry",
                {"NetworkAclId": "id", "RuleNumber": "item.RuleNumber", "Egress": "item.Egress"},
                auto=False,
                on=on,
                each=partial(_entries.surplus, direction),
            ),
            Call(
                "CreateNetworkAclEntry",
                _ENTRY_PARAMS,
                auto=False,
                on=on,
                each=partial(_entries.missing, direction),
            ),
        ]
    return tuple(calls)


def _replace_association(association: str, acl: str) -> Call:
    return Call("ReplaceNetworkAclAssociation", {"AssociationId": association, "NetworkAclId": acl})


def _every_association(_: Context, response: Mapping[str, Any]) -> Any:
    acls = response.get("NetworkAcls", [])
    return {
        "EveryAssociation": [each for acl in acls for each in acl["Associations"]],
        "Default": next((acl["NetworkAclId"] for acl in acls if acl["IsDefault"]), None),
    }


def _moves(context: Context) -> list[dict[str, str]]:
    """Subnets that come to this ACL, and those that go back to the default one."""
    live = context.live
    wanted: set[str] = set(context.inputs.get("subnetIds") or ())
    moves: list[dict[str, str]] = []
    for each in live.get("EveryAssociation", []):
        here = each["NetworkAclId"] == context.id
        if (each["SubnetId"] in wanted) != here:
            target = live["Default"] if here else context.id
            moves.append({"association": each["NetworkAclAssociationId"], "acl": target})
    return moves


_MOVE = Call(
    "ReplaceNetworkAclAssociation",
    {"AssociationId": "item.association", "NetworkAclId": "item.acl"},
    auto=False,
    on=("subnetIds",),
    each=_moves,
)
_OF_VPC = Call(
    "DescribeNetworkAcls",
    {"Filters": where({"vpc-id": "live.VpcId"})},
    result=_every_association,
)


_ACL = Resource(
    token="aws:ec2/networkAcl:NetworkAcl",
    schema="AWS::EC2::NetworkAcl",
    service="ec2",
    id="out.NetworkAcl.NetworkAclId",
    create=(Call("CreateNetworkAcl"), *_entry_changes(), _MOVE),
    read=(Call("DescribeNetworkAcls", {"NetworkAclIds": "[id]"}, result="NetworkAcls[0]"), _OF_VPC),
    update=(*_entry_changes(), _MOVE),
    delete=(
        # AWS deletes no ACL that a subnet uses.
        Call(
            "ReplaceNetworkAclAssociation",
            {"AssociationId": "item", "NetworkAclId": "live.Default"},
            each="live.Associations[].NetworkAclAssociationId",
        ),
        Call("DeleteNetworkAcl", {"NetworkAclId": "id"}),
    ),
    outputs={
        "arn": arn("network-acl"),
        "ownerId": OWNER,
        "ingress": partial(_entries.shown, "ingress"),
        "egress": partial(_entries.shown, "egress"),
        "subnetIds": "live.Associations[].SubnetId",
    },
    tagging=TAGGING,
    tag_type="network-acl",
)

_DEFAULT_ACL = replace(
    _ACL,
    token="aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",
    schema=None,
    id="in.defaultNetworkAclId",
    # It is there already: it is left with the program's rules alone. Deleting forgets it.
    create=(
        Call("DescribeNetworkAcls", {"NetworkAclIds": "[in.defaultNetworkAclId]"}, auto=False),
        *_entry_changes(always=True),
    ),
    delete=(),
    outputs={**_ACL.outputs, "defaultNetworkAclId": "live.NetworkAclId"},
    defaults={"ingress": [], "egress": []},
    replaces=frozenset({"defaultNetworkAclId"}),
    tagging=TAGGING_AFTERWARDS,
    tag_type=None,
)


def _apart(context: Context) -> _entries.Entry:
    inputs = context.inputs
    return _entries.entry(
        inputs, inputs["ruleNumber"], inputs["ruleAction"], egress=bool(inputs.get("egress"))
    )


def _rule_id(context: Context) -> str:
    inputs = context.inputs
    egress = str(bool(inputs.get("egress"))).lower()
    parts = (
        inputs["networkAclId"],
        inputs["ruleNumber"],
        egress,
        _entries.protocol_number(inputs["protocol"]),
    )
    return f"nacl-{hashed(''.join(f'{part}-' for part in parts))}"


def _found_rule(context: Context, response: Mapping[str, Any]) -> Any:
    egress = bool(context.inputs.get("egress"))
    for acl in response.get("NetworkAcls", []):
        for each in acl["Entries"]:
            if each["RuleNumber"] == int(context.inputs["ruleNumber"]) and each["Egress"] == egress:
                return {**each, "Protocol": _entries.protocol_number(each["Protocol"])}
    return None


def _imported_rule(identity: str) -> dict[str, Any]:
    acl, number, protocol, egress = identity.split(":")
    return {
        "networkAclId": acl,
        "ruleNumber": int(number),
        "protocol": protocol,
        "egress": egress == "true",
    }


def _protocol(context: Context) -> str:
    live, asked = context.live["Protocol"], context.inputs.get("protocol")
    return str(asked) if asked is not None and _entries.protocol_number(asked) == live else live


_RULE = Resource(
    token="aws:ec2/networkAclRule:NetworkAclRule",
    schema="AWS::EC2::NetworkAclEntry",
    service="ec2",
    id=_rule_id,
    live_id=_rule_id,
    import_id=_imported_rule,
    create=(
        Call(
            "CreateNetworkAclEntry",
            {
                name: (lambda context, name=name: _apart(context).get(name))
                for name in _ENTRY_PARAMS
                if name != "NetworkAclId"
            },
        ),
    ),
    read=(Call("DescribeNetworkAcls", {"NetworkAclIds": "[in.networkAclId]"}, result=_found_rule),),
    delete=(
        Call(
            "DeleteNetworkAclEntry",
            {
                "NetworkAclId": "in.networkAclId",
                "RuleNumber": "in.ruleNumber",
                "Egress": "in.egress || `false`",
            },
        ),
    ),
    outputs={
        "networkAclId": "in.networkAclId",
        "protocol": _protocol,
        "fromPort": "live.PortRange.From",
        "toPort": "live.PortRange.To",
        "icmpType": "live.IcmpTypeCode.Type",
        "icmpCode": "live.IcmpTypeCode.Code",
    },
    defaults={"egress": False},
    delete_before_replace=True,
)


def _association(context: Context, response: Mapping[str, Any]) -> Any:
    """Before the creation whichever the subnet has; then only that with the program's ACL."""
    for acl in response.get("NetworkAcls", []):
        for each in acl["Associations"]:
            ours = not context.id or each["NetworkAclId"] == context.inputs.get("networkAclId")
            if each["SubnetId"] == context.inputs.get("subnetId") and ours:
                return {**each, "VpcId": acl["VpcId"]}
    return None


_OF_SUBNET = Call(
    "DescribeNetworkAcls",
    {"Filters": where({"association.subnet-id": "in.subnetId"})},
    result=_association,
)

_ASSOCIATION = Resource(
    token="aws:ec2/networkAclAssociation:NetworkAclAssociation",
    service="ec2",
    id="out.NewAssociationId",
    live_id="live.NetworkAclAssociationId",
    lookup=(_OF_SUBNET,),
    create=(_replace_association("found.NetworkAclAssociationId", "in.networkAclId"),),
    read=(
        _OF_SUBNET,
        Call(
            "DescribeNetworkAcls",
            {"Filters": where({"vpc-id": "live.VpcId", "default": "'true'"})},
            result="{Default: NetworkAcls[0].NetworkAclId}",
        ),
    ),
    # A subnet always has an ACL: the default one comes back.
    delete=(_replace_association("live.NetworkAclAssociationId", "live.Default"),),
    replaces=frozenset({"networkAclId", "subnetId"}),
)

ROWS: tuple[Resource, ...] = (_ACL, _DEFAULT_ACL, _RULE, _ASSOCIATION)

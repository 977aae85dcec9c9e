"""Security group rules that stand apart, one source or destination each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tenfold_sandbox.provider.rows.ec2._permissions import protocol
from tenfold_sandbox.provider.rows.ec2._shared import TAGGING, arn
from tenfold_sandbox.provider.table import Call, Context, Resource

_SOURCES = {
    "cidrIpv4": ("IpRanges", "CidrIp"),
    "cidrIpv6": ("Ipv6Ranges", "CidrIpv6"),
    "prefixListId": ("PrefixListIds", "PrefixListId"),
    "referencedSecurityGroupId": ("UserIdGroupPairs", "GroupId"),
}
_CHANGEABLE = (*_SOURCES, "ipProtocol", "fromPort", "toPort", "description")


def _ports(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """AWS takes no ports with all protocols."""
    name = protocol(str(inputs["ipProtocol"]))
    ports = {} if name == "-1" else {"FromPort": inputs.get("fromPort"), "ToPort": inputs.get("toPort")}
    return {"IpProtocol": name, **{key: port for key, port in ports.items() if port is not None}}


def _permission(context: Context) -> list[dict[str, Any]]:
    inputs = context.inputs
    prop, (ranges, key) = next((prop, names) for prop, names in _SOURCES.items() if inputs.get(prop))
    source = {key: inputs[prop]}
    if inputs.get("description"):
        source["Description"] = inputs["description"]
    return [{**_ports(inputs), ranges: [source]}]


def _rule(context: Context) -> list[dict[str, Any]]:
    inputs = context.inputs
    source = {prop: inputs.get(prop) for prop in _SOURCES}
    group = inputs.get("referencedSecurityGroupId")
    rule = {**_ports(inputs), **source, "ReferencedGroupId": group, "Description": inputs.get("description")}
    return [{"SecurityGroupRuleId": context.id, "SecurityGroupRule": rule}]


def _protocol(context: Context) -> str:
    """As the program spells it, where that is the same."""
    live, asked = context.live["IpProtocol"], context.inputs.get("ipProtocol")
    return str(asked) if asked is not None and protocol(str(asked)) == live else live


def _port(name: str) -> Any:
    def port(context: Context) -> int | None:
        live = context.live.get(name)
        return None if context.live["IpProtocol"] == "-1" else live

    return port


def _one_source(inputs: Mapping[str, Any]) -> list[tuple[str, str]]:
    given = [prop for prop in _SOURCES if inputs.get(prop) is not None]
    if len(given) == 1:
        return []
    named = ", ".join(given) or "none"
    return [
        (
            given[1] if given else "cidrIpv4",
            f"a rule has exactly one of {', '.join(_SOURCES)}; given: {named}. Write a rule for each.",
        )
    ]


def _row(direction: str) -> Resource:
    name = direction.title()
    return Resource(
        token=f"aws:vpc/securityGroup{name}Rule:SecurityGroup{name}Rule",
        service="ec2",
        id="out.SecurityGroupRules[0].SecurityGroupRuleId",
        names={"securityGroupId": "GroupId", "referencedSecurityGroupId": "ReferencedGroupInfo.GroupId"},
        create=(
            Call(
                f"AuthorizeSecurityGroup{name}",
                {"GroupId": "in.securityGroupId", "IpPermissions": _permission},
                auto=False,
            ),
        ),
        read=(
            Call(
                "DescribeSecurityGroupRules",
                {"SecurityGroupRuleIds": "[id]"},
                result="SecurityGroupRules[0]",
            ),
        ),
        update=(
            Call(
                "ModifySecurityGroupRules",
                {"GroupId": "in.securityGroupId", "SecurityGroupRules": _rule},
                auto=False,
                on=_CHANGEABLE,
            ),
        ),
        delete=(
            Call(
                f"RevokeSecurityGroup{name}",
                {"GroupId": "in.securityGroupId", "SecurityGroupRuleIds": "[id]"},
                auto=False,
            ),
        ),
        outputs={
            "arn": arn("security-group-rule"),
            "ipProtocol": _protocol,
            "fromPort": _port("FromPort"),
            "toPort": _port("ToPort"),
        },
        replaces=frozenset({"securityGroupId"}),
        check=_one_source,
        tagging=TAGGING,
        tag_type="security-group-rule",
    )


ROWS: tuple[Resource, ...] = (_row("ingress"), _row("egress"))

"""Security group rules: a program groups sources in one rule, AWS has a permission for each source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, cast

from tenfold_sandbox.provider.table import Context

Rule = Mapping[str, Any]

_SOURCES = {
    "cidrBlocks": ("IpRanges", "CidrIp"),
    "ipv6CidrBlocks": ("Ipv6Ranges", "CidrIpv6"),
    "prefixListIds": ("PrefixListIds", "PrefixListId"),
    "securityGroups": ("UserIdGroupPairs", "GroupId"),
}
_LIVE = {"ingress": "IpPermissions", "egress": "IpPermissionsEgress"}
_PROTOCOLS = {"all": "-1", "1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6"}


class Permission(NamedTuple):
    """One source or destination that may pass; ports are None when all may."""

    protocol: str
    from_port: int | None
    to_port: int | None
    description: str
    kind: str
    source: str


def protocol(name: str) -> str:
    """AWS's spelling of a protocol."""
    return _PROTOCOLS.get(name.lower(), name.lower())


def permissions_of(rule: Rule, group_id: str) -> list[Permission]:
    """The permissions that one of the program's rules stands for."""
    name = protocol(str(rule["protocol"]))
    ports = (None, None) if name == "-1" else (int(rule["fromPort"]), int(rule["toPort"]))
    sources = [(kind, source) for kind in _SOURCES for source in rule.get(kind) or ()]
    if rule.get("self"):
        sources.append(("securityGroups", group_id))
    return [Permission(name, *ports, rule.get("description") or "", *each) for each in sources]


def problems(inputs: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What inline rules lack, or say of ports that there are not: for a row's ``check``."""
    found: list[tuple[str, str]] = []
    for direction in _LIVE:
        given: Any = inputs.get(direction)
        for number, rule in enumerate(cast("list[Any]", given) if isinstance(given, list) else []):
            if isinstance(rule, Mapping):  # another is not known yet
                why = _rule_problems(cast(Rule, rule))
                found += [(f"{direction}[{number}].{name}", reason) for name, reason in why]
    return found


def _rule_problems(rule: Rule) -> list[tuple[str, str]]:
    found = [
        (name, "every rule needs it. Add it.")
        for name in ("protocol", "fromPort", "toPort")
        if rule.get(name) is None
    ]
    if rule.get("protocol") in ("tcp", "udp", "6", "17"):
        found += [
            (name, f"{port} is no port. Use one from 0 to 65535.")
            for name in ("fromPort", "toPort")
            if isinstance(port := rule.get(name), int) and not 0 <= port <= 65535
        ]
    return found


def live_permissions(group: Mapping[str, Any], direction: str) -> list[Permission]:
    """The permissions of a group as AWS describes it."""
    found: list[Permission] = []
    for each in cast("list[dict[str, Any]]", group.get(_LIVE[direction], [])):
        name = each["IpProtocol"]
        ports = (None, None) if name == "-1" else (each.get("FromPort"), each.get("ToPort"))
        for kind, (ranges, key) in _SOURCES.items():
            found += [
                Permission(name, *ports, source.get("Description") or "", kind, source[key])
                for source in each.get(ranges, [])
            ]
    return found


def to_aws(permissions: Iterable[Permission]) -> list[dict[str, Any]]:
    """The form in which AWS takes them."""
    return [_to_aws(each) for each in permissions]


def _to_aws(permission: Permission) -> dict[str, Any]:
    ranges, key = _SOURCES[permission.kind]
    source = {key: permission.source}
    if permission.description:
        source["Description"] = permission.description
    ports = {"FromPort": permission.from_port, "ToPort": permission.to_port}
    return {
        "IpProtocol": permission.protocol,
        **{name: port for name, port in ports.items() if port is not None},
        ranges: [source],
    }


def wanted(context: Context, direction: str) -> list[Permission]:
    """What the program's inline rules ask for."""
    rules: list[Rule] = context.inputs.get(direction) or []
    return [each for rule in rules for each in permissions_of(rule, context.id)]


def as_rules(context: Context, direction: str) -> list[dict[str, Any]]:
    """The live permissions as rules: first the program's, as far as they are there, then others."""
    rest = live_permissions(context.live, direction)
    rules: list[dict[str, Any]] = []
    asked: list[Rule] = context.inputs.get(direction) or []
    for rule in asked:
        there = [each for each in permissions_of(rule, context.id) if each in rest]
        rest = [each for each in rest if each not in there]
        whole = len(there) == len(permissions_of(rule, context.id))
        rules += [dict(rule)] if whole else _grouped(there, context.id)
    return rules + _grouped(rest, context.id)


def _grouped(permissions: Iterable[Permission], group_id: str) -> list[dict[str, Any]]:
    groups: dict[tuple[Any, ...], dict[str, Any]] = {}
    for each in permissions:
        rule = groups.setdefault(
            each[:4],
            {
                "protocol": each.protocol,
                "fromPort": each.from_port or 0,
                "toPort": each.to_port or 0,
                "description": each.description or None,
            },
        )
        if each.source == group_id:
            rule["self"] = True
        else:
            rule.setdefault(each.kind, []).append(each.source)
    return list(groups.values())

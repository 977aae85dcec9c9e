"""Network ACL entries: the program's rules as AWS takes them, and the live ones in the program's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tenfold_sandbox.provider.table import Context

_NUMBERS = {"all": "-1", "tcp": "6", "udp": "17", "icmp": "1", "icmpv6": "58", "ipv6-icmp": "58"}
_NAMES = {number: name for name, number in _NUMBERS.items() if name not in ("all", "ipv6-icmp")}
_LAST = 32767
"""The number of the rule that denies the rest; AWS makes it, and nobody can change it."""

Entry = dict[str, Any]


def protocol_number(protocol: Any) -> str:
    """AWS shows protocols by number."""
    return _NUMBERS.get(str(protocol).lower(), str(protocol))


def entry(rule: Mapping[str, Any], number: Any, action: Any, *, egress: bool) -> Entry:
    """One rule as AWS takes it."""
    protocol = protocol_number(rule["protocol"])
    entry: Entry = {"RuleNumber": int(number), "Egress": egress, "Protocol": protocol, "RuleAction": action}
    entry |= {
        name: rule[prop]
        for prop, name in (("cidrBlock", "CidrBlock"), ("ipv6CidrBlock", "Ipv6CidrBlock"))
        if rule.get(prop)
    }
    if protocol in ("6", "17"):
        entry["PortRange"] = {"From": int(rule["fromPort"]), "To": int(rule["toPort"])}
    if protocol in ("1", "58"):
        entry["IcmpTypeCode"] = {
            "Type": int(rule.get("icmpType") or 0),
            "Code": int(rule.get("icmpCode") or 0),
        }
    return entry


def wanted(context: Context, direction: str) -> list[Entry]:
    """The program's rules of one direction."""
    rules: list[Mapping[str, Any]] = context.inputs.get(direction) or []
    return [entry(rule, rule["ruleNo"], rule["action"], egress=direction == "egress") for rule in rules]


def live_entries(context: Context, direction: str) -> list[Entry]:
    """The live rules of one direction, but for AWS's own last one."""
    names = ("RuleNumber", "Egress", "Protocol", "RuleAction", "CidrBlock", "Ipv6CidrBlock")
    found: list[Entry] = []
    for each in context.live.get("Entries", []):
        if each["Egress"] != (direction == "egress") or each["RuleNumber"] >= _LAST:
            continue
        entry = {name: each[name] for name in names if each.get(name) is not None}
        entry["Protocol"] = protocol_number(entry["Protocol"])
        if entry["Protocol"] in ("6", "17"):
            entry["PortRange"] = each.get("PortRange")
        if entry["Protocol"] in ("1", "58"):
            entry["IcmpTypeCode"] = each.get("IcmpTypeCode")
        found.append(entry)
    return found


def surplus(direction: str, context: Context) -> list[Entry]:
    """Live rules that the program does not ask for."""
    asked = wanted(context, direction)
    return [each for each in live_entries(context, direction) if each not in asked]


def missing(direction: str, context: Context) -> list[Entry]:
    """Rules that the program asks for and that are not there."""
    live = live_entries(context, direction)
    return [each for each in wanted(context, direction) if each not in live]


def shown(direction: str, context: Context) -> list[dict[str, Any]]:
    """The live rules, each in the words of the program's rule that says the same."""
    texts = [str(each) for each in wanted(context, direction)]
    asked = dict(zip(texts, context.inputs.get(direction) or [], strict=True))
    return [asked.get(str(each)) or _rule(each) for each in live_entries(context, direction)]


def _rule(entry: Entry) -> dict[str, Any]:
    ports: dict[str, int] = entry.get("PortRange") or {}
    icmp: dict[str, int] = entry.get("IcmpTypeCode") or {}
    return {
        "ruleNo": entry["RuleNumber"],
        "action": entry["RuleAction"],
        "protocol": _NAMES.get(entry["Protocol"], entry["Protocol"]),
        "cidrBlock": entry.get("CidrBlock"),
        "ipv6CidrBlock": entry.get("Ipv6CidrBlock"),
        "fromPort": ports.get("From", 0),
        "toPort": ports.get("To", 0),
        "icmpType": icmp.get("Type"),
        "icmpCode": icmp.get("Code"),
    }

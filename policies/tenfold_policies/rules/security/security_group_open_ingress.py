"""The internet reaches only the ports that are for it."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters, Rule, Severity
from tenfold_policies.rules.security._names import control
from tenfold_policies.rules.security._policies import texts
from tenfold_policies.values import each_of

_GROUP = "aws:ec2/securityGroup:SecurityGroup"
_RULE = "aws:ec2/securityGroupRule:SecurityGroupRule"
_INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
_SOURCES = ("cidrBlocks", "ipv6CidrBlocks", "cidrIpv4", "cidrIpv6")
_ICMP = ("icmp", "icmpv6", "1", "58")
_HALVES = ("/0", "/1")  # two halves are the whole


class OpenPorts(Parameters):
    """What is for everyone."""

    ports: tuple[int, ...] = (80, 443)
    """Ports that the whole internet may reach."""


def _check(resource: Resource, context: Context) -> Iterator[str]:
    if resource.type == _RULE and resource.get("type") != "ingress":
        return
    rules = resource.parts("ingress") if resource.type == _GROUP else [resource]
    yield from each_of(rules, lambda each: _rule(each, context.parameters.ports))


def _rule(rule: Resource, allowed: tuple[int, ...]) -> Iterator[str]:
    source = next((each for path in _SOURCES for each in texts(rule, path) if each.endswith(_HALVES)), None)
    if source is None:
        return
    protocol = str(rule.get("protocol") or rule.get("ipProtocol", "-1")).lower()
    if protocol in _ICMP:
        return
    if protocol in ("-1", "all"):
        yield f"{source} reaches every port."
        return
    first, last = int(rule.get("fromPort", 0)), int(rule.get("toPort", 65535))
    if last - first > len(allowed) or not set(range(first, last + 1)) <= set(allowed):
        ports = f"port {first}" if first == last else f"ports {first} to {last}"
        yield f"{source} reaches {ports} ({protocol})."


RULE = Rule(
    id="security-group-open-ingress",
    title="The internet reaches only the ports that are for it",
    severity=Severity.CRITICAL,
    why="Every open port is scanned within minutes: databases, SSH and consoles are then one flaw or one "
    "password away.",
    remedy="Name a security group or the addresses that need it; for a shell use Systems Manager's Session "
    "Manager.",
    reference=control("EC2.18"),
    practice="SEC05-BP02",
    types=(_GROUP, _RULE, _INGRESS),
    check=_check,
    parameters=OpenPorts,
)

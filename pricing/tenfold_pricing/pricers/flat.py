"""Types whose price depends on nothing but their being there."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..charges import Charge, Subject, prices

FLAT = {
    # Every public IPv4 address is charged, in use or idle, since February 2024 (AWS News Blog).
    "aws:ec2/eip:Eip": ("public IPv4 address", "VPC", "public-ipv4", "hour"),
    "aws:ec2/vpnConnection:VpnConnection": ("hours", "VPC", "site-to-site-vpn-connection", "hour"),
    "aws:elb/loadBalancer:LoadBalancer": ("hours", "ELB", "classic-load-balancer", "hour"),
    "aws:route53recoverycontrol/cluster:Cluster": ("hours", "ARC", "routing-control-cluster", "hour"),
    "aws:route53recoveryreadiness/readinessCheck:ReadinessCheck": ("hours", "ARC", "readiness-check", "hour"),
    "aws:arcregionswitch/plan:Plan": ("plan", "ARC", "region-switch-plan", "month"),
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": ("alarm", "CloudWatch", "alarm composite", "alarm-month"),
    "aws:cloudwatch/dashboard:Dashboard": ("dashboard", "CloudWatch", "dashboard", "month"),
    "aws:cloudwatch/logMetricFilter:LogMetricFilter": (
        *("custom metric", "CloudWatch", "custom-metric first 10000", "metric-month"),
    ),
}
"""What, service, SKU and unit of one charge a type: of its hours, or of the month."""


@prices(*FLAT)
def flat(subject: Subject) -> Iterator[Charge]:
    what, service, sku, unit = FLAT[subject.resource.type]
    yield Charge(what, service, sku, unit, subject.hours if unit == "hour" else Decimal(1))

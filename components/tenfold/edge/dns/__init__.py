"""Hosted zones and their records."""

from tenfold.edge.dns.args import (
    DnsRecord,
    DnsZoneArgs,
    Failover,
    HostedZone,
    RecordType,
    Routing,
    ZoneNetwork,
)
from tenfold.edge.dns.component import DnsZone

__all__ = [
    "DnsRecord",
    "DnsZone",
    "DnsZoneArgs",
    "Failover",
    "HostedZone",
    "RecordType",
    "Routing",
    "ZoneNetwork",
]

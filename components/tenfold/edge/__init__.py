"""The edge: names, certificates, load balancers and content delivery.

They are made in this order, each from what the one before gives: ``DnsZone``, ``Certificate`` (proved in the
zone), ``LoadBalancer`` (with the certificate of its region), ``Cdn`` (with the certificate of us-east-1, in
front of the load balancer). A record that points to a load balancer or a CDN belongs to that, not to the
zone: they are given the zone. Each is loaded when it is used, so that a program pays for the parts of the AWS
SDK that it needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tenfold.lazy import exports

if TYPE_CHECKING:
    from tenfold.edge.cdn.args import Behavior as Behavior
    from tenfold.edge.cdn.args import CdnAlarms as CdnAlarms
    from tenfold.edge.cdn.args import CdnArgs as CdnArgs
    from tenfold.edge.cdn.args import CdnTlsPolicy as CdnTlsPolicy
    from tenfold.edge.cdn.args import ErrorPage as ErrorPage
    from tenfold.edge.cdn.args import FrameOptions as FrameOptions
    from tenfold.edge.cdn.args import OriginFailover as OriginFailover
    from tenfold.edge.cdn.args import PathBehavior as PathBehavior
    from tenfold.edge.cdn.args import PriceClass as PriceClass
    from tenfold.edge.cdn.args import SecurityHeaders as SecurityHeaders
    from tenfold.edge.cdn.component import Cdn as Cdn
    from tenfold.edge.cdn.policies import CachePolicy as CachePolicy
    from tenfold.edge.cdn.policies import OriginRequestPolicy as OriginRequestPolicy
    from tenfold.edge.certificate.args import CertificateAlarms as CertificateAlarms
    from tenfold.edge.certificate.args import CertificateArgs as CertificateArgs
    from tenfold.edge.certificate.args import IssuedCertificate as IssuedCertificate
    from tenfold.edge.certificate.args import KeyAlgorithm as KeyAlgorithm
    from tenfold.edge.certificate.component import Certificate as Certificate
    from tenfold.edge.cloudflare.addresses import CLOUDFLARE_CIDRS as CLOUDFLARE_CIDRS
    from tenfold.edge.cloudflare.args import CloudflareCdnArgs as CloudflareCdnArgs
    from tenfold.edge.cloudflare.args import MinimumTls as MinimumTls
    from tenfold.edge.cloudflare.component import CloudflareCdn as CloudflareCdn
    from tenfold.edge.dns.args import DnsRecord as DnsRecord
    from tenfold.edge.dns.args import DnsZoneArgs as DnsZoneArgs
    from tenfold.edge.dns.args import Failover as Failover
    from tenfold.edge.dns.args import HostedZone as HostedZone
    from tenfold.edge.dns.args import RecordType as RecordType
    from tenfold.edge.dns.args import Routing as Routing
    from tenfold.edge.dns.args import ZoneNetwork as ZoneNetwork
    from tenfold.edge.dns.component import DnsZone as DnsZone
    from tenfold.edge.firewall.args import ManagedRules as ManagedRules
    from tenfold.edge.firewall.args import RuleGroup as RuleGroup
    from tenfold.edge.firewall.args import Scope as Scope
    from tenfold.edge.firewall.args import WebAclAlarms as WebAclAlarms
    from tenfold.edge.firewall.args import WebAclArgs as WebAclArgs
    from tenfold.edge.firewall.component import WebAcl as WebAcl
    from tenfold.edge.load_balancer.args import DesyncMitigation as DesyncMitigation
    from tenfold.edge.load_balancer.args import LoadBalancerAlarms as LoadBalancerAlarms
    from tenfold.edge.load_balancer.args import LoadBalancerArgs as LoadBalancerArgs
    from tenfold.edge.load_balancer.args import TlsPolicy as TlsPolicy
    from tenfold.edge.load_balancer.component import LoadBalancer as LoadBalancer
    from tenfold.edge.load_balancer.targets import Balancing as Balancing
    from tenfold.edge.load_balancer.targets import HealthCheck as HealthCheck
    from tenfold.edge.load_balancer.targets import ListenerRule as ListenerRule
    from tenfold.edge.load_balancer.targets import ProtocolVersion as ProtocolVersion
    from tenfold.edge.load_balancer.targets import TargetGroup as TargetGroup
    from tenfold.edge.load_balancer.targets import TargetProtocol as TargetProtocol
    from tenfold.edge.load_balancer.targets import TargetType as TargetType
    from tenfold.edge.origins import BucketOrigin as BucketOrigin
    from tenfold.edge.origins import HttpsOrigin as HttpsOrigin
    from tenfold.edge.origins import LoadBalancerOrigin as LoadBalancerOrigin

_HOMES = {
    "cdn.args": (
        "Behavior",
        "CdnAlarms",
        "CdnArgs",
        "CdnTlsPolicy",
        "ErrorPage",
        "FrameOptions",
        "OriginFailover",
        "PathBehavior",
        "PriceClass",
        "SecurityHeaders",
    ),
    "cdn.component": ("Cdn",),
    "cdn.policies": ("CachePolicy", "OriginRequestPolicy"),
    "certificate.args": ("CertificateAlarms", "CertificateArgs", "IssuedCertificate", "KeyAlgorithm"),
    "certificate.component": ("Certificate",),
    "cloudflare.addresses": ("CLOUDFLARE_CIDRS",),
    "cloudflare.args": ("CloudflareCdnArgs", "MinimumTls"),
    "cloudflare.component": ("CloudflareCdn",),
    "dns.args": (
        "DnsRecord",
        "DnsZoneArgs",
        "Failover",
        "HostedZone",
        "RecordType",
        "Routing",
        "ZoneNetwork",
    ),
    "dns.component": ("DnsZone",),
    "firewall.args": ("ManagedRules", "RuleGroup", "Scope", "WebAclAlarms", "WebAclArgs"),
    "firewall.component": ("WebAcl",),
    "load_balancer.args": ("DesyncMitigation", "LoadBalancerAlarms", "LoadBalancerArgs", "TlsPolicy"),
    "load_balancer.component": ("LoadBalancer",),
    "load_balancer.targets": (
        "Balancing",
        "HealthCheck",
        "ListenerRule",
        "ProtocolVersion",
        "TargetGroup",
        "TargetProtocol",
        "TargetType",
    ),
    "origins": ("BucketOrigin", "HttpsOrigin", "LoadBalancerOrigin"),
}

__all__, __getattr__, __dir__ = exports(__name__, _HOMES)

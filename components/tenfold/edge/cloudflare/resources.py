"""What Cloudflare has of a CDN. Loads the extra's SDK, so that it is imported where that is known to be
there."""

from __future__ import annotations

import pulumi_cloudflare as cloudflare

from tenfold.component import Component
from tenfold.edge import names
from tenfold.edge.cloudflare.args import CloudflareCdnArgs


def proxied_records(component: Component, args: CloudflareCdnArgs) -> None:
    """A record for each name, which answers with Cloudflare's own addresses."""
    for domain_name in args.domain_names:
        cloudflare.DnsRecord(
            f"{component.pulumi_resource_name}-{names.role(domain_name)}",
            zone_id=args.zone_id,
            name=domain_name,
            type="CNAME",
            content=args.origin.dns_name,
            proxied=True,
            ttl=1,  # Cloudflare's word for its own choice, which proxied records have
            comment=f"CDN {component.pulumi_resource_name}",
            opts=component.child(),
        )


def zone_settings(component: Component, args: CloudflareCdnArgs) -> None:
    """What holds for the whole zone."""
    settings = {
        "ssl": "strict",
        "always_use_https": "on",
        "min_tls_version": args.minimum_tls.value,
        "tls_1_3": "on",
        "http3": "on",
    }
    for setting, value in settings.items():
        cloudflare.ZoneSetting(
            f"{component.pulumi_resource_name}-{setting.replace('_', '-')}",
            zone_id=args.zone_id,
            setting_id=setting,
            value=value,
            opts=component.child(),
        )
    cloudflare.AuthenticatedOriginPullsSettings(
        f"{component.pulumi_resource_name}-authenticated-origin-pulls",
        zone_id=args.zone_id,
        enabled=args.authenticated_origin_pulls,
        opts=component.child(),
    )

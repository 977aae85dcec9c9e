"""CloudflareCdn: Cloudflare in front of a load balancer."""

from __future__ import annotations

import importlib.util

import pulumi

from tenfold.component import Component
from tenfold.edge.cloudflare.args import CloudflareCdnArgs
from tenfold.errors import InvalidInputError


class CloudflareCdn(Component):
    """Cloudflare as the CDN, in a ``Cdn``'s place: it needs the extra ``tenfold[cloudflare]`` and
    Cloudflare's API token, as Pulumi's Cloudflare provider takes it.

    Creates a proxied record for each name; the zone's settings: TLS to the load balancer with its certificate
    checked (Full, strict), HTTPS alone, TLS 1.2 or later, TLS 1.3 and HTTP/3; authenticated origin pulls. The
    load balancer's side, which is closed to all others::

        balancer = LoadBalancer("web", LoadBalancerArgs(
            internet_facing=True, allowed_cidrs=CLOUDFLARE_CIDRS, client_trust_store_arn=trust_store.arn,
            ...))

    Its web ACL counts by address: give it one with ``client_address_header="CF-Connecting-IP"``.

    Refuses names that the load balancer's certificates don't cover, and to work without the extra.

    Replaced when changed: a record by its name or zone. The zone's settings hold for all its names: one
    component a zone.

    Cost: by the zone's plan, and none for what it sends out (www.cloudflare.com/plans, beside what AWS takes
    for the load balancer: aws.amazon.com/elasticloadbalancing/pricing).

    Availability: Cloudflare's SLA is 100 % in its Business and Enterprise plans
    (www.cloudflare.com/business-sla); the load balancer's is AWS's (aws.amazon.com/elasticloadbalancing/sla).
    """

    domain_names: pulumi.Output[list[str]]
    """The names that it answers to."""

    def __init__(
        self, name: str, args: CloudflareCdnArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        _check_extra()
        from tenfold.edge.cloudflare.resources import proxied_records, zone_settings

        super().__init__(name, {}, opts)
        proxied_records(self, args)
        zone_settings(self, args)
        self.domain_names = pulumi.Output.from_input(list(args.domain_names))
        self.register_outputs()


def _check_extra() -> None:
    if importlib.util.find_spec("pulumi_cloudflare") is None:
        raise InvalidInputError(
            "CloudflareCdn",
            "no module pulumi_cloudflare",
            "the extra 'cloudflare' of tenfold",
            "Install it: pip install 'tenfold[cloudflare]'.",
        )

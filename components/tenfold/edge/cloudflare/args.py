"""What the user says about Cloudflare as the CDN."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from tenfold.args import Args, Input
from tenfold.edge import names
from tenfold.edge.origins import LoadBalancerOrigin


class MinimumTls(StrEnum):
    """The oldest TLS that viewers may speak."""

    TLS_1_2 = "1.2"
    TLS_1_3 = "1.3"


class CloudflareCdnArgs(Args):
    """Names that Cloudflare answers to, for a load balancer that faces the internet."""

    zone_id: Input[str]
    """Cloudflare's id of the zone that the names lie in."""
    domain_names: Sequence[str] = Field(min_length=1)
    """The names; a wildcard stands for one label."""
    origin: LoadBalancerOrigin
    """Where it gets what it has not, as ``LoadBalancer.origin`` gives it. It has to face the internet, to let
    ``CLOUDFLARE_CIDRS`` in, and its certificates have to cover the names."""
    authenticated_origin_pulls: bool = True
    """Show the load balancer a certificate of Cloudflare's with every connection, so that it can refuse all
    others: give it ``client_trust_store_arn``, a trust store with Cloudflare's authority. The addresses alone
    let every customer of Cloudflare's in. For the whole zone."""
    minimum_tls: MinimumTls = MinimumTls.TLS_1_2
    """The oldest TLS that viewers may speak. For the whole zone."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        field = "CloudflareCdnArgs.domain_names"
        names.check_no_repetition(field, self.domain_names)
        for name in self.domain_names:
            names.check_domain_name(field, name)
        whose = "a certificate of the load balancer"
        names.check_covered(field, self.domain_names, self.origin.certificate_names, whose)
        return self

"""What the user says about a zone and its records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from tenfold.args import Args, Input, Label
from tenfold.edge import names
from tenfold.edge.dns.plan import OWN_RECORDS
from tenfold.errors import InvalidInputError


class HostedZone(Args):
    """A zone that is there: a ``DnsZone`` gives it as ``hosted``; write it for one made elsewhere."""

    name: str
    """Its domain name, such as ``example.com``."""
    zone_id: Input[str]
    """Route 53's id of it, such as ``Z0123456789ABCDEFGHIJ``."""
    private: bool = False
    """Whether only the networks that it is associated with see it."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        names.check_domain_name("HostedZone.name", self.name, wildcard=False)
        return self


class RecordType(StrEnum):
    """What a record says of its name, in DNS's terms."""

    A = "A"
    AAAA = "AAAA"
    CAA = "CAA"
    CNAME = "CNAME"
    DS = "DS"
    HTTPS = "HTTPS"
    MX = "MX"
    NS = "NS"
    SRV = "SRV"
    TXT = "TXT"


class Failover(StrEnum):
    """Which of two records answers."""

    PRIMARY = "PRIMARY"
    """As long as it is healthy."""
    SECONDARY = "SECONDARY"
    """When the primary one is not."""


class Routing(Args):
    """Makes several records of one name and type share the answers. One of ``failover``, ``weight`` and
    ``latency_region``; all records of the name have the same. Added, changed or removed in place."""

    set_identifier: str = Field(min_length=1, max_length=128)
    """Tells this record from the name's others, such as the region that it answers for."""
    failover: Failover | None = None
    weight: int | None = Field(default=None, ge=0, le=255)
    """Its share of the answers, in proportion to the weights of the others; 0 is none."""
    latency_region: str | None = None
    """The AWS region that it answers for: it is given to those who are nearest to it."""
    health_check_id: Input[str] | None = None
    """Route 53's health check that takes the record out; an alias also follows its target's health."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        chosen = [
            each for each in ("failover", "weight", "latency_region") if getattr(self, each) is not None
        ]
        if len(chosen) != 1:
            allowed = "exactly one of failover, weight and latency_region"
            raise InvalidInputError("Routing", ", ".join(chosen) or None, allowed, "Choose one.")
        return self


class DnsRecord(Args):
    """One record of a zone. A change of its name replaces it; of anything else is in place."""

    name: str
    """Its name without the zone's, such as ``www``; empty is the zone itself."""
    type: RecordType
    values: Sequence[Input[str]] = Field(min_length=1)
    """In DNS's own notation, such as ``10 mail.example.com`` for MX; texts without their outer quotes."""
    ttl_seconds: int = Field(default=300, ge=0, le=2147483647)
    """How long resolvers remember it: five minutes, so that a change arrives soon (Amazon Route 53 Developer
    Guide, "Best practices for Amazon Route 53 DNS", has 60 or 120 seconds for what fails over)."""
    routing: Routing | None = None
    """How it shares its name with other records; None is alone."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.type is RecordType.CNAME and not self.name:
            allowed = "a name below the zone: DNS has no CNAME at a zone itself"
            remedy = "Give domain_names to the load balancer or CDN: they use alias records."
            raise InvalidInputError("DnsRecord.name", self.name, allowed, remedy)
        return self


class ZoneNetwork(Args):
    """A network that sees a private zone."""

    vpc_id: Input[str]
    region: str | None = None
    """The network's; None is the provider's."""


class DnsZoneArgs(Args):
    """A hosted zone. Route 53 is global: there is no region."""

    domain_name: str
    """Such as ``example.com`` or ``dev.example.com``. A change replaces the zone."""
    networks: Mapping[Label, ZoneNetwork] = Field(default_factory=dict[Label, ZoneNetwork])
    """The networks that see it, which makes it private; none makes it public. Going from one to the other
    replaces the zone; adding networks to a private one doesn't."""
    parent: HostedZone | None = None
    """The zone above, in which the delegation, and with dnssec its fingerprint, are written. None leaves that
    to you: give the domain's registrar ``name_servers`` and ``ds_record``."""
    certificate_authorities: Sequence[str] = ("amazon.com",)
    """Who may issue certificates for the domain, as CAA records say; Certificate Manager is ``amazon.com``
    (AWS Certificate Manager User Guide, "Configure a CAA record"). Empty lets every authority. Public zones
    only."""
    dnssec: bool = False
    """Sign the zone, with a key of its own in us-east-1. Off, since a zone whose fingerprint the zone above
    has wrong can't be resolved at all: lower its TTLs and watch it first (Amazon Route 53 Developer Guide,
    "Enabling DNSSEC signing and establishing a chain of trust"). Public zones only."""
    accelerated_recovery: bool = False
    """Let records be changed within 60 minutes of a failure of us-east-1, where Route 53's control plane is
    (Amazon Route 53 Developer Guide, "Accelerated recovery"). Public zones only."""
    records: Mapping[Label, DnsRecord] = Field(default_factory=dict[Label, DnsRecord])
    """Records by a name of your choice, such as those of mail. What points to a load balancer or CDN belongs
    to that: give it the zone."""
    force_destroy: bool = False
    """Delete the zone with all records in it, those of others included."""
    deletion_protection: bool = True
    """Protect the zone from ``pulumi destroy`` and from replacement: a new one has other name servers, which
    the registrar must learn. To remove it, set False and run ``pulumi up`` first."""
    tags: Mapping[str, str] = Field(default_factory=dict[str, str])
    """Tags on every resource that takes them."""

    @model_validator(mode="after")
    def _check_names(self) -> Self:
        names.check_domain_name("DnsZoneArgs.domain_name", self.domain_name, wildcard=False)
        if self.parent is not None:
            above = self.parent.name
            if not self.domain_name.endswith(f".{above}"):
                allowed = f"a name below {above}"
                raise InvalidInputError(
                    "DnsZoneArgs.domain_name", self.domain_name, allowed, "Mend one of them."
                )
        for label in self.records:
            if label in OWN_RECORDS:
                allowed = f"a label that is none of {', '.join(OWN_RECORDS)}: the component's own"
                raise InvalidInputError("DnsZoneArgs.records", label, allowed, "Rename it.")
        for authority in self.certificate_authorities:
            names.check_domain_name("DnsZoneArgs.certificate_authorities", authority, wildcard=False)
        return self

    @model_validator(mode="after")
    def _check_private(self) -> Self:
        public_only = {
            "dnssec": self.dnssec,
            "parent": self.parent,
            "accelerated_recovery": self.accelerated_recovery,
        }
        wrong = [field for field, value in public_only.items() if value]
        if self.networks and wrong:
            allowed = "nothing beside networks: only public zones have it"
            raise InvalidInputError(f"DnsZoneArgs.{wrong[0]}", True, allowed, "Remove it, or the networks.")
        return self

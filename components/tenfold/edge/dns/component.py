"""DnsZone: a hosted zone, its delegation and its records."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi
from pulumi_aws import get_caller_identity_output, kms, route53

from tenfold.component import Component
from tenfold.edge.arns import GLOBAL_REGION
from tenfold.edge.dns import plan
from tenfold.edge.dns.args import DnsRecord, DnsZoneArgs, HostedZone, RecordType
from tenfold.edge.dns.records import record


class DnsZone(Component):
    """A Route 53 hosted zone, public or private.

    Creates the zone; in a public one a CAA record that lets Certificate Manager alone issue certificates; its
    delegation in the zone above, where that is given; on demand its signature (a KMS key in us-east-1, the
    key-signing key, the fingerprint in the zone above) and further records.

    Refuses names that are none, a parent that is not above it, a CNAME at the zone itself, and what private
    zones don't have.

    Replaced when changed: the zone by ``domain_name`` or between public and private, which
    ``deletion_protection`` refuses at preview; a record by its name. A record's routing (failover,
    weight, latency) comes and goes in place.

    Cost: $0.50 a month for the zone and $0.40 for a million queries, alias records to AWS's resources free;
    with ``dnssec`` $1 a month for the key (aws.amazon.com/route53/pricing, aws.amazon.com/kms/pricing).

    Availability: Route 53 answers at 100 % by its SLA (aws.amazon.com/route53/sla). Changes go through
    us-east-1: see ``accelerated_recovery``.
    """

    zone_id: pulumi.Output[str]
    zone_arn: pulumi.Output[str]
    name_servers: pulumi.Output[Sequence[str]]
    """What the registrar has to be told, unless a ``parent`` was given. Of a private zone, of no use."""
    ds_record: pulumi.Output[str | None]
    """What the registrar has to be told when the zone is signed, unless a ``parent`` was given."""
    hosted: HostedZone
    """The zone, to give to certificates, load balancers and CDNs."""

    def __init__(self, name: str, args: DnsZoneArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, args.tags, opts, deletion_protection=args.deletion_protection)
        self._args = args
        zone = self._zone()
        self.zone_id = zone.zone_id
        self.zone_arn = zone.arn
        self.name_servers = zone.name_servers
        self.ds_record = self._sign() if args.dnssec else pulumi.Output.from_input(None)
        self._delegate()
        if args.certificate_authorities and not args.networks:
            self._record("caa", "", RecordType.CAA, plan.caa_values(args.certificate_authorities))
        for label, wanted in args.records.items():
            record(self, label, self.zone_id, plan.full_name(wanted.name, args.domain_name), wanted)
        self.hosted = HostedZone(name=args.domain_name, zone_id=self.zone_id, private=bool(args.networks))
        self.register_outputs()

    def _zone(self) -> route53.Zone:
        args = self._args
        return route53.Zone(
            f"{self._name}-zone",
            name=args.domain_name,
            comment=f"Zone {self._name}",
            vpcs=[
                route53.ZoneVpcArgs(vpc_id=network.vpc_id, vpc_region=network.region)
                for network in args.networks.values()
            ]
            or None,
            enable_accelerated_recovery=args.accelerated_recovery or None,
            force_destroy=args.force_destroy,
            tags=self.tags_for("zone"),
            opts=self.child(protect=args.deletion_protection),
        )

    def _record(self, role: str, name: str, type_: RecordType, values: list[str]) -> None:
        wanted = DnsRecord(name=name, type=type_, values=values)
        record(self, role, self.zone_id, plan.full_name(name, self._args.domain_name), wanted)

    def _delegate(self) -> None:
        parent = self._args.parent
        if parent is None:
            return
        route53.Record(
            f"{self._name}-delegation",
            zone_id=parent.zone_id,
            name=self._args.domain_name,
            type=RecordType.NS,
            records=self.name_servers,
            ttl=172800,  # what AWS gives the zone's own: name servers don't move
            opts=self.child(),
        )
        if self._args.dnssec:
            route53.Record(
                f"{self._name}-fingerprint",
                zone_id=parent.zone_id,
                name=self._args.domain_name,
                type=RecordType.DS,
                records=[self.ds_record.apply(str)],
                ttl=3600,  # short, so that a mistake can be taken back
                opts=self.child(),
            )

    def _sign(self) -> pulumi.Output[str | None]:
        """Sign the zone and return its fingerprint, which is known once the zone is signed."""
        identity = get_caller_identity_output(opts=self.invoke_options())
        key = kms.Key(
            f"{self._name}-signing-key",
            description=f"Signs the zone {self._args.domain_name}",
            customer_master_key_spec="ECC_NIST_P256",
            key_usage="SIGN_VERIFY",
            deletion_window_in_days=30,
            policy=identity.account_id.apply(plan.signing_key_policy),
            region=GLOBAL_REGION,  # the only region that Route 53 takes such a key from
            tags=self.tags_for("signing-key"),
            opts=self.child(protect=self._args.deletion_protection),
        )
        signing = route53.KeySigningKey(
            f"{self._name}-key-signing-key",
            hosted_zone_id=self.zone_id,
            key_management_service_arn=key.arn,
            name=self._name.replace("-", "_"),
            opts=self.child(),
        )
        signed = route53.HostedZoneDnsSec(
            f"{self._name}-dnssec",
            hosted_zone_id=signing.hosted_zone_id,
            opts=self.child(depends_on=[signing]),
        )
        return pulumi.Output.all(signing.ds_record, signed.id).apply(lambda known: str(known[0]))

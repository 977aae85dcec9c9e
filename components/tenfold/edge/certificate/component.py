"""Certificate: requested, proved by records, and handed out once it is issued."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
from pulumi_aws import acm, route53

from tenfold.component import Component
from tenfold.edge import names
from tenfold.edge.certificate import plan
from tenfold.edge.certificate.args import CertificateArgs, IssuedCertificate
from tenfold.parts.metric_alarms import metric_alarms


class Certificate(Component):
    """A public certificate of AWS Certificate Manager, renewed by AWS as long as its records stand.

    Creates, per region, the certificate and the wait until it is issued; once, the records that prove its
    names; and where a topic is given an alarm before it ends.

    Refuses names that are none, that stand twice or lie in none of the zones, private zones, and topics of
    other regions. What is given it by its ARN refuses a certificate of the wrong region in turn.

    Replaced when changed: the certificate by its names or key, the new one before the old one. A preview then
    shows its proofs as replaced too, since it can't know that AWS asks for the same ones again; the update
    leaves them. Adding a region touches none of the others.

    Cost: none (aws.amazon.com/certificate-manager/pricing); an alarm is $0.10 a month in us-east-1
    (aws.amazon.com/cloudwatch/pricing).

    Availability: what uses it has its own copy, which serves on when Certificate Manager doesn't answer, and
    it is renewed weeks before its end (AWS Certificate Manager User Guide, "Managed certificate renewal"). It
    is not issued before the zone is delegated: where the domain's registrar doesn't know the zone's name
    servers yet, the first ``up`` waits, 75 minutes at most.
    """

    certificate_arns: Mapping[str, pulumi.Output[str]]
    """By region, the ARN, known once the certificate is issued."""
    issued: Mapping[str, IssuedCertificate]
    """By region, the certificate, to give to load balancers and CDNs."""

    def __init__(self, name: str, args: CertificateArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, args.tags, opts)
        self._args = args
        requested = {region: self._request(region) for region in args.regions}
        records = self._prove(requested[args.regions[0]])
        self.certificate_arns = {
            region: self._wait(region, certificate, records) for region, certificate in requested.items()
        }
        self.issued = {
            region: IssuedCertificate(
                certificate_arn=arn,
                domain_names=args.domain_names,
                region=region,
                key_algorithm=args.key_algorithm,
            )
            for region, arn in self.certificate_arns.items()
        }
        self._watch(requested)
        self.register_outputs({"certificate_arns": dict(self.certificate_arns)})

    def _request(self, region: str) -> acm.Certificate:
        return acm.Certificate(
            f"{self._name}-{region}",
            domain_name=self._args.domain_name,
            subject_alternative_names=list(self._args.alternative_names) or None,
            key_algorithm=self._args.key_algorithm,
            validation_method="DNS",
            region=region,
            tags=self.tags_for(region),
            opts=self.child(),
        )

    def _prove(self, certificate: acm.Certificate) -> list[route53.Record]:
        """The records that any region's certificate is proved by: AWS asks for the same in each."""
        zone_ids = {zone.name: zone.zone_id for zone in self._args.zones}
        options = certificate.domain_validation_options
        return [
            route53.Record(
                f"{self._name}-{names.role(domain_name)}-proof",
                zone_id=zone_ids[zone],
                name=_option(options, domain_name, "resource_record_name"),
                type=_option(options, domain_name, "resource_record_type"),
                records=[_option(options, domain_name, "resource_record_value")],
                ttl=300,
                opts=self.child(),
            )
            for domain_name, zone in plan.proofs(self._args.domain_names, list(zone_ids)).items()
        ]

    def _wait(
        self, region: str, certificate: acm.Certificate, records: list[route53.Record]
    ) -> pulumi.Output[str]:
        return acm.CertificateValidation(
            f"{self._name}-{region}-issued",
            certificate_arn=certificate.arn,
            validation_record_fqdns=[record.fqdn for record in records],
            region=region,
            opts=self.child(),
        ).certificate_arn

    def _watch(self, requested: Mapping[str, acm.Certificate]) -> None:
        days = self._args.alarms.days_to_expiry
        if days is None:
            return
        for region, certificate in requested.items():
            metric_alarms(
                self,
                [plan.expiry_alarm(days, region)],
                dimensions={"CertificateArn": certificate.arn},
                topic_arn=self._args.alarm_topic_arns.get(region),
                region=region,
            )


def _option(options: pulumi.Output[Sequence[Any]], domain_name: str, attribute: str) -> pulumi.Output[str]:
    """A part of the record that proves the name, and the wildcard above it."""

    def find(known: Sequence[Any]) -> str:
        return next(
            str(getattr(option, attribute))
            for option in known
            if names.base(option.domain_name) == domain_name
        )

    return options.apply(find)

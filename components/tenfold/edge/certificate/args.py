"""What the user says about a certificate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from tenfold.args import Args, Input
from tenfold.edge import names
from tenfold.edge.arns import check_region
from tenfold.edge.dns.args import HostedZone
from tenfold.errors import InvalidInputError


class KeyAlgorithm(StrEnum):
    """The certificate's key, in Certificate Manager's terms."""

    EC_P256 = "EC_prime256v1"
    EC_P384 = "EC_secp384r1"
    """For load balancers alone: CloudFront takes no curve but P256 (Amazon CloudFront Developer Guide,
    "Requirements for using SSL/TLS certificates with CloudFront")."""
    RSA_2048 = "RSA_2048"


class IssuedCertificate(Args):
    """A certificate that is there: a ``Certificate`` gives it as ``issued``; write it for one made
    elsewhere."""

    certificate_arn: Input[str]
    """Its ARN."""
    domain_names: Sequence[str] = Field(min_length=1)
    """All names that it is good for."""
    region: str
    """Where it is: that of the load balancer, us-east-1 for a CDN."""
    key_algorithm: KeyAlgorithm | None = None
    """Its key, where that is known: a CDN doesn't take every one."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        for name in self.domain_names:
            names.check_domain_name("IssuedCertificate.domain_names", name)
        field = "IssuedCertificate.certificate_arn"
        check_region(field, self.certificate_arn, self.region, "Mend the ARN or the region.")
        return self


class CertificateAlarms(Args):
    """From when on each alarm goes off; None leaves it out. They need ``alarm_topic_arns``."""

    days_to_expiry: int | None = Field(default=30, ge=1, le=60)
    """Days before the certificate's end. Certificate Manager renews by itself 60 days before, or 45 for those
    that live 198 days (AWS Certificate Manager User Guide, "Managed certificate renewal"), so that at 30 it
    has been failing for weeks: most often since a record that proves the name is gone."""


class CertificateArgs(Args):
    """A public certificate, proved by records in your zones."""

    domain_name: str
    """Its first name, such as ``example.com`` or ``*.example.com``. A change replaces the certificate."""
    alternative_names: Sequence[str] = Field(default=(), max_length=99)
    """Further names. A wildcard stands for one label: ``*.example.com`` is not good for ``example.com``. A
    change replaces the certificate; the new one is in place before the old one goes. AWS gives an account 10
    names each until it is asked for more."""
    regions: Sequence[str] = Field(min_length=1)
    """Where it is needed: a load balancer's own region; ``us-east-1`` for a CDN. The same names in every one
    of them, since AWS proves a name by the same record in each."""
    zones: Sequence[HostedZone] = Field(min_length=1)
    """The public zones that the names lie in, in which the proof is written: each name in the longest that
    fits."""
    key_algorithm: KeyAlgorithm = KeyAlgorithm.EC_P256
    """Elliptic curve: as strong as RSA with 3,072 bits (NIST SP 800-57, table 2), and several times cheaper
    in a handshake. RSA_2048 is for clients that know nothing else. A change replaces the certificate."""
    alarm_topic_arns: Mapping[str, Input[str]] = Field(default_factory=dict[str, Input[str]])
    """By region, the SNS topic of the region that its alarm notifies. A region without one has no alarm,
    since nobody would hear it."""
    alarms: CertificateAlarms = CertificateAlarms()
    """From when on the alarms go off."""
    tags: Mapping[str, str] = Field(default_factory=dict[str, str])
    """Tags on every resource that takes them."""

    @property
    def domain_names(self) -> list[str]:
        """All names, the first one first."""
        return [self.domain_name, *self.alternative_names]

    @model_validator(mode="after")
    def _check_names(self) -> Self:
        names.check_domain_name("CertificateArgs.domain_name", self.domain_name)
        for name in self.alternative_names:
            names.check_domain_name("CertificateArgs.alternative_names", name)
        names.check_no_repetition("CertificateArgs.alternative_names", self.domain_names)
        names.check_no_repetition("CertificateArgs.regions", self.regions)
        for zone in self.zones:
            if zone.private:
                allowed = "public zones: AWS can't see a private one"
                remedy = "Give the public zone of the same name."
                raise InvalidInputError("CertificateArgs.zones", zone.name, allowed, remedy)
        names.check_in_zones(
            "CertificateArgs.domain_name", self.domain_names, [each.name for each in self.zones]
        )
        return self

    @model_validator(mode="after")
    def _check_topics(self) -> Self:
        for region, topic_arn in self.alarm_topic_arns.items():
            if region not in self.regions:
                allowed = f"the certificate's regions: {', '.join(self.regions)}"
                raise InvalidInputError(
                    "CertificateArgs.alarm_topic_arns", region, allowed, "Mend the region."
                )
            field = f"CertificateArgs.alarm_topic_arns.{region}"
            check_region(field, topic_arn, region, "An alarm notifies a topic of its own region only.")
        return self

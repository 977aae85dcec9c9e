"""What the user says about a load balancer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Self

from pydantic import Field, model_validator

from tenfold.args import Args, Input, Label
from tenfold.edge import names
from tenfold.edge.arns import check_region
from tenfold.edge.certificate.args import IssuedCertificate
from tenfold.edge.dns.args import HostedZone, Routing
from tenfold.edge.load_balancer import plan
from tenfold.edge.load_balancer.targets import ListenerRule, TargetGroup
from tenfold.errors import InvalidInputError


class TlsPolicy(StrEnum):
    """What clients have to speak (Elastic Load Balancing, Application Load Balancers, "Security policies").
    All offer key exchange that a quantum computer doesn't break, to clients that know it."""

    TLS_1_2 = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"
    """TLS 1.3, and TLS 1.2 with forward secrecy and authenticated encryption: what AWS recommends."""
    TLS_1_3 = "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09"
    """TLS 1.3 alone."""
    FIPS = "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-PQ-2025-09"
    """As TLS_1_2, by a FIPS 140-3 validated module."""


class DesyncMitigation(StrEnum):
    """What becomes of requests that proxies and servers could read differently (HTTP desync)."""

    DEFENSIVE = "defensive"
    """What is ambiguous is refused or its connection closed: AWS's own default."""
    STRICTEST = "strictest"
    """Whatever is not by RFC 7230 is refused."""


class LoadBalancerAlarms(Args):
    """From when on each alarm goes off; None leaves it out. They need ``alarm_topic_arn``."""

    balancer_5xx_percent: float | None = Field(default=1, gt=0, le=100)
    """Requests that the load balancer itself fails, over five minutes: targets that are gone, don't answer or
    speak no TLS. One in a hundred is ten times what a goal of 99.9 % allows."""
    target_5xx_percent: float | None = Field(default=1, gt=0, le=100)
    """Requests that the application fails, over five minutes, by the same goal."""
    unhealthy_targets: int | None = Field(default=0, ge=0)
    """Targets of one group that have been failing their health check for five minutes: more than this
    many."""
    p99_response_seconds: float | None = Field(default=1, gt=0)
    """What the slowest hundredth of the requests takes, over five minutes: a second is where a user's flow of
    thought breaks (Nielsen, "Response Times: The 3 Important Limits")."""
    rejected_connections_per_minute: int | None = Field(default=0, ge=0)
    """Connections that it refused since it was at its most: more than this many. None is usual."""


class LoadBalancerArgs(Args):
    """An Application Load Balancer that speaks TLS to everyone."""

    vpc_id: Input[str]
    """The network it is in. A change replaces its security groups and target groups."""
    subnet_ids: Input[Sequence[Input[str]]]
    """One subnet in each of two zones or more: private ones, or public ones if it faces the internet."""
    certificate: IssuedCertificate
    """The certificate of its region, as ``Certificate.issued["us-east-1"]`` gives it. Plain HTTP is never
    served: at most it is redirected."""
    further_certificates: Mapping[Label, IssuedCertificate] = Field(
        default_factory=dict[Label, IssuedCertificate], max_length=25
    )
    """Certificates for further names, chosen by what the client asks for (SNI)."""
    access_log_bucket: Input[str] | None
    """The ``log_bucket_name`` of a ``Bucket`` in its region whose log_sources has LOAD_BALANCERS. None writes
    no access log: a choice that has to be made, since who did what is unknown then."""

    internet_facing: bool = False
    """Whether it has public addresses. False keeps it in the network, where a CDN reaches it by a VPC origin.
    A change replaces it."""
    open_to_world: bool = False
    """Let everybody connect; only with internet_facing. Without it only those named below can."""
    allow_cloudfront: bool = False
    """Let CloudFront connect, by the list of its addresses that AWS keeps. Other accounts' CDNs are among
    them: a load balancer that doesn't face the internet can be no origin of theirs."""
    allowed_cidrs: Mapping[Label, str] = Field(default_factory=dict[Label, str])
    """Networks that may connect, by a name of your choice; IPv4 or IPv6."""
    allowed_security_groups: Mapping[Label, Input[str]] = Field(default_factory=dict[Label, Input[str]])
    """Security groups whose members may connect, by a name of your choice."""

    target_groups: Mapping[Label, TargetGroup] = Field(default_factory=dict[Label, TargetGroup])
    """What it sends requests to, by a name of your choice."""
    target_security_groups: Mapping[Label, Input[str]] = Field(default_factory=dict[Label, Input[str]])
    """The targets' security groups, by a name of your choice, such as that of an EKS cluster. It may send
    only there, on the target groups' ports, and they get the rules that let it in."""
    rules: Mapping[Label, ListenerRule] = Field(default_factory=dict[Label, ListenerRule])
    """Which requests go to which target groups, by a name of your choice. What no rule takes is answered
    404."""

    domain_names: Sequence[str] = ()
    """Names that point to it, in ``zones``; its certificates have to cover them. Behind a CDN the names are
    the CDN's."""
    zones: Sequence[HostedZone] = ()
    """The zones that the names lie in."""
    routing: Routing | None = None
    """How its records share their names with another load balancer's, in another region. Added and removed in
    place."""

    tls_policy: TlsPolicy = TlsPolicy.TLS_1_2
    """What clients have to speak."""
    client_trust_store_arn: Input[str] | None = None
    """A trust store: clients need a certificate of an authority in it (mutual TLS). Such as Cloudflare's, for
    its authenticated origin pulls."""
    http_redirect: bool = True
    """Answer plain HTTP with a redirect to HTTPS. False doesn't listen on port 80 at all."""
    hsts_max_age_seconds: int = Field(default=31536000, ge=0)
    """How long browsers remember to come by HTTPS (RFC 6797): a year, which is what browsers' own lists ask
    for. 0 makes them forget."""
    web_application_firewall: bool = True
    """Put AWS WAF in front: a ``WebAcl`` of its defaults, or the one below. False is for one behind a CDN
    that has it."""
    web_acl_arn: Input[str] | None = None
    """A regional web ACL to use instead of one of its own."""
    desync_mitigation: DesyncMitigation = DesyncMitigation.DEFENSIVE
    """What becomes of ambiguous requests. DEFENSIVE, since STRICTEST refuses what some clients rightly
    send."""
    idle_timeout_seconds: int = Field(default=60, ge=1, le=4000)
    """How long a connection without traffic is kept. Targets must keep theirs longer, or some requests end in
    502."""
    ipv6: bool = False
    """Answer over IPv6 too: needs subnets that have it."""
    zonal_shift: bool = True
    """Let its traffic be moved out of a zone by ARC zonal shift; it costs nothing until it is done."""

    deletion_protection: bool = True
    """AWS and Pulumi refuse to delete it. To remove it, set False and run ``pulumi up`` first."""
    alarm_topic_arn: Input[str] | None = None
    """SNS topic of the region that every alarm notifies; None makes no alarms, since nobody would hear
    them."""
    alarms: LoadBalancerAlarms = LoadBalancerAlarms()
    """From when on the alarms go off."""
    region: str | None = None
    """AWS region; None is the provider's. Changing it replaces everything."""
    tags: Mapping[str, str] = Field(default_factory=dict[str, str])
    """Tags on every resource that takes them."""

    @property
    def certificate_names(self) -> list[str]:
        """The names that its certificates cover."""
        return [name for each in self.certificates.values() for name in each.domain_names]

    @property
    def certificates(self) -> dict[str, IssuedCertificate]:
        """All certificates by the field that gives them."""
        further = {
            f"LoadBalancerArgs.further_certificates.{label}": each
            for label, each in self.further_certificates.items()
        }
        return {"LoadBalancerArgs.certificate": self.certificate, **further}

    @model_validator(mode="before")
    @classmethod
    def _want_certificate(cls, data: Any) -> Any:
        if isinstance(data, dict) and data.get("certificate") is None:  # pyright: ignore[reportUnknownMemberType]  # what pydantic hands over unchecked
            allowed = "a certificate: it serves HTTPS alone, and redirects HTTP"
            remedy = 'Give Certificate.issued["<region>"] or an IssuedCertificate.'
            raise InvalidInputError("LoadBalancerArgs.certificate", None, allowed, remedy)
        return data  # pyright: ignore[reportUnknownVariableType]  # as above

    @model_validator(mode="after")
    def _check_certificates(self) -> Self:
        for field, certificate in self.certificates.items():
            plan.check_certificate_region(field, certificate.region, self.region)
        names.check_no_repetition("LoadBalancerArgs.domain_names", self.domain_names)
        whose = "a certificate of the load balancer"
        names.check_covered("LoadBalancerArgs.domain_names", self.domain_names, self.certificate_names, whose)
        zones = [zone.name for zone in self.zones]
        names.check_in_zones("LoadBalancerArgs.domain_names", self.domain_names, zones)
        return self

    @model_validator(mode="after")
    def _check_access(self) -> Self:
        subnets = self.subnet_ids
        if isinstance(subnets, Sequence) and len(subnets) < 2:
            allowed = "subnets in two zones or more"
            raise InvalidInputError("LoadBalancerArgs.subnet_ids", subnets, allowed, "Add one.")
        if self.open_to_world and not self.internet_facing:
            allowed = "False without internet_facing"
            remedy = "Name the networks in allowed_cidrs."
            raise InvalidInputError("LoadBalancerArgs.open_to_world", True, allowed, remedy)
        plan.check_sources(
            "LoadBalancerArgs.allowed_security_groups", self.allowed_cidrs, self.allowed_security_groups
        )
        for label, cidr in self.allowed_cidrs.items():
            plan.check_cidr(f"LoadBalancerArgs.allowed_cidrs.{label}", cidr)
        if self.web_acl_arn is not None and not self.web_application_firewall:
            allowed = "none with web_application_firewall=False"
            raise InvalidInputError(
                "LoadBalancerArgs.web_acl_arn", self.web_acl_arn, allowed, "Remove either."
            )
        remedy = "An alarm notifies a topic of its own region only."
        check_region("LoadBalancerArgs.alarm_topic_arn", self.alarm_topic_arn, self.region, remedy)
        return self

    @model_validator(mode="after")
    def _check_rules(self) -> Self:
        if self.target_groups and not self.target_security_groups:
            allowed = "one or more beside target_groups"
            remedy = "Name the targets' security groups: without them nothing can be sent to a target."
            raise InvalidInputError("LoadBalancerArgs.target_security_groups", {}, allowed, remedy)
        plan.check_rules(
            "LoadBalancerArgs.rules",
            {label: rule.priority for label, rule in self.rules.items()},
            {label: list(rule.target_groups) for label, rule in self.rules.items()},
            list(self.target_groups),
        )
        return self

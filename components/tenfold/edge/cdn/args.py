"""What the user says about a CDN."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from tenfold.args import Args, Input, Label
from tenfold.edge import names
from tenfold.edge.arns import GLOBAL_REGION, check_region
from tenfold.edge.cdn import plan
from tenfold.edge.certificate.args import IssuedCertificate, KeyAlgorithm
from tenfold.edge.dns.args import HostedZone, Routing
from tenfold.edge.origins import BucketOrigin, HttpsOrigin, LoadBalancerOrigin
from tenfold.errors import InvalidInputError


class CdnTlsPolicy(StrEnum):
    """What viewers have to speak (Amazon CloudFront Developer Guide, "Supported protocols and ciphers between
    viewers and CloudFront")."""

    TLS_1_2 = "TLSv1.2_2025"
    """TLS 1.3, and TLS 1.2 with the ciphers that AWS chose in 2025: its newest policy that still has it."""
    TLS_1_2_2021 = "TLSv1.2_2021"
    """As TLS_1_2 with the wider choice of 2021, for devices that 2025's leaves out."""
    TLS_1_3 = "TLSv1.3_2025"
    """TLS 1.3 alone."""


class PriceClass(StrEnum):
    """Where it answers from (Amazon CloudFront pricing)."""

    ALL = "PriceClass_All"
    """Everywhere."""
    WITHOUT_THE_DEAREST = "PriceClass_200"
    """Not from South America, Australia and New Zealand."""
    NORTH_AMERICA_AND_EUROPE = "PriceClass_100"
    """From North America, Europe and Israel."""


class FrameOptions(StrEnum):
    """Who may show a page in a frame."""

    DENY = "DENY"
    SAMEORIGIN = "SAMEORIGIN"


class SecurityHeaders(Args):
    """What browsers are told with every answer (OWASP Secure Headers Project)."""

    hsts_max_age_seconds: int = Field(default=31536000, ge=0)
    """How long they remember to come by HTTPS: a year, which is what browsers' own lists ask for. It wins
    over the origin's."""
    hsts_subdomains: bool = False
    """For all names below too. False, since one of them may not speak HTTPS."""
    frame_options: FrameOptions | None = FrameOptions.DENY
    """Who may show a page in a frame, unless the origin says otherwise; None says nothing."""
    content_security_policy: str | None = None
    """What a page may load, unless the origin says otherwise. None, since only the page's author knows."""


class Behavior(Args):
    """What becomes of a request."""

    origin: Label
    """The label of an origin, or of a failover, that is asked for what is not kept."""
    writes: bool | None = None
    """Whether PUT, POST, PATCH and DELETE pass. None lets them pass to load balancers and servers, but not to
    buckets and failovers: CloudFront fails over reading alone."""
    cache_policy_id: Input[str] | None = None
    """What is kept: one of ``CachePolicy``, or the id of one of your own. None is OPTIMIZED for buckets and
    DISABLED for all others; ORIGIN_HEADERS_AND_QUERY lets those say what may be kept."""
    origin_request_policy_id: Input[str] | None = None
    """What is passed on: one of ``OriginRequestPolicy``, or the id of one of your own. None is nothing for
    buckets, ALL_VIEWER for load balancers (they need the Host header) and ALL_VIEWER_EXCEPT_HOST for
    servers."""
    compress: bool = True
    """Compress what is kept, by Brotli or gzip."""
    viewer_request_function_arn: Input[str] | None = None
    """A CloudFront function that sees every request first."""
    viewer_response_function_arn: Input[str] | None = None
    """A CloudFront function that sees every answer last."""
    key_group_ids: Sequence[Input[str]] = ()
    """Key groups of which a viewer needs a signature; empty is none."""


class PathBehavior(Behavior):
    """What becomes of requests to some paths."""

    path: str = Field(min_length=1, max_length=255)
    """Such as ``/api/*``."""


class OriginFailover(Args):
    """Two origins, of which the second is asked for what the first fails; reading alone."""

    primary: Label
    secondary: Label
    status_codes: Sequence[int] = (500, 502, 503, 504)
    """Answers that are failures, beside none at all. A bucket's replica may also stand in for 403 and 404."""


class ErrorPage(Args):
    """What is answered in an error's place."""

    path: str = Field(pattern=r"^/\S*$")
    """A page of the CDN's, such as ``/404.html``; ``/index.html`` for an application that routes by
    itself."""
    status: int = Field(ge=200, le=599)
    """The status that it is sent with."""
    cache_seconds: int = Field(default=10, ge=0)
    """How long the origin is not asked again: CloudFront's own default, so that a mended error is soon
    seen."""


class CdnAlarms(Args):
    """From when on each alarm goes off; None leaves it out. They need ``alarm_topic_arn``."""

    failed_percent: float | None = Field(default=1, gt=0, le=100)
    """Requests answered with 5xx, over five minutes. One in a hundred is ten times what a goal of 99.9 %
    allows."""


class CdnArgs(Args):
    """A CloudFront distribution. It is global; what belongs to it and is not lies in us-east-1: there is no
    region."""

    domain_names: Sequence[str] = Field(min_length=1)
    """The names that it answers to. Required, since under CloudFront's own it would speak TLS 1.0."""
    certificate: IssuedCertificate
    """Covers the names; of us-east-1, as ``Certificate.issued["us-east-1"]`` gives it."""
    origins: Mapping[Label, BucketOrigin | LoadBalancerOrigin | HttpsOrigin] = Field(min_length=1)
    """Where it gets what it has not, by a name of your choice."""
    default_behavior: Behavior
    """What becomes of requests that no path below takes."""
    log_bucket: Input[str] | None
    """The ``log_bucket_name`` of a ``Bucket`` in any region whose log_sources has VENDED_LOGS. None writes no
    access log: a choice that has to be made, since who did what is unknown then."""

    path_behaviors: Sequence[PathBehavior] = Field(default=(), max_length=74)
    """What becomes of requests to some paths; the first one that fits counts."""
    failovers: Mapping[Label, OriginFailover] = Field(default_factory=dict[Label, OriginFailover])
    """Pairs of origins, by a name of your choice that no origin has, for behaviors to use."""
    zones: Sequence[HostedZone] = ()
    """The zones in which records point the names to it. Empty leaves the records to you."""
    routing: Routing | None = None
    """How its records share their names with others. Added and removed in place."""
    default_page: str | None = None
    """What is answered to a request for ``/``, such as ``index.html``; None asks the origin. A bucket has no
    index of its own."""
    error_pages: Mapping[int, ErrorPage] = Field(default_factory=dict[int, ErrorPage])
    """By the origin's status. A bucket answers 403 to what it doesn't have, since CloudFront may not list
    it."""
    security_headers: SecurityHeaders = SecurityHeaders()
    """What browsers are told."""
    tls_policy: CdnTlsPolicy = CdnTlsPolicy.TLS_1_2
    """What viewers have to speak."""
    price_class: PriceClass = PriceClass.ALL
    """Where it answers from. A place that is left out costs its viewers time, and saves only what they
    use."""
    allowed_countries: Sequence[str] = ()
    """The countries whose viewers are answered, by ISO 3166-1's two letters; empty is all."""
    blocked_countries: Sequence[str] = ()
    """The countries whose viewers are not; empty is none. One of the two lists at most."""
    web_application_firewall: bool = True
    """Put AWS WAF in front: a ``WebAcl`` of its defaults, or the one below."""
    web_acl_arn: Input[str] | None = None
    """A web ACL of the scope CLOUDFRONT to use instead of one of its own."""
    deletion_protection: bool = True
    """Protect the distribution from ``pulumi destroy``: a new one has another name, and takes minutes. To
    remove it, set False and run ``pulumi up`` first."""
    alarm_topic_arn: Input[str] | None = None
    """SNS topic of us-east-1, where CloudFront's metrics are, that every alarm notifies: an ``AlarmTopic``
    with region="us-east-1". None makes no alarms, since nobody would hear them."""
    alarms: CdnAlarms = CdnAlarms()
    """From when on the alarms go off."""
    tags: Mapping[str, str] = Field(default_factory=dict[str, str])
    """Tags on every resource that takes them."""

    @model_validator(mode="after")
    def _check_certificate(self) -> Self:
        if self.certificate.region != GLOBAL_REGION:
            allowed = f"a certificate of {GLOBAL_REGION}: CloudFront takes none of another region"
            remedy = f"Add {GLOBAL_REGION} to the Certificate's regions and give issued['{GLOBAL_REGION}']."
            raise InvalidInputError("CdnArgs.certificate", self.certificate.region, allowed, remedy)
        if self.certificate.key_algorithm is KeyAlgorithm.EC_P384:
            allowed = "a certificate with a key of EC_P256 or RSA_2048: CloudFront takes no other of AWS's"
            remedy = "Give the Certificate another key_algorithm, or make one for the CDN alone."
            raise InvalidInputError("CdnArgs.certificate", "EC_P384", allowed, remedy)
        field = "CdnArgs.domain_names"
        names.check_no_repetition(field, self.domain_names)
        for name in self.domain_names:
            names.check_domain_name(field, name)
        names.check_covered(field, self.domain_names, self.certificate.domain_names, "the CDN's certificate")
        for label, origin in self.origins.items():
            if isinstance(origin, LoadBalancerOrigin):
                whose = f"the certificate of the origin {label}"
                names.check_covered(field, self.domain_names, origin.certificate_names, whose)
        if self.zones:
            names.check_in_zones(field, self.domain_names, [zone.name for zone in self.zones])
        return self

    @model_validator(mode="after")
    def _check_behaviors(self) -> Self:
        plan.check_failovers(
            "CdnArgs.failovers",
            {label: (each.primary, each.secondary) for label, each in self.failovers.items()},
            list(self.origins),
        )
        behaviors = {"CdnArgs.default_behavior": self.default_behavior} | {
            f"CdnArgs.path_behaviors.{each.path}": each for each in self.path_behaviors
        }
        for field, behavior in behaviors.items():
            plan.check_origin(f"{field}.origin", behavior.origin, [*self.origins, *self.failovers])
            if behavior.writes and behavior.origin in self.failovers:
                allowed = "False with a failover: CloudFront fails over reading alone"
                remedy = "Give writing a path, or name, with one origin."
                raise InvalidInputError(f"{field}.writes", True, allowed, remedy)
        paths = [each.path for each in self.path_behaviors]
        names.check_no_repetition("CdnArgs.path_behaviors", paths)
        return self

    @model_validator(mode="after")
    def _check_viewers(self) -> Self:
        if self.allowed_countries and self.blocked_countries:
            allowed = "empty beside allowed_countries"
            remedy = "Keep one of the two lists."
            raise InvalidInputError("CdnArgs.blocked_countries", self.blocked_countries, allowed, remedy)
        if self.web_acl_arn is not None and not self.web_application_firewall:
            allowed = "none with web_application_firewall=False"
            raise InvalidInputError("CdnArgs.web_acl_arn", self.web_acl_arn, allowed, "Remove either.")
        plan.check_topic_region(self.alarm_topic_arn)
        remedy = "Give a WebAcl with scope=Scope.CLOUDFRONT."
        check_region("CdnArgs.web_acl_arn", self.web_acl_arn, GLOBAL_REGION, remedy)
        return self

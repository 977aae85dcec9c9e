"""What the user says about a web ACL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from tenfold.args import Args, Input, LogRetentionDays
from tenfold.edge.arns import GLOBAL_REGION, check_region
from tenfold.edge.firewall import plan
from tenfold.errors import InvalidInputError


class Scope(StrEnum):
    """What it protects, in AWS WAF's terms."""

    REGIONAL = "REGIONAL"
    """Load balancers of its region."""
    CLOUDFRONT = "CLOUDFRONT"
    """CDNs; it is in us-east-1."""


class RuleGroup(StrEnum):
    """AWS's own rules without a further fee (AWS WAF Developer Guide, "AWS Managed Rules rule groups
    list")."""

    IP_REPUTATION = "AWSManagedRulesAmazonIpReputationList"
    """Addresses that Amazon has seen attack."""
    ANONYMOUS_IP = "AWSManagedRulesAnonymousIpList"
    """Proxies, Tor and hosting providers: not for services that other servers call."""
    KNOWN_BAD_INPUTS = "AWSManagedRulesKnownBadInputsRuleSet"
    """Requests that are known to exploit something, such as Log4j."""
    COMMON = "AWSManagedRulesCommonRuleSet"
    """The OWASP Top 10. Refuses bodies beyond 8 KB: count ``SizeRestrictions_BODY`` where uploads go
    through."""
    ADMIN_PROTECTION = "AWSManagedRulesAdminProtectionRuleSet"
    """Paths under which administration is usually found."""
    SQL_INJECTION = "AWSManagedRulesSQLiRuleSet"
    LINUX = "AWSManagedRulesLinuxRuleSet"
    POSIX = "AWSManagedRulesUnixRuleSet"
    WINDOWS = "AWSManagedRulesWindowsRuleSet"
    PHP = "AWSManagedRulesPHPRuleSet"
    WORDPRESS = "AWSManagedRulesWordPressRuleSet"


class ManagedRules(Args):
    """How one of AWS's rule groups is used."""

    group: RuleGroup
    counted_rules: Sequence[str] = ()
    """Names of its rules that count, and log, what they would refuse, instead of refusing it."""
    count_only: bool = False
    """All of its rules do: to try a group before it refuses anything."""


class WebAclAlarms(Args):
    """From when on each alarm goes off; None leaves it out. They need ``alarm_topic_arn``."""

    blocked_requests_per_minute: int | None = Field(default=None, ge=1)
    """Requests refused. None, since what is usual depends on the site: look at its first weeks."""


class WebAclArgs(Args):
    """What AWS WAF refuses. Nothing is required."""

    scope: Scope = Scope.REGIONAL
    """What it is for. A change replaces it."""
    managed_rules: Sequence[ManagedRules] = (
        ManagedRules(group=RuleGroup.IP_REPUTATION),
        ManagedRules(group=RuleGroup.KNOWN_BAD_INPUTS),
        ManagedRules(group=RuleGroup.COMMON),
    )
    """AWS's rules, in the order in which they see a request. The default is the baseline that AWS has for any
    web application, with its list of bad addresses first, since that is the cheapest."""
    requests_per_5_minutes: int | None = Field(default=2000, ge=10, le=2_000_000_000)
    """What one address may ask for in five minutes before it is refused. 2,000 is 6.7 a second, which a
    browser doesn't reach, but many people behind one address may. None is no limit."""
    client_address_header: str | None = Field(default=None, pattern=r"^[A-Za-z0-9-]+$")
    """The header that has the client's address where another CDN stands in front, such as
    ``CF-Connecting-IP`` of Cloudflare. Only where nobody but that CDN can connect: a client can write any
    header. None is the address that connects."""
    allowed_request_logs: bool = False
    """Log the requests that it lets through too. They are all of the traffic, and in the access log
    already."""
    log_retention_days: LogRetentionDays = 90
    """Days that its log is kept: a quarter, as the network's flow log."""
    log_kms_key_arn: Input[str] | None = None
    """A key of its region for the log; None is CloudWatch's own encryption."""
    alarm_topic_arn: Input[str] | None = None
    """SNS topic of its region, us-east-1 for the scope CLOUDFRONT, that its alarms notify; None makes no
    alarms, since nobody would hear them."""
    alarms: WebAclAlarms = WebAclAlarms()
    """From when on the alarms go off."""
    region: str | None = None
    """AWS region; None is the provider's, and us-east-1 for the scope CLOUDFRONT. Changing it replaces
    all."""
    tags: Mapping[str, str] = Field(default_factory=dict[str, str])
    """Tags on every resource that takes them."""

    @property
    def home(self) -> str | None:
        """The region that everything is created in; None is the provider's."""
        return GLOBAL_REGION if self.scope is Scope.CLOUDFRONT else self.region

    @model_validator(mode="after")
    def _check_region(self) -> Self:
        if self.scope is Scope.CLOUDFRONT and self.region not in (None, GLOBAL_REGION):
            allowed = f"{GLOBAL_REGION} with the scope CLOUDFRONT"
            remedy = "Leave it out: a web ACL protects CDNs from there only."
            raise InvalidInputError("WebAclArgs.region", self.region, allowed, remedy)
        remedy = "An alarm notifies a topic of its own region only."
        check_region("WebAclArgs.alarm_topic_arn", self.alarm_topic_arn, self.home, remedy)
        return self

    @model_validator(mode="after")
    def _check_capacity(self) -> Self:
        groups = [each.group.value for each in self.managed_rules]
        plan.check_groups("WebAclArgs.managed_rules", groups)
        return self

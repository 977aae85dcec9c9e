"""Pure decisions of WebAcl."""

from __future__ import annotations

from collections.abc import Sequence

from tenfold.errors import InvalidInputError
from tenfold.parts.alarms import Alarm, Metric, MissingData

# AWS WAF Developer Guide, "AWS Managed Rules rule groups list": what each takes of a web ACL's capacity.
_CAPACITY_UNITS = {
    "AWSManagedRulesAmazonIpReputationList": 25,
    "AWSManagedRulesAnonymousIpList": 50,
    "AWSManagedRulesKnownBadInputsRuleSet": 200,
    "AWSManagedRulesCommonRuleSet": 700,
    "AWSManagedRulesAdminProtectionRuleSet": 100,
    "AWSManagedRulesSQLiRuleSet": 200,
    "AWSManagedRulesLinuxRuleSet": 200,
    "AWSManagedRulesUnixRuleSet": 100,
    "AWSManagedRulesWindowsRuleSet": 200,
    "AWSManagedRulesPHPRuleSet": 100,
    "AWSManagedRulesWordPressRuleSet": 100,
}
_INCLUDED_UNITS = 1500  # in the price of a web ACL; AWS takes up to 5,000 for a fee on each request

LOG_GROUP_PREFIX = "aws-waf-logs-"
"""What AWS WAF wants its log groups' names to begin with."""

RATE_RULE = "requests-per-address"


def check_groups(field: str, groups: Sequence[str]) -> None:
    """Refuse a rule group that is given twice, and groups that cost a fee on each request together.

    Raises:
        InvalidInputError: they are.
    """
    for group in groups:
        if groups.count(group) > 1:
            raise InvalidInputError(field, group, "each group once", "Remove one of the two.")
    units = sum(_CAPACITY_UNITS[group] for group in groups)
    if units > _INCLUDED_UNITS:
        allowed = f"groups of {_INCLUDED_UNITS} capacity units together, which a web ACL's price includes"
        raise InvalidInputError(field, units, allowed, "Leave one of them out.")


def blocked_alarm(requests_per_minute: int) -> Alarm:
    """The alarm that says that an attack, or a wrong rule, is at work."""
    return Alarm(
        role="blocked",
        description=f"More than {requests_per_minute} requests a minute are refused: an attack, or a rule "
        "that refuses what it should let through. The log names the rules.",
        namespace="AWS/WAFV2",
        metric=Metric("BlockedRequests", "Sum"),
        threshold=requests_per_minute,
        missing=MissingData.NOT_BREACHING,
    )

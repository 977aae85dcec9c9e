"""A distribution logs its requests."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._names import DISTRIBUTION, control

_SOURCE = "aws:cloudwatch/logDeliverySource:LogDeliverySource"
_LEGACY, _REALTIME = "loggingConfig.bucket", "defaultCacheBehavior.realtimeLogConfigArn"


def _check(distribution: Resource, context: Context) -> Iterator[str]:
    if distribution.has(_LEGACY) or distribution.has(_REALTIME):
        return
    if not context.stack.attached(distribution, _SOURCE, "resourceArn"):
        yield "it has neither loggingConfig nor a LogDeliverySource."


RULE = Rule(
    id="cloudfront-access-logs",
    title="A distribution logs its requests",
    severity=Severity.MEDIUM,
    why="Attacks and abuse at the edge are seen nowhere else: what is answered from the cache reaches no "
    "server.",
    remedy="Deliver its log by an aws.cloudwatch.LogDeliverySource with its ARN and log_type='ACCESS_LOGS', "
    "or set logging_config.",
    reference=control("CloudFront.5"),
    practice="SEC04-BP01",
    types=(DISTRIBUTION,),
    check=_check,
    relational=True,
)

"""WebAcl: what AWS WAF refuses before it reaches a load balancer or a CDN."""

from __future__ import annotations

import pulumi
from pulumi_aws import cloudwatch, get_region_output, wafv2

from tenfold.component import Component
from tenfold.edge.firewall import plan
from tenfold.edge.firewall.args import ManagedRules, Scope, WebAclArgs
from tenfold.parts.metric_alarms import metric_alarms


class WebAcl(Component):
    """A web ACL of AWS WAF: AWS's own rules, a limit to what one address may ask for, and its log.

    Creates the web ACL, a log group with retention, and the log's configuration, which leaves out what is let
    through and blackens cookies and authorization.

    Refuses a region other than us-east-1 for a CDN's, a topic of another region, and rule groups whose
    capacity costs a fee on each request.

    Replaced when changed: everything by the name, region or scope.

    Cost: $5 a month, $1 for each rule group and for the limit, $0.60 for a million requests
    (aws.amazon.com/waf/pricing); the log $0.50 a GB (us-east-1, on demand).

    Availability: AWS's SLA is 99.95 % (aws.amazon.com/waf/sla). It fails closed in front of a load balancer
    unless that says otherwise.
    """

    web_acl_arn: pulumi.Output[str]
    """What to give as ``web_acl_arn``."""
    web_acl_name: pulumi.Output[str]
    log_group_name: pulumi.Output[str]

    def __init__(self, name: str, args: WebAclArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, args.tags, opts)
        self._args = args
        acl = self._acl()
        log_group = self._log(acl)
        if args.alarms.blocked_requests_per_minute is not None and args.alarm_topic_arn is not None:
            metric_alarms(
                self,
                [plan.blocked_alarm(args.alarms.blocked_requests_per_minute)],
                dimensions=self._dimensions(),
                topic_arn=args.alarm_topic_arn,
                region=args.home,
            )
        self.web_acl_arn = acl.arn
        self.web_acl_name = acl.name
        self.log_group_name = log_group.name
        self.register_outputs()

    def _acl(self) -> wafv2.WebAcl:
        args = self._args
        limit = [self._rate_rule(args.requests_per_5_minutes)] if args.requests_per_5_minutes else []
        groups = [
            self._managed_rule(place, each) for place, each in enumerate(args.managed_rules, len(limit))
        ]
        return wafv2.WebAcl(
            f"{self._name}-acl",
            name=self._name,
            description=f"Web ACL {self._name}",
            scope=args.scope,
            default_action=wafv2.WebAclDefaultActionArgs(allow=wafv2.WebAclDefaultActionAllowArgs()),
            rules=[*limit, *groups],
            visibility_config=wafv2.WebAclVisibilityConfigArgs(
                cloudwatch_metrics_enabled=True, metric_name=self._name, sampled_requests_enabled=True
            ),
            region=args.home,
            tags=self.tags_for("acl"),
            opts=self.child(),
        )

    def _rate_rule(self, limit: int) -> wafv2.WebAclRuleArgs:
        statement = wafv2.WebAclRuleStatementRateBasedStatementArgs(
            limit=limit, evaluation_window_sec=300, aggregate_key_type="IP"
        )
        if self._args.client_address_header is not None:
            statement.aggregate_key_type = "FORWARDED_IP"
            statement.forwarded_ip_config = wafv2.WebAclRuleStatementRateBasedStatementForwardedIpConfigArgs(
                header_name=self._args.client_address_header,
                fallback_behavior="MATCH",  # a header that is no address is no client of that CDN
            )
        return wafv2.WebAclRuleArgs(
            name=plan.RATE_RULE,
            priority=0,
            action=wafv2.WebAclRuleActionArgs(block=wafv2.WebAclRuleActionBlockArgs()),
            statement=wafv2.WebAclRuleStatementArgs(rate_based_statement=statement),
            visibility_config=_visibility(plan.RATE_RULE),
        )

    def _managed_rule(self, priority: int, rules: ManagedRules) -> wafv2.WebAclRuleArgs:
        counted = wafv2.WebAclRuleOverrideActionCountArgs()
        unchanged = wafv2.WebAclRuleOverrideActionNoneArgs()
        return wafv2.WebAclRuleArgs(
            name=rules.group.value,
            priority=priority,
            override_action=wafv2.WebAclRuleOverrideActionArgs(count=counted)
            if rules.count_only
            else wafv2.WebAclRuleOverrideActionArgs(none=unchanged),
            statement=wafv2.WebAclRuleStatementArgs(
                managed_rule_group_statement=wafv2.WebAclRuleStatementManagedRuleGroupStatementArgs(
                    name=rules.group.value,
                    vendor_name="AWS",
                    rule_action_overrides=[_count(each) for each in rules.counted_rules] or None,
                )
            ),
            visibility_config=_visibility(rules.group.value),
        )

    def _log(self, acl: wafv2.WebAcl) -> cloudwatch.LogGroup:
        args = self._args
        group = cloudwatch.LogGroup(
            f"{self._name}-log",
            name=f"{plan.LOG_GROUP_PREFIX}{self._name}",
            retention_in_days=args.log_retention_days,
            kms_key_id=args.log_kms_key_arn,
            region=args.home,
            tags=self.tags_for("log"),
            opts=self.child(),
        )
        wafv2.WebAclLoggingConfiguration(
            f"{self._name}-logging",
            resource_arn=acl.arn,
            log_destination_configs=[group.arn],
            logging_filter=None if args.allowed_request_logs else _refused_and_counted(),
            redacted_fields=[_redacted("authorization"), _redacted("cookie")],
            region=args.home,
            opts=self.child(),
        )
        return group

    def _dimensions(self) -> dict[str, pulumi.Input[str]]:
        dimensions: dict[str, pulumi.Input[str]] = {"WebACL": self._name, "Rule": "ALL"}
        if self._args.scope is Scope.REGIONAL:  # a CDN's has no region among its dimensions
            region = get_region_output(region=self._args.region, opts=self.invoke_options()).region
            dimensions["Region"] = region
        return dimensions


def _visibility(metric_name: str) -> wafv2.WebAclRuleVisibilityConfigArgs:
    return wafv2.WebAclRuleVisibilityConfigArgs(
        cloudwatch_metrics_enabled=True, metric_name=metric_name, sampled_requests_enabled=True
    )


def _count(rule: str) -> wafv2.WebAclRuleStatementManagedRuleGroupStatementRuleActionOverrideArgs:
    return wafv2.WebAclRuleStatementManagedRuleGroupStatementRuleActionOverrideArgs(
        name=rule,
        action_to_use=wafv2.WebAclRuleStatementManagedRuleGroupStatementRuleActionOverrideActionToUseArgs(
            count=wafv2.WebAclRuleStatementManagedRuleGroupStatementRuleActionOverrideActionToUseCountArgs()
        ),
    )


def _refused_and_counted() -> wafv2.WebAclLoggingConfigurationLoggingFilterArgs:
    condition = wafv2.WebAclLoggingConfigurationLoggingFilterFilterConditionArgs
    action = wafv2.WebAclLoggingConfigurationLoggingFilterFilterConditionActionConditionArgs
    return wafv2.WebAclLoggingConfigurationLoggingFilterArgs(
        default_behavior="DROP",
        filters=[
            wafv2.WebAclLoggingConfigurationLoggingFilterFilterArgs(
                behavior="KEEP",
                requirement="MEETS_ANY",
                conditions=[condition(action_condition=action(action=kept)) for kept in ("BLOCK", "COUNT")],
            )
        ],
    )


def _redacted(header: str) -> wafv2.WebAclLoggingConfigurationRedactedFieldArgs:
    return wafv2.WebAclLoggingConfigurationRedactedFieldArgs(
        single_header=wafv2.WebAclLoggingConfigurationRedactedFieldSingleHeaderArgs(name=header)
    )

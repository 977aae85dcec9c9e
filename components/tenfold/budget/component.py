"""Budget: what a month may cost, and who hears of it before the invoice does."""

from __future__ import annotations

import pulumi
from pulumi_aws import budgets, costexplorer

from tenfold.budget import plan
from tenfold.budget.args import AnomalyDetection, BudgetArgs
from tenfold.component import Component


class Budget(Component):
    """A monthly cost budget that warns, and a monitor that tells of unusual spending.

    Creates the budget, of the whole account or of what has a tag, with notifications of actual and expected
    spending; and an anomaly monitor with its subscriptions: at once to the topic, once a day to addresses.

    Refuses a budget that tells nobody, or of nothing, and more than ten notifications.

    Replaced when changed: the budget by ``budget_name``; the monitor by ``tag``, which begins to learn anew.

    Cost: none: budgets without actions, their notifications and anomaly detection are free
    (aws.amazon.com/aws-cost-management/aws-budgets/pricing, aws.amazon.com/aws-cost-management/pricing).

    Availability: no SLA. AWS counts cost up to three times a day and a day late at the most (AWS Cost
    Management User Guide, "Managing your costs with AWS Budgets"): a budget stops no spending. It is global
    and lies in no region.
    """

    budget_name: pulumi.Output[str]
    monitor_arn: pulumi.Output[str] | None
    """None without anomaly detection."""

    def __init__(self, name: str, args: BudgetArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, args.tags, opts)
        self._args = args
        self.budget_name = self._budget().name
        self.monitor_arn = None if args.anomalies is None else self._detect(args.anomalies)
        self.register_outputs()

    def _budget(self) -> budgets.Budget:
        args = self._args
        counted = args.include_credits
        return budgets.Budget(
            f"{self._name}-budget",
            name=args.budget_name or self._name,
            budget_type="COST",
            time_unit="MONTHLY",
            limit_amount=plan.amount(args.monthly_limit_usd),
            limit_unit="USD",
            cost_filters=None
            if args.tag is None
            else [budgets.BudgetCostFilterArgs(name="TagKeyValue", values=[plan.budget_filter(args.tag)])],
            cost_types=budgets.BudgetCostTypesArgs(include_credit=counted, include_refund=counted),
            notifications=[
                budgets.BudgetNotificationArgs(
                    notification_type=each.kind,
                    comparison_operator="GREATER_THAN",
                    threshold=each.percent,
                    threshold_type="PERCENTAGE",
                    subscriber_sns_topic_arns=None
                    if args.alarm_topic_arn is None
                    else [args.alarm_topic_arn],
                    subscriber_email_addresses=list(args.emails) or None,
                )
                for each in plan.notifications(args)
            ],
            tags=self.tags_for("budget"),
            opts=self.child(),
        )

    def _detect(self, anomalies: AnomalyDetection) -> pulumi.Output[str]:
        args, monitor_arn = self._args, anomalies.monitor_arn
        if monitor_arn is None:
            monitor_arn = self._monitor().arn
        if args.alarm_topic_arn is not None:
            at_once = costexplorer.AnomalySubscriptionSubscriberArgs(type="SNS", address=args.alarm_topic_arn)
            self._subscribe("anomalies", "IMMEDIATE", anomalies, monitor_arn, [at_once])
        if args.emails:
            daily = [
                costexplorer.AnomalySubscriptionSubscriberArgs(type="EMAIL", address=each)
                for each in args.emails
            ]
            self._subscribe("daily-anomalies", "DAILY", anomalies, monitor_arn, daily)
        return pulumi.Output.from_input(monitor_arn)

    def _monitor(self) -> costexplorer.AnomalyMonitor:
        tag = self._args.tag
        return costexplorer.AnomalyMonitor(
            f"{self._name}-monitor",
            name=self._name,
            monitor_type="DIMENSIONAL" if tag is None else "CUSTOM",
            monitor_dimension="SERVICE" if tag is None else None,
            monitor_specification=None if tag is None else plan.monitored(tag),
            tags=self.tags_for("monitor"),
            opts=self.child(),
        )

    def _subscribe(
        self,
        role: str,
        frequency: str,
        anomalies: AnomalyDetection,
        monitor_arn: pulumi.Input[str],
        subscribers: list[costexplorer.AnomalySubscriptionSubscriberArgs],
    ) -> None:
        least = {
            "ANOMALY_TOTAL_IMPACT_ABSOLUTE": plan.amount(anomalies.threshold_usd),
            "ANOMALY_TOTAL_IMPACT_PERCENTAGE": str(anomalies.threshold_percent),
        }
        costexplorer.AnomalySubscription(
            f"{self._name}-{role}",
            name=f"{self._name}-{role}",
            frequency=frequency,
            monitor_arn_lists=[monitor_arn],
            subscribers=subscribers,
            threshold_expression=costexplorer.AnomalySubscriptionThresholdExpressionArgs(
                ands=[
                    costexplorer.AnomalySubscriptionThresholdExpressionAndArgs(
                        dimension=costexplorer.AnomalySubscriptionThresholdExpressionAndDimensionArgs(
                            key=key, match_options=["GREATER_THAN_OR_EQUAL"], values=[value]
                        )
                    )
                    for key, value in least.items()
                ]
            ),
            tags=self.tags_for(role),
            opts=self.child(),
        )

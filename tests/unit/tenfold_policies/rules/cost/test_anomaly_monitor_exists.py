from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.cost.anomaly_monitor_exists import RULE
from tenfold_policies.values import UNKNOWN

STACK = resource("pulumi:pulumi:Stack", "shop-prod")
NODE = resource("aws:ec2/instance:Instance", "node")
MONITOR = resource("aws:costexplorer/anomalyMonitor:AnomalyMonitor", "monitor")
SUBSCRIPTION = "aws:costexplorer/anomalySubscription:AnomalySubscription"


def test_passes() -> None:
    told = resource(SUBSCRIPTION, subscribers=[{"type": "SNS", "address": UNKNOWN}])
    assert judged(RULE, STACK, NODE, MONITOR, told).passes


def test_fails() -> None:
    assert judged(RULE, STACK, NODE).faults == {"shop-prod": ["it has no Cost Anomaly Detection monitor."]}
    assert judged(RULE, STACK, NODE, MONITOR).faults == {
        "shop-prod": ["its monitor monitor has no subscriber."]
    }


def test_cannot_tell() -> None:
    subscription = resource(SUBSCRIPTION, subscribers=UNKNOWN)
    assert judged(RULE, STACK, NODE, MONITOR, subscription).untold == {"shop-prod"}


def test_does_not_apply() -> None:
    assert judged(RULE, STACK).passes

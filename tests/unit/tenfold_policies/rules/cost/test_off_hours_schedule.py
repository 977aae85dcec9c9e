from __future__ import annotations

import pytest

from support.policies import judged, resource
from tenfold_policies.rules.cost.off_hours_schedule import RULE
from tenfold_policies.values import UNKNOWN

STACK = resource("pulumi:pulumi:Stack", "shop-dev")
NODE = resource("aws:ec2/instance:Instance", "node", instanceType="m7g.large")
DATABASE = resource("aws:rds/instance:Instance", "db")


@pytest.mark.parametrize(
    ("type_", "properties"),
    [
        ("aws:autoscaling/schedule:Schedule", {"recurrence": "0 20 * * *"}),
        ("aws:scheduler/schedule:Schedule", {"scheduleExpression": "cron(0 20 * * ? *)"}),
        ("aws:appautoscaling/scheduledAction:ScheduledAction", {"schedule": "cron(0 20 * * ? *)"}),
        ("kubernetes:batch/v1:CronJob", {"spec": {"schedule": "0 20 * * *"}}),
    ],
)
def test_passes(type_: str, properties: dict[str, object]) -> None:
    assert judged(RULE, STACK, NODE, resource(type_, "night", **properties), environment="dev").passes


def test_fails() -> None:
    event = resource("aws:cloudwatch/eventRule:EventRule", eventPattern="{}")
    (message,) = judged(RULE, STACK, NODE, DATABASE, event, environment="dev").faults["shop-dev"]
    assert message.startswith("nothing stops node, db at night")


def test_cannot_tell() -> None:
    node = resource("aws:ec2/instance:Instance", tags=UNKNOWN)
    assert judged(RULE, STACK, node, environment="dev").untold == {"shop-dev"}


def test_does_not_apply() -> None:
    assert judged(RULE, STACK, NODE, environment="prod").passes
    assert judged(RULE, STACK, resource("aws:s3/bucket:Bucket"), environment="dev").passes


def test_the_instance_schedulers_tag_is_a_schedule_whatever_its_name() -> None:
    tagged = resource("aws:ec2/instance:Instance", tags={"night": "off"})
    assert judged(RULE, STACK, tagged, environment="dev", parameters={"tag": "night"}).passes
    group = resource("aws:autoscaling/group:Group", tags=[{"key": "Schedule", "value": "office"}])
    assert judged(RULE, STACK, group, environment="dev").passes

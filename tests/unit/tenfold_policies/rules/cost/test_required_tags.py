from __future__ import annotations

import importlib.util
import re
from pathlib import Path

from support.policies import judged, resource
from tenfold_policies.rules.cost._tags import taggable
from tenfold_policies.rules.cost.required_tags import RULE
from tenfold_policies.values import UNKNOWN

QUEUE = "aws:sqs/queue:Queue"
GROUP = "aws:autoscaling/group:Group"


def test_passes() -> None:
    assert judged(RULE, resource(QUEUE, tags={"environment": UNKNOWN})).passes
    assert judged(RULE, resource(QUEUE, tagsAll={"environment": "prod"})).passes
    assert judged(RULE, resource(GROUP, tags=[{"key": "environment", "value": "prod"}])).passes


def test_fails() -> None:
    verdict = judged(
        RULE,
        resource(QUEUE, "bare"),
        resource(QUEUE, "other", tags={"Environment": "prod"}),
        resource(GROUP, "group", tags=[{"key": "Name", "value": "x"}]),
    )
    assert set(verdict.faults) == {"bare", "other", "group"}
    assert verdict.faults["bare"] == ["the tag environment is missing."]


def test_cannot_tell() -> None:
    assert judged(RULE, resource(QUEUE, "jobs", tags=UNKNOWN)).untold == {"jobs"}


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:sqs/queuePolicy:QueuePolicy")).passes


def test_keys_and_values_can_be_said() -> None:
    parameters = {"keys": ["team", "cost-center"], "values": {"cost-center": ["cc-*"]}}
    wrong = resource(QUEUE, "jobs", tags={"cost-center": "7"})
    assert judged(RULE, wrong, parameters=parameters).faults == {
        "jobs": ["the tag team is missing.", "the tag cost-center is '7'. Allowed: cc-*."]
    }
    right = resource(QUEUE, tags={"team": "shop", "cost-center": "cc-7"})
    assert judged(RULE, right, parameters=parameters).passes


def test_a_missing_tag_is_set_where_a_default_is_given() -> None:
    assert RULE.remediate is not None
    parameters = RULE.parse({"keys": ["team"], "defaults": {"team": "platform"}})
    queue = resource(QUEUE, tags={"Name": "jobs"})
    assert RULE.remediate(queue, parameters) == {"tags": {"Name": "jobs", "team": "platform"}}
    assert RULE.remediate(resource(QUEUE, tags={"team": "shop"}), parameters) is None
    assert RULE.remediate(resource("aws:sqs/queuePolicy:QueuePolicy"), parameters) is None


def test_the_types_that_have_tags_are_pulumi_awss() -> None:
    spec = importlib.util.find_spec("pulumi_aws")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    found: set[str] = set()
    for file in Path(spec.submodule_search_locations[0]).rglob("*.py"):
        text = file.read_text("utf-8")
        if "Args.__new__" in text and '__props__.__dict__["tags"] = tags' in text:
            found.update(re.findall(r"super\(\w+, __self__\).__init__\(\s*'(aws:[^']+)'", text))
    assert taggable() == found, "write taggable.txt anew: the SDK has other types"

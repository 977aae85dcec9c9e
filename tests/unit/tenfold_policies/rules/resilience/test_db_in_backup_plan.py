from __future__ import annotations

from support.policies import judged, refers, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.resilience.db_in_backup_plan import RULE
from tenfold_policies.values import UNKNOWN

CLUSTER, INSTANCE = "aws:rds/cluster:Cluster", "aws:rds/instance:Instance"
DB = resource(CLUSTER, "db", arn=UNKNOWN, tags={"backup": "daily"})


def selection(**properties: object) -> Resource:
    return resource("aws:backup/selection:Selection", "selection", **properties)


def test_passes() -> None:
    assert judged(RULE, DB, refers(selection(resources=[UNKNOWN]), "resources", DB)).passes
    assert judged(RULE, DB, selection(selectionTags=[{"key": "backup", "value": "daily"}])).passes


def test_fails() -> None:
    none = ["No backup selection of the stack has it, by its ARN or by a tag."]
    assert judged(RULE, DB).faults == {"db": none}
    assert judged(RULE, DB, selection(selectionTags=[{"key": "backup", "value": "weekly"}])).faults == {
        "db": none
    }
    other = resource(INSTANCE, "other", tags={"backup": "daily"})
    verdict = judged(RULE, DB, other, refers(selection(resources=[UNKNOWN]), "resources", DB))
    assert set(verdict.faults) == {"other"}


def test_cannot_tell() -> None:
    for unknown in (
        selection(resources=UNKNOWN),
        selection(resources=[UNKNOWN]),
        selection(selectionTags=[{"key": "backup", "value": UNKNOWN}]),
    ):
        verdict = judged(RULE, DB, unknown)
        assert (verdict.faults, verdict.untold) == ({}, {"db"})
    assert judged(RULE, resource(CLUSTER, "new", tags=UNKNOWN)).untold == {"new"}


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:elasticache/replicationGroup:ReplicationGroup")).passes


def test_what_follows_another_database_is_backed_up_there() -> None:
    assert judged(RULE, resource(INSTANCE, replicateSourceDb="db")).passes
    assert judged(RULE, resource(CLUSTER, globalClusterIdentifier="world")).passes


def test_patterns_select_what_exists_and_what_does_not_yet() -> None:
    made = resource(CLUSTER, "db", arn="arn:aws:rds:us-east-1:1:cluster:shop")
    for resources, found in (
        (["*"], True),
        (["arn:aws:rds:*:*:cluster:*"], True),
        (["arn:aws:rds:*:*:db:*"], False),
    ):
        for each in (made, DB):
            assert judged(RULE, each, selection(resources=resources)).passes is found
    assert judged(RULE, made, selection(resources=["arn:aws:rds:us-east-1:1:cluster:shop"])).passes


def test_a_selections_conditions_hold_for_what_it_names() -> None:
    for value, found in (("daily", True), ("weekly", False)):
        conditions = [{"stringEquals": [{"key": "aws:ResourceTag/backup", "value": value}]}]
        assert judged(RULE, DB, selection(resources=["*"], conditions=conditions)).passes is found


def test_what_a_selection_leaves_out_is_not_in_it() -> None:
    assert judged(RULE, DB, refers(selection(resources=["*"]), "notResources", DB)).faults


def test_a_plan_outside_of_the_stack_can_be_named_by_its_tags() -> None:
    assert judged(RULE, DB, parameters={"tags": {"backup": "daily"}}).passes
    assert judged(RULE, DB, parameters={"tags": {"backup": "weekly"}}).faults

"""What BackupPlan registers, and what it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pulumi
import pytest

from support.recording import Recording, record
from tenfold.backup import (
    BackupCopy,
    BackupPlan,
    BackupPlanArgs,
    BackupRule,
    LockMode,
    ProtectedResource,
    RestoreTesting,
    VaultLock,
)
from tenfold.errors import InvalidInputError

TOPIC = "arn:aws:sns:us-east-1:123456789012:alarms"
DATABASE = "arn:aws:rds:us-east-1:123456789012:cluster:shop"
BUCKET = "arn:aws:s3:::files"
LOCK = "VaultLockConfiguration"


def build(then: Callable[[BackupPlan], object] = lambda _: None, **fields: Any) -> Recording:
    args = {"resources": {"database": DATABASE}, **fields}
    return record(lambda: then(BackupPlan("backup", BackupPlanArgs(**args))))


@pytest.fixture(scope="module")
def default() -> Recording:
    return build()


@pytest.fixture(scope="module")
def full() -> Recording:
    return build(
        region="us-east-1",
        copy_to=BackupCopy(region="us-west-2", retention_days=90),
        restore_testing=RestoreTesting(
            resources={ProtectedResource.AURORA: {"DBSubnetGroupName": "isolated"}, ProtectedResource.EFS: {}}
        ),
        selection_tags={"backup": "daily"},
        alarm_topic_arn=TOPIC,
        tags={"team": "shop"},
    )


def rules(found: Recording) -> list[dict[str, Any]]:
    return found.one("aws:backup/plan:Plan").inputs["rules"]


def test_every_child_belongs_to_the_component(full: Recording) -> None:
    component, *children = full
    assert {child.parent for child in children} == {component.urn}
    assert all(child.name.startswith("backup-") for child in children)


def test_backups_are_made_daily_and_kept_for_five_weeks(default: Recording) -> None:
    (daily,) = rules(default)
    assert daily["schedule"] == "cron(0 1 * * ? *)"
    assert daily["lifecycle"] == {"deleteAfter": 35}
    assert daily["targetVaultName"] == "backup"


def test_the_vault_has_a_key_of_its_own_and_a_lock_that_can_be_lifted(default: Recording) -> None:
    assert default.one("aws:kms/key:Key", "backup-key").inputs["enableKeyRotation"] is True
    assert default.one("aws:backup/vault:Vault").inputs["kmsKeyArn"].endswith(":backup-key")
    lock = default.one(LOCK).inputs
    assert lock["minRetentionDays"] == 7
    assert "changeableForDays" not in lock


def test_a_lock_that_changes_is_never_lifted_by_the_end_of_the_one_before(default: Recording) -> None:
    assert default.one(LOCK).delete_before_replace


def test_only_an_explicit_choice_locks_for_ever() -> None:
    found = build(lock=VaultLock(mode=LockMode.COMPLIANCE, changeable_for_days=30))
    assert found.one(LOCK).inputs["changeableForDays"] == 30
    assert build(lock=None).of(LOCK) == []


def test_copies_go_to_a_locked_vault_of_the_other_region_under_a_key_of_it(full: Recording) -> None:
    there = {each.type: each for each in full if each.name.startswith("backup-copy-")}
    assert {each.inputs["region"] for each in there.values()} == {"us-west-2"}
    assert there.keys() == {
        "aws:backup/vault:Vault",
        "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
        "aws:kms/key:Key",
    }
    (copy,) = rules(full)[0]["copyActions"]
    assert copy["destinationVaultArn"].endswith(":backup-copy-vault")
    assert copy["lifecycle"] == {"deleteAfter": 90}
    elsewhere = {each.inputs.get("region") for each in full if each.type.startswith("aws:")} - {"us-west-2"}
    assert elsewhere == {"us-east-1", None}  # IAM has no region


def test_a_copy_is_kept_as_long_as_its_backup_unless_told() -> None:
    found = build(copy_to=BackupCopy(region="us-west-2"), rules={"weekly": BackupRule(retention_days=365)})
    assert rules(found)[0]["copyActions"][0]["lifecycle"] == {"deleteAfter": 365}


def test_the_role_is_aws_backups_alone_with_awss_policies(default: Recording) -> None:
    (trust,) = json.loads(default.one("aws:iam/role:Role").inputs["assumeRolePolicy"])["Statement"]
    assert trust["Principal"] == {"Service": "backup.amazonaws.com"}
    policies = [each.inputs["policyArn"].rpartition("/")[2] for each in default.of("RolePolicyAttachment")]
    assert sorted(policies) == [
        "AWSBackupServiceRolePolicyForBackup",
        "AWSBackupServiceRolePolicyForRestores",
    ]


def test_buckets_need_two_policies_more() -> None:
    found = build(resources={"files": BUCKET}, buckets=True)
    assert len(found.of("RolePolicyAttachment")) == 4


def test_the_selection_waits_for_the_roles_policies(full: Recording) -> None:
    selection = full.one("aws:backup/selection:Selection")
    assert {each.urn for each in full.of("RolePolicyAttachment")} <= selection.depends_on
    assert selection.inputs["resources"] == [DATABASE]
    assert selection.inputs["selectionTags"] == [{"type": "STRINGEQUALS", "key": "backup", "value": "daily"}]


def test_more_can_be_selected_later() -> None:
    other = f"{DATABASE}-b"
    found = build(lambda made: made.select("shards", {"b": pulumi.Output.from_input(other)}))
    assert found.one("Selection", "backup-shards-selection").inputs["resources"] == [other]


def test_restores_are_tested_from_the_plans_vault_alone(full: Recording) -> None:
    points = full.one("aws:backup/restoreTestingPlan:RestoreTestingPlan").inputs["recoveryPointSelection"]
    assert [arn.rpartition(":")[2] for arn in points["includeVaults"]] == ["backup-vault"]
    tested = {
        each.inputs["protectedResourceType"]: each.inputs for each in full.of("RestoreTestingSelection")
    }
    assert tested.keys() == {"Aurora", "EFS"}
    assert tested["Aurora"]["restoreMetadataOverrides"] == {"DBSubnetGroupName": "isolated"}


def test_the_topic_is_told_only_what_aws_still_tells(full: Recording) -> None:
    notices = full.one("VaultNotifications").inputs
    assert notices["snsTopicArn"] == TOPIC
    # BACKUP_JOB_FAILED and BACKUP_JOB_EXPIRED are accepted by AWS, and never sent.
    assert not [event for event in notices["backupVaultEvents"] if event.startswith("BACKUP_JOB")]
    alarms = {each.name for each in full.of("MetricAlarm")}
    assert alarms == {f"backup-{role}-alarm" for role in ("failed-jobs", "failed-copies", "no-backup")}


def test_without_a_topic_nobody_is_told(default: Recording) -> None:
    assert default.of("MetricAlarm") == default.of("VaultNotifications") == []


STATEFUL = ("aws:backup/vault:Vault", "aws:kms/key:Key")


def test_vaults_and_keys_are_protected_until_told(full: Recording) -> None:
    assert {each.protect for type_ in STATEFUL for each in full.of(type_)} == {True}
    assert full.one("RandomId", "backup-guard").protect
    loose = build(deletion_protection=False, copy_to=BackupCopy(region="us-west-2"))
    assert {each.protect for type_ in STATEFUL for each in loose.of(type_)} == {False}


def test_tags_reach_what_takes_them_and_the_backups(full: Recording) -> None:
    for each in full.of("aws:backup/vault:Vault"):
        assert each.inputs["tags"]["team"] == "shop"
    assert rules(full)[0]["recoveryPointTags"]["team"] == "shop"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"resources": {}}, r"BackupPlanArgs\.resources: \{\} is refused.*backs up nothing"),
        ({"resources": {"db": "shop"}}, r"resources\.db: 'shop' is refused.*an ARN such as"),
        ({"resources": {"files": BUCKET}}, r"resources\.files: .*with buckets=True"),
        ({"region": "us-west-2", "copy_to": {"region": "us-west-2"}}, "lost with it"),
        ({"rules": {"daily": {"retention_days": 3}}}, r"rules\.daily\.retention_days: 3 .*7 or more days"),
        ({"copy_to": {"region": "us-west-2", "retention_days": 1}}, r"copy_to\.retention_days: 1"),
        ({"lock": {"max_retention_days": 30}}, r"rules\.daily\.retention_days: 35 .*7 to 30 days"),
        ({"lock": {"mode": "compliance"}, "force_destroy": True}, "can't be emptied"),
        ({"rules": {}}, r"BackupPlanArgs\.rules"),
        ({"vault_name": "a.b"}, r"BackupPlanArgs\.vault_name: 'a\.b'"),
    ],
)
def test_what_aws_would_refuse_later_is_refused_at_once(given: dict[str, Any], told: str) -> None:
    with pytest.raises(InvalidInputError, match=told):
        BackupPlanArgs(**{"resources": {"database": DATABASE}, **given})


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"continuous": True, "retention_days": 36}, r"BackupRule\.continuous"),
        ({"continuous": True, "retention_days": 30, "cold_storage_after_days": 7}, r"BackupRule\.continuous"),
        ({"cold_storage_after_days": 30, "retention_days": 100}, r"retention_days: 100 .*120 or more"),
        ({"start_window_minutes": 120, "completion_window_minutes": 120}, "180 or more"),
        ({"schedule": "daily"}, r"BackupRule\.schedule: 'daily'"),
    ],
)
def test_a_rule_that_aws_would_refuse_is_refused_at_once(given: dict[str, Any], told: str) -> None:
    with pytest.raises(InvalidInputError, match=told):
        BackupRule(**given)


def test_a_lock_without_room_is_refused() -> None:
    with pytest.raises(InvalidInputError, match=r"VaultLock\.max_retention_days: 3 .*7 or more"):
        VaultLock(max_retention_days=3)


def test_a_test_of_nothing_is_refused() -> None:
    with pytest.raises(InvalidInputError, match=r"RestoreTesting\.resources"):
        RestoreTesting(resources={})

from __future__ import annotations

import json
from typing import Any

import pytest

from support.provider import Provider, Refused, Resource

VAULT = "aws:backup/vault:Vault"
LOCK = "aws:backup/vaultLockConfiguration:VaultLockConfiguration"
NOTIFICATIONS = "aws:backup/vaultNotifications:VaultNotifications"
PLAN = "aws:backup/plan:Plan"
SELECTION = "aws:backup/selection:Selection"
TESTING = "aws:backup/restoreTestingPlan:RestoreTestingPlan"
TESTED = "aws:backup/restoreTestingSelection:RestoreTestingSelection"


@pytest.fixture
def vault(aws: Provider) -> Any:
    made = aws.create(VAULT, "vault", {"name": "vault"})
    yield made
    aws.delete(made)


@pytest.fixture
def role(aws: Provider) -> Any:
    trust = {"Effect": "Allow", "Principal": {"Service": "backup.amazonaws.com"}, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    made = aws.create("aws:iam/role:Role", "backup", {"assumeRolePolicy": document})
    yield made
    aws.delete(made)


def rule(**changed: Any) -> dict[str, Any]:
    return {
        "ruleName": "daily",
        "targetVaultName": "vault",
        "schedule": "cron(0 1 * * ? *)",
        "startWindow": 60,
        "completionWindow": 720,
        "lifecycle": {"deleteAfter": 35},
        "recoveryPointTags": {"deleteAfter": "a tag's key is no name of ours"},
        **changed,
    }


def test_a_vault_lives_its_whole_life(aws: Provider) -> None:
    key = aws.create("aws:kms/key:Key", "vaults", {})
    inputs = {"kmsKeyArn": key.state["arn"], "forceDestroy": True, "tags": {"a": "b"}}
    made = aws.cycle(VAULT, inputs, change={"tags": {"a": "c"}}, name="Vault")
    assert made.state["arn"] == f"arn:aws:backup:us-east-1:123456789012:backup-vault:{made.id}"
    assert made.state["recoveryPoints"] == 0
    aws.delete(key)


def test_a_vault_without_a_key_of_its_own_has_awss(aws: Provider, vault: Resource) -> None:
    assert vault.state["kmsKeyArn"] == "arn:aws:kms:us-east-1:123456789012:alias/aws/backup"


def test_a_vault_of_a_key_that_is_not_there_is_refused(aws: Provider) -> None:
    with pytest.raises(Refused, match="does not exist in us-east-1"):
        aws.create(VAULT, "keyless", {"kmsKeyArn": "arn:aws:kms:us-east-1:123456789012:key/none"})


def test_a_lock_lives_beside_its_vault_and_changes_by_replacement_only(
    aws: Provider, vault: Resource
) -> None:
    inputs = {"backupVaultName": vault.id, "minRetentionDays": 7}
    made = aws.cycle(LOCK, inputs)
    assert made.state["backupVaultArn"] == vault.state["arn"]
    made = aws.create(LOCK, "again", inputs)
    for change in ({"minRetentionDays": 8}, {"maxRetentionDays": 99}, {"changeableForDays": 3}):
        assert list(aws.diff(made, {**inputs, **change}).replaces) == list(change)
    aws.client("backup").delete_backup_vault_lock_configuration(BackupVaultName=vault.id)
    assert aws.read(made) is None, "who took the lock away shows as drift"


def test_notices_go_to_a_topic_that_is_there(aws: Provider, vault: Resource) -> None:
    topic = aws.create("aws:sns/topic:Topic", "told", {})
    inputs = {
        "backupVaultName": vault.id,
        "snsTopicArn": topic.id,
        "backupVaultEvents": ["S3_BACKUP_OBJECT_FAILED", "COPY_JOB_FAILED"],
    }
    aws.cycle(NOTIFICATIONS, inputs)
    aws.delete(topic)
    with pytest.raises(Refused, match=r"SNS topic .* does not exist"):
        aws.create(NOTIFICATIONS, "lost", inputs)


def test_a_vaults_policy_lives_beside_it(aws: Provider, vault: Resource) -> None:
    def policy(action: str) -> str:
        statement = {"Effect": "Deny", "Principal": "*", "Action": action, "Resource": "*"}
        return json.dumps({"Version": "2012-10-17", "Statement": [statement]})

    aws.cycle(
        "aws:backup/vaultPolicy:VaultPolicy",
        {"backupVaultName": vault.id, "policy": policy("backup:DeleteRecoveryPoint")},
        change={"policy": policy("backup:*")},
    )


def test_a_plan_lives_its_whole_life_with_copies_elsewhere(aws: Provider, vault: Resource) -> None:
    there = aws.create(VAULT, "there", {"name": "there", "region": "us-west-2"})
    copies = [{"destinationVaultArn": there.state["arn"], "lifecycle": {"deleteAfter": 90}}]
    inputs = {"rules": [rule(copyActions=copies)], "tags": {"a": "b"}}
    cold = rule(ruleName="monthly", lifecycle={"coldStorageAfter": 30, "deleteAfter": 365})
    made = aws.cycle(PLAN, inputs, change={"rules": [rule(copyActions=copies), cold]}, name="Plan")
    assert made.state["arn"].endswith(f":backup-plan:{made.id}")
    assert made.state["version"]
    aws.delete(there)


def test_a_deleted_plans_name_is_free_again(aws: Provider, vault: Resource) -> None:
    for _ in range(2):
        aws.delete(aws.create(PLAN, "nightly", {"name": "nightly", "rules": [rule()]}))


def test_a_plan_that_somebody_changed_shows_as_drift(aws: Provider, vault: Resource) -> None:
    inputs = {"rules": [rule()]}
    made = aws.create(PLAN, "drift", inputs)
    client = aws.client("backup")
    plan = client.get_backup_plan(BackupPlanId=made.id)["BackupPlan"]
    plan["Rules"][0].pop("RuleId")
    plan["Rules"][0]["Lifecycle"]["DeleteAfterDays"] = 1
    client.update_backup_plan(BackupPlanId=made.id, BackupPlan=plan)
    seen = aws.read(made)
    assert seen is not None
    assert list(aws.diff(seen, inputs).diffs) == ["rules"]
    aws.delete(made)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"targetVaultName": "none"}, "Backup vault none does not exist"),
        ({"lifecycle": {"coldStorageAfter": 30, "deleteAfter": 100}}, "90 days greater"),
        ({"enableContinuousBackup": True, "lifecycle": {"deleteAfter": 36}}, "1 to 35 days"),
        (
            {
                "copyActions": [
                    {"destinationVaultArn": "arn:aws:backup:us-west-2:123456789012:backup-vault:none"}
                ]
            },
            "none does not exist",
        ),
    ],
)
def test_a_rule_that_aws_would_refuse_is(
    aws: Provider, vault: Resource, wrong: dict[str, Any], told: str
) -> None:
    with pytest.raises(Refused, match=told):
        aws.create(PLAN, "wrong", {"rules": [rule(**wrong)]})


def test_a_selection_belongs_to_its_plan(aws: Provider, vault: Resource, role: Resource) -> None:
    plan = aws.create(PLAN, "selecting", {"rules": [rule()]})
    inputs = {
        "planId": plan.id,
        "iamRoleArn": role.state["arn"],
        "name": "selection",
        "resources": ["arn:aws:rds:us-east-1:123456789012:cluster:shop"],
        "selectionTags": [{"type": "STRINGEQUALS", "key": "backup", "value": "daily"}],
        "conditions": [{"stringEquals": [{"key": "aws:ResourceTag/stage", "value": "prod"}]}],
    }
    made = aws.create(SELECTION, "it", inputs)
    with pytest.raises(Refused, match="selections must be deleted prior"):
        aws.delete(plan)
    assert list(aws.diff(made, {**inputs, "resources": ["*"]}).replaces) == ["resources"]
    imported = aws.import_(SELECTION, "it", f"{plan.id}|{made.id}")
    assert imported is not None
    assert imported.id == made.id
    assert not list(aws.diff(imported, inputs).diffs)
    aws.assert_settled(made, inputs)
    aws.delete(made)
    assert aws.read(made) is None
    with pytest.raises(Refused, match="does not exist or can not be assumed"):
        aws.create(SELECTION, "it", {**inputs, "iamRoleArn": f"{role.state['arn']}-none"})
    aws.delete(plan)


def test_restores_are_tested_by_a_plan_of_their_own(aws: Provider, vault: Resource, role: Resource) -> None:
    points = {
        "algorithm": "LATEST_WITHIN_WINDOW",
        "includeVaults": [vault.state["arn"]],
        "recoveryPointTypes": ["SNAPSHOT", "CONTINUOUS"],
        "selectionWindowDays": 7,
    }
    inputs = {
        "name": "testing",
        "recoveryPointSelection": points,
        "scheduleExpression": "cron(0 7 ? * SUN *)",
        "startWindowHours": 8,
        "tags": {"a": "b"},
    }
    aws.cycle(TESTING, inputs, change={"startWindowHours": 9, "tags": {"a": "c"}})
    plan = aws.create(TESTING, "again", inputs)
    aws.cycle(
        TESTED,
        {
            "name": "aurora",
            "restoreTestingPlanName": plan.id,
            "protectedResourceType": "Aurora",
            "protectedResourceArns": ["*"],
            "restoreMetadataOverrides": {"DBSubnetGroupName": "isolated"},
            "validationWindowHours": 1,
            "iamRoleArn": role.state["arn"],
        },
        change={"validationWindowHours": 2},
    )
    aws.delete(plan)

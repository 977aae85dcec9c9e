from __future__ import annotations

import json
from typing import Any

import pytest

from support.provider import Provider, Refused

SECRET = "aws:secretsmanager/secret:Secret"
VERSION = "aws:secretsmanager/secretVersion:SecretVersion"
POLICY = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Deny", "Principal": "*", "Action": "secretsmanager:DeleteSecret", "Resource": "*"}
        ],
    }
)


def test_a_secret_lives_its_whole_life(aws: Provider) -> None:
    key = aws.create("aws:kms/key:Key", "secrets", {})
    inputs = {"description": "d", "recoveryWindowInDays": 0, "tags": {"a": "b"}}
    change = {"description": "e", "kmsKeyId": key.state["arn"], "policy": POLICY}
    secret = aws.cycle(SECRET, inputs, change=change, name="lived")
    assert secret.state["arn"] == secret.id
    assert ":secret:lived-" in secret.id


def test_a_secret_in_its_recovery_window_is_gone_but_keeps_its_name(aws: Provider) -> None:
    inputs = {"name": "recoverable", "recoveryWindowInDays": 7}
    secret = aws.create(SECRET, "first", inputs)
    aws.delete(secret)
    assert aws.read(secret) is None
    with pytest.raises(Refused, match=r"already exists|scheduled for deletion"):
        aws.create(SECRET, "second", inputs)


def test_a_secret_deleted_at_once_gives_its_name_back(aws: Provider) -> None:
    inputs = {"name": "reusable", "recoveryWindowInDays": 0}
    aws.delete(aws.create(SECRET, "first", inputs))
    aws.delete(aws.create(SECRET, "second", inputs))


def test_a_new_value_is_a_new_version_and_is_not_read_back(aws: Provider) -> None:
    secret = aws.create(SECRET, "valued", {"recoveryWindowInDays": 0})
    inputs = {"secretId": secret.id, "secretString": "hunter2"}
    version = aws.create(VERSION, "v", inputs)
    aws.assert_settled(version, inputs)
    assert version.id == f"{secret.id}|{version.state['versionId']}"
    assert version.state["arn"] == secret.id
    assert list(aws.diff(version, {**inputs, "secretString": "hunter3"}).replaces) == ["secretString"]
    stored = aws.client("secretsmanager").get_secret_value(SecretId=secret.id)
    assert stored["SecretString"] == "hunter2"
    found = aws.import_(VERSION, "v", version.id)
    assert found is not None
    assert "hunter2" not in str(found.state)
    aws.delete(version)
    aws.delete(secret)


def test_a_secret_s_policy_lives_beside_it(aws: Provider) -> None:
    secret = aws.create(SECRET, "guarded", {"recoveryWindowInDays": 0})
    aws.cycle("aws:secretsmanager/secretPolicy:SecretPolicy", {"secretArn": secret.id, "policy": POLICY})
    aws.delete(secret)


def test_a_secret_s_replicas_follow_the_program(aws: Provider) -> None:
    inputs = {"recoveryWindowInDays": 0, "replicas": [{"region": "us-west-2"}]}
    secret = aws.create(SECRET, "copied", inputs)
    aws.assert_settled(secret, inputs)
    west = aws.client("secretsmanager", "us-west-2")
    assert west.describe_secret(SecretId=secret.state["name"])["PrimaryRegion"] == "us-east-1"
    aws.delete(secret)
    assert west.list_secrets()["SecretList"] == []


def test_a_replica_has_a_key_of_its_own_that_changes_in_place(aws: Provider) -> None:
    keys = {
        name: aws.create("aws:kms/key:Key", name, {"region": region}).state["arn"]
        for name, region in (("here", "us-east-1"), ("west", "us-west-2"), ("later", "us-west-2"))
    }
    west = aws.client("secretsmanager", "us-west-2")
    plain = {"region": "eu-west-1"}

    def inputs(key: str) -> dict[str, Any]:
        replica = {"region": "us-west-2", "kmsKeyId": keys[key]}
        return {"recoveryWindowInDays": 0, "kmsKeyId": keys["here"], "replicas": [replica, plain]}

    secret = aws.create(SECRET, "keyed", inputs("west"))
    aws.assert_settled(secret, inputs("west"))
    assert west.describe_secret(SecretId=secret.state["name"])["KmsKeyId"] == keys["west"]
    secret = aws.update(secret, inputs("later"))
    aws.assert_settled(secret, inputs("later"))
    shown = {each["region"]: each for each in secret.state["replicas"]}
    assert {region: each["status"] for region, each in shown.items()} == {
        "us-west-2": "InSync",
        "eu-west-1": "InSync",
    }
    assert shown["eu-west-1"]["kmsKeyId"] == "alias/aws/secretsmanager"
    assert west.describe_secret(SecretId=secret.state["name"])["KmsKeyId"] == keys["later"]
    aws.delete(secret)
    assert west.list_secrets()["SecretList"] == []

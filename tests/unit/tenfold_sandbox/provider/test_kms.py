from __future__ import annotations

import json

from support.provider import Provider

KEY = "aws:kms/key:Key"
ROOT = "arn:aws:iam::123456789012:root"


def policy(sid: str) -> str:
    statement = {
        "Sid": sid,
        "Effect": "Allow",
        "Principal": {"AWS": ROOT},
        "Action": "kms:*",
        "Resource": "*",
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def test_a_key_lives_until_its_deletion_is_scheduled(aws: Provider) -> None:
    inputs = {
        "description": "data",
        "enableKeyRotation": True,
        "rotationPeriodInDays": 180,
        "deletionWindowInDays": 7,
        "policy": policy("a"),
        "tags": {"Name": "data"},
    }
    change = {"description": "other", "rotationPeriodInDays": 365, "policy": policy("b"), "isEnabled": False}
    key = aws.cycle(KEY, inputs, change=change)
    assert key.state["arn"] == f"arn:aws:kms:us-east-1:123456789012:key/{key.id}"
    assert key.state["keyId"] == key.id
    assert aws.client("kms").describe_key(KeyId=key.id)["KeyMetadata"]["KeyState"] == "PendingDeletion"


def test_a_key_s_rotation_goes_off_with_its_input(aws: Provider) -> None:
    key = aws.create(KEY, "rotates", {"enableKeyRotation": True})
    aws.update(key, {})
    assert aws.client("kms").get_key_rotation_status(KeyId=key.id)["KeyRotationEnabled"] is False


def test_a_refresh_sees_that_somebody_stopped_the_rotation(aws: Provider) -> None:
    inputs = {"enableKeyRotation": True}
    key = aws.create(KEY, "stopped", inputs)
    aws.client("kms").disable_key_rotation(KeyId=key.id)
    seen = aws.read(key)
    assert seen is not None
    assert list(aws.diff(seen, inputs).diffs) == ["enableKeyRotation"]


def test_another_key_spec_is_another_key(aws: Provider) -> None:
    key = aws.create(KEY, "spec", {})
    assert list(aws.diff(key, {"customerMasterKeySpec": "RSA_2048"}).replaces) == ["customerMasterKeySpec"]


def test_an_alias_moves_to_another_key_named_by_id_or_by_arn(aws: Provider) -> None:
    one, two = aws.create(KEY, "one", {}), aws.create(KEY, "two", {})
    inputs = {"name": "alias/moves", "targetKeyId": one.id}
    alias = aws.cycle("aws:kms/alias:Alias", inputs, change={"targetKeyId": two.id})
    assert alias.state["targetKeyArn"] == two.state["arn"]
    assert alias.state["arn"] == "arn:aws:kms:us-east-1:123456789012:alias/moves"
    by_arn = {**inputs, "targetKeyId": one.state["arn"]}
    aws.assert_settled(aws.create("aws:kms/alias:Alias", "by-arn", by_arn), by_arn)


def test_an_alias_without_a_name_is_still_named_as_one(aws: Provider) -> None:
    inputs, _ = aws.check("aws:kms/alias:Alias", "mine", {"targetKeyId": "k"})
    assert inputs["name"].startswith("alias/mine-")


def test_a_replica_shares_its_primary_s_id_in_another_region(aws: Provider, endpoint: str) -> None:
    primary = aws.create(KEY, "primary", {"multiRegion": True})
    west = Provider(endpoint, region="us-west-2")
    inputs = {"primaryKeyArn": primary.state["arn"], "description": "r", "deletionWindowInDays": 7}
    replica = west.cycle("aws:kms/replicaKey:ReplicaKey", inputs, change={"description": "s"})
    assert replica.id == primary.id
    assert replica.state["arn"] == f"arn:aws:kms:us-west-2:123456789012:key/{primary.id}"

"""A bucket's copy in another region."""

from __future__ import annotations

import json
from typing import Any

import pytest

from support.recording import Recording, record
from tenfold.errors import InvalidInputError
from tenfold.storage import Bucket, BucketArgs, Replica


def build(replica: Replica | None = None, **changed: Any) -> Recording:
    args = BucketArgs(region="us-east-1", replica=replica or Replica(region="us-west-2"), **changed)
    return record(lambda: Bucket("assets", args))


def permissions(recording: Recording, name: str) -> dict[str, str]:
    """Each action and what it is allowed on."""
    document = json.loads(recording.one("RolePolicy", name).inputs["policy"])
    return {action: each["Resource"] for each in document["Statement"] for action in each["Action"]}


def test_the_copy_is_a_bucket_like_it_in_the_other_region() -> None:
    found = build(noncurrent_expiration_days=12)
    assert {each.inputs["region"] for each in found.of("aws:s3/bucket:Bucket")} == {"us-east-1", "us-west-2"}
    first, second = found.of("BucketLifecycleConfiguration")
    assert first.inputs["rules"] == second.inputs["rules"]
    assert found.one("tenfold:index:Bucket", "assets-replica").parent_name == "assets"


def test_new_objects_and_deletions_are_copied_with_time_control_both_ways() -> None:
    found = build()
    names = ("assets-replication", "assets-replication-back")
    rules = [found.one("BucketReplicationConfig", name).inputs["rules"][0] for name in names]
    assert [rule["destination"]["bucket"] for rule in rules] == [
        "arn:aws:s3:::assets-replica-bucket-1234567",
        "arn:aws:s3:::assets-bucket-1234567",
    ]
    for rule in rules:
        assert rule["deleteMarkerReplication"] == {"status": "Enabled"}
        assert rule["destination"]["replicationTime"] == {"status": "Enabled", "time": {"minutes": 15}}
        assert rule["destination"]["metrics"]["status"] == "Enabled"
        assert rule["sourceSelectionCriteria"]["replicaModifications"] == {"status": "Enabled"}


def test_one_way_leaves_the_copy_a_copy() -> None:
    found = build(Replica(region="us-west-2", both_ways=False))
    assert found.one("BucketReplicationConfig").inputs["region"] == "us-east-1"
    assert "sourceSelectionCriteria" not in found.one("BucketReplicationConfig").inputs["rules"][0]


def test_each_role_may_read_one_bucket_and_write_the_other() -> None:
    found = build()
    allowed = permissions(found, "assets-replication-permissions")
    assert allowed["s3:ReplicateObject"].endswith(":assets-replica-bucket-1234567/*")
    assert allowed["s3:GetObjectVersionForReplication"].endswith(":assets-bucket-1234567/*")
    back = permissions(found, "assets-replication-back-permissions")
    assert back["s3:ReplicateObject"].endswith(":assets-bucket-1234567/*")


def test_an_encrypted_bucket_gets_a_key_in_the_other_region_and_copies_what_it_encrypted() -> None:
    source_key = "arn:aws:kms:us-east-1:123456789012:key/1"
    found = build(kms_key_arn=source_key)
    key = found.one("aws:kms/key:Key")
    assert key.inputs["region"] == "us-west-2"
    rule = found.one("BucketReplicationConfig", "assets-replication").inputs["rules"][0]
    assert rule["sourceSelectionCriteria"]["sseKmsEncryptedObjects"] == {"status": "Enabled"}
    assert rule["destination"]["encryptionConfiguration"]["replicaKmsKeyId"].endswith("assets-replica-key")
    allowed = permissions(found, "assets-replication-permissions")
    assert allowed["kms:Decrypt"] == source_key
    assert allowed["kms:GenerateDataKey"].endswith("assets-replica-key")


def test_operations_that_failed_are_told_to_the_topic() -> None:
    found = build(alarm_topic_arn="arn:topic")
    alarm = found.one("MetricAlarm").inputs
    assert alarm["alarmActions"] == ["arn:topic"]
    assert alarm["metricName"] == "OperationsFailedReplication"
    assert (
        alarm["dimensions"]["RuleId"]
        == found.one("BucketReplicationConfig", "assets-replication").inputs["rules"][0]["id"]
    )


def test_configurations_wait_for_versioning_on_both_sides() -> None:
    found = build()
    versioned = {each.urn for each in found.of("BucketVersioning")}
    for each in found.of("BucketReplicationConfig"):
        assert versioned <= each.depends_on


def test_a_copy_in_the_buckets_own_region_is_refused() -> None:
    with pytest.raises(InvalidInputError, match=r"Replica\.region: 'us-east-1' is refused"):
        build(Replica(region="us-east-1"))


def test_a_copy_of_a_bucket_without_versions_is_refused() -> None:
    with pytest.raises(InvalidInputError, match=r"BucketArgs\.replica: .*Keep versioning"):
        build(versioning=False)


def test_a_name_too_long_for_the_roles_that_copy_is_refused_before_anything_is_made() -> None:
    def program() -> None:
        with pytest.raises(InvalidInputError, match="up to 34 characters"):
            Bucket("a" * 35, BucketArgs(region="us-east-1", replica=Replica(region="us-west-2")))

    assert list(record(program)) == []

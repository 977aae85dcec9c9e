from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from support.provider import Provider
from tenfold_sandbox.values import ASSET, SIGNATURE

BUCKET = "aws:s3/bucket:Bucket"
OBJECT = "aws:s3/bucketObject:BucketObject"


def setting(kind: str) -> str:
    return f"aws:s3/{kind[0].lower()}{kind[1:]}:{kind}"


def bucket(aws: Provider, name: str, **inputs: Any) -> Any:
    return aws.create(BUCKET, name, inputs)


def statement(action: str, name: str) -> str:
    each = {"Effect": "Deny", "Principal": "*", "Action": action, "Resource": f"arn:aws:s3:::{name}/*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [each]})


def lets_s3(action: str) -> str:
    principal = {"Service": "s3.amazonaws.com"}
    statement: dict[str, Any] = {"Effect": "Allow", "Principal": principal, "Action": action}
    if not action.startswith("sts:"):
        statement["Resource"] = "*"
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def test_a_bucket_lives_its_whole_life(aws: Provider) -> None:
    made = aws.cycle(BUCKET, {"tags": {"a": "b", "c": "d"}}, change={"tags": {"a": "e"}}, name="Mine")
    assert made.id.startswith("mine-")
    assert made.state["arn"] == f"arn:aws:s3:::{made.id}"
    assert made.state["bucketDomainName"] == f"{made.id}.s3.amazonaws.com"
    assert made.state["bucketRegionalDomainName"] == f"{made.id}.s3.us-east-1.amazonaws.com"
    assert made.state["hostedZoneId"] == "Z3AQBSTGFJSTF"
    assert made.state["tagsAll"] == {"a": "e"}


def test_a_bucket_in_another_region_says_so(aws: Provider, endpoint: str) -> None:
    west = Provider(endpoint, region="us-west-2")
    made = bucket(west, "western")
    assert aws.client("s3").get_bucket_location(Bucket=made.id)["LocationConstraint"] == "us-west-2"
    assert made.state["bucketRegion"] == "us-west-2"
    west.delete(made)


def test_the_older_v2_name_is_the_same_type(aws: Provider) -> None:
    aws.cycle("aws:s3/bucketV2:BucketV2", {"bucket": "older"})
    made = bucket(aws, "versions-of-old")
    token = "aws:s3/bucketVersioningV2:BucketVersioningV2"
    aws.create(token, "v", {"bucket": made.id, "versioningConfiguration": {"status": "Enabled"}})
    assert aws.client("s3").get_bucket_versioning(Bucket=made.id)["Status"] == "Enabled"
    aws.delete(made)


def test_a_forced_deletion_empties_the_bucket_of_every_version(aws: Provider) -> None:
    made = bucket(aws, "full", forceDestroy=True)
    s3 = aws.client("s3")
    s3.put_bucket_versioning(Bucket=made.id, VersioningConfiguration={"Status": "Enabled"})
    for content in (b"1", b"2"):
        s3.put_object(Bucket=made.id, Key="k", Body=content)
    s3.delete_object(Bucket=made.id, Key="k")
    aws.delete(made)
    assert aws.read(made) is None


def test_inline_settings_are_put_and_changed(aws: Provider) -> None:
    inputs = {
        "acl": "private",
        "website": {"indexDocument": "index.html"},
        "versioning": {"enabled": True},
        "serverSideEncryptionConfiguration": {
            "rule": {"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256"}}
        },
    }
    made = bucket(aws, "inline", **inputs)
    assert made.state["websiteEndpoint"] == f"{made.id}.s3-website-us-east-1.amazonaws.com"
    aws.assert_settled(made, inputs)
    change = {"website": {"indexDocument": "index.html", "errorDocument": "404.html"}}
    made = aws.update(made, {**inputs, **change})
    aws.assert_settled(made, {**inputs, **change})
    assert aws.client("s3").get_bucket_website(Bucket=made.id)["ErrorDocument"] == {"Key": "404.html"}
    aws.delete(made)


LIFECYCLE = {
    "id": "all",
    "status": "Enabled",
    "filter": {"prefix": ""},
    "expiration": {"expiredObjectDeleteMarker": True},
    "abortIncompleteMultipartUpload": {"daysAfterInitiation": 7},
    "noncurrentVersionExpiration": {"noncurrentDays": 90},
    "transitions": [{"days": 30, "storageClass": "INTELLIGENT_TIERING"}],
}
CORS = {"allowedMethods": ["GET"], "allowedOrigins": ["https://example.com"], "maxAgeSeconds": 60}
SETTINGS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    (
        "BucketServerSideEncryptionConfiguration",
        {"rules": [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256"}}]},
        {
            "rules": [
                {
                    "applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms"},
                    "blockedEncryptionTypes": ["SSE-C"],
                    "bucketKeyEnabled": True,
                }
            ]
        },
    ),
    (
        "BucketLifecycleConfiguration",
        {"rules": [LIFECYCLE]},
        {"rules": [LIFECYCLE, {"id": "old", "status": "Enabled", "filter": {}, "expiration": {"days": 365}}]},
    ),
    (
        "BucketPublicAccessBlock",
        {"blockPublicAcls": True, "blockPublicPolicy": True, "ignorePublicAcls": True},
        {"restrictPublicBuckets": True},
    ),
    (
        "BucketOwnershipControls",
        {"rule": {"objectOwnership": "BucketOwnerEnforced"}},
        {"rule": {"objectOwnership": "BucketOwnerPreferred"}},
    ),
    (
        "BucketCorsConfiguration",
        {"corsRules": [CORS]},
        {"corsRules": [{**CORS, "allowedHeaders": ["*"]}]},
    ),
    (
        "BucketWebsiteConfiguration",
        {"indexDocument": {"suffix": "index.html"}},
        {"errorDocument": {"key": "404.html"}},
    ),
    (
        "BucketIntelligentTieringConfiguration",
        {"name": "cold", "tierings": [{"accessTier": "ARCHIVE_ACCESS", "days": 125}], "status": "Enabled"},
        {"filter": {"prefix": "a/", "tags": {"k": "v"}}},
    ),
    ("BucketMetric", {"name": "all"}, {"filter": {"prefix": "a/"}}),
]


@pytest.mark.parametrize(("kind", "inputs", "change"), SETTINGS, ids=[each[0] for each in SETTINGS])
def test_a_setting_lives_its_whole_life(
    aws: Provider, kind: str, inputs: dict[str, Any], change: dict[str, Any]
) -> None:
    made = bucket(aws, f"with-{kind.lower()}")
    last = aws.cycle(setting(kind), {"bucket": made.id, **inputs}, change=change)
    assert last.state["__kept"] == []
    aws.delete(made)


def test_a_bucket_policy_lives_its_whole_life(aws: Provider) -> None:
    made = bucket(aws, "policed")
    inputs = {"bucket": made.id, "policy": statement("s3:PutObject", made.id)}
    aws.cycle(setting("BucketPolicy"), inputs, change={"policy": statement("s3:GetObject", made.id)})
    aws.delete(made)


def test_versioning_ends_suspended(aws: Provider) -> None:
    made = bucket(aws, "versioned")
    inputs = {"bucket": made.id, "versioningConfiguration": {"status": "Enabled"}}
    versioning = aws.create(setting("BucketVersioning"), "v", inputs)
    aws.assert_settled(versioning, inputs)
    aws.delete(versioning)
    assert aws.client("s3").get_bucket_versioning(Bucket=made.id)["Status"] == "Suspended"
    aws.delete(made)


def test_an_object_lock_keeps_its_bucket_locked(aws: Provider) -> None:
    made = bucket(aws, "locked", objectLockEnabled=True)
    aws.assert_settled(made, {"objectLockEnabled": True})
    inputs = {"bucket": made.id, "rule": {"defaultRetention": {"mode": "GOVERNANCE", "days": 1}}}
    lock = aws.create(setting("BucketObjectLockConfiguration"), "l", inputs)
    aws.assert_settled(lock, inputs)
    lock = aws.update(lock, {**inputs, "rule": {"defaultRetention": {"mode": "GOVERNANCE", "days": 2}}})
    aws.delete(lock)
    left = aws.client("s3").get_object_lock_configuration(Bucket=made.id)["ObjectLockConfiguration"]
    assert left == {"ObjectLockEnabled": "Enabled"}
    aws.delete(made)


def test_a_locked_bucket_s_versioning_stays_when_it_is_deleted(aws: Provider) -> None:
    made = bucket(aws, "locked-versions", objectLockEnabled=True)
    inputs = {"bucket": made.id, "versioningConfiguration": {"status": "Enabled"}}
    aws.delete(aws.create(setting("BucketVersioning"), "v", inputs))
    assert aws.client("s3").get_bucket_versioning(Bucket=made.id)["Status"] == "Enabled"
    aws.delete(made)


def test_access_logs_go_to_another_bucket(aws: Provider) -> None:
    made, logs = bucket(aws, "logged"), bucket(aws, "logs", acl="log-delivery-write", forceDestroy=True)
    inputs = {"bucket": made.id, "targetBucket": logs.id, "targetPrefix": "a/"}
    aws.cycle(setting("BucketLogging"), inputs, change={"targetPrefix": "b/"})
    aws.delete(made)
    aws.delete(logs)


def test_an_acl_is_imported_by_bucket_and_name(aws: Provider) -> None:
    made = bucket(aws, "listed")
    inputs = {"bucket": made.id, "acl": "private"}
    acl = aws.create(setting("BucketAcl"), "a", inputs)
    aws.assert_settled(acl, inputs)
    found = aws.import_(setting("BucketAcl"), "a", f"{made.id},private")
    assert found is not None
    assert found.id == acl.id
    assert not list(aws.diff(found, inputs).diffs)
    aws.delete(made)


def test_notifications_go_to_a_queue_and_a_topic(aws: Provider) -> None:
    made = bucket(aws, "noisy")
    queue = aws.create("aws:sqs/queue:Queue", "noise", {"policy": lets_s3("sqs:SendMessage")})
    topic = aws.create("aws:sns/topic:Topic", "noise", {"policy": lets_s3("sns:Publish")})
    inputs = {
        "bucket": made.id,
        "queues": [{"queueArn": queue.state["arn"], "events": ["s3:ObjectCreated:*"], "filterPrefix": "in/"}],
    }
    change = {
        "topics": [
            {"topicArn": topic.id, "events": ["s3:ObjectRemoved:*"], "filterSuffix": ".jpg", "id": "pictures"}
        ],
        "eventbridge": True,
    }
    last = aws.cycle(setting("BucketNotification"), inputs, change=change)
    assert last.state["__kept"] == []
    for each in (made, queue, topic):
        aws.delete(each)


def test_replication_goes_to_a_versioned_bucket(aws: Provider, endpoint: str) -> None:
    west = Provider(endpoint, region="us-west-2")
    source, target = bucket(aws, "source"), bucket(west, "target")
    enabled = {"versioningConfiguration": {"status": "Enabled"}}
    aws.create(setting("BucketVersioning"), "s", {"bucket": source.id, **enabled})
    west.create(setting("BucketVersioning"), "t", {"bucket": target.id, **enabled})
    rule = {
        "id": "all",
        "status": "Enabled",
        "priority": 1,
        "filter": {"prefix": ""},
        "deleteMarkerReplication": {"status": "Disabled"},
        "destination": {"bucket": target.state["arn"], "storageClass": "STANDARD_IA"},
    }
    role = aws.create("aws:iam/role:Role", "replicates", {"assumeRolePolicy": lets_s3("sts:AssumeRole")})
    inputs = {"bucket": source.id, "role": role.state["arn"], "rules": [rule]}
    aws.cycle(setting("BucketReplicationConfig"), inputs, change={"rules": [{**rule, "priority": 2}]})
    aws.delete(source)
    west.delete(target)


def test_a_refresh_sees_a_lifecycle_that_somebody_dropped(aws: Provider) -> None:
    made = bucket(aws, "drifts")
    rules = aws.create(
        setting("BucketLifecycleConfiguration"), "r", {"bucket": made.id, "rules": [LIFECYCLE]}
    )
    aws.client("s3").delete_bucket_lifecycle(Bucket=made.id)
    assert aws.read(rules) is None
    aws.delete(made)


def asset(text: str, digest: str) -> dict[str, Any]:
    return {SIGNATURE: ASSET, "text": text, "hash": digest}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ({"content": "hello"}, b"hello"),
        ({"contentBase64": base64.b64encode(b"\x00\x01").decode()}, b"\x00\x01"),
        ({"source": asset("from an asset", "1")}, b"from an asset"),
    ],
    ids=["content", "base64", "asset"],
)
def test_an_object_s_content_comes_from_the_program(
    aws: Provider, source: dict[str, Any], expected: bytes
) -> None:
    made = bucket(aws, "objects")
    inputs = {"bucket": made.id, "contentType": "text/plain", "tags": {"a": "b"}, **source}
    item = aws.cycle(
        OBJECT,
        inputs,
        change={"contentType": "text/html"},
        name="page.html",
        importing=f"{made.id}/page.html",
    )
    assert item.id == "page.html"
    assert item.state["arn"] == f"arn:aws:s3:::{made.id}/page.html"
    again = aws.create(OBJECT, "page.html", inputs)
    assert aws.client("s3").get_object(Bucket=made.id, Key="page.html")["Body"].read() == expected
    aws.delete(again)
    aws.delete(made)


def test_a_file_s_new_content_is_put_in_place(aws: Provider, tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.write_text("one")
    made = bucket(aws, "files")
    inputs = {"bucket": made.id, "key": "k", "source": {SIGNATURE: ASSET, "path": str(file), "hash": "1"}}
    item = aws.create("aws:s3/bucketObjectv2:BucketObjectv2", "k", inputs)
    aws.assert_settled(item, inputs)
    file.write_text("two")
    changed = aws.update(item, {**inputs, "source": {SIGNATURE: ASSET, "path": str(file), "hash": "2"}})
    assert changed.state["etag"] != item.state["etag"]
    assert aws.client("s3").get_object(Bucket=made.id, Key="k")["Body"].read() == b"two"
    aws.delete(changed)
    aws.delete(made)


def test_an_object_leaves_no_version_behind(aws: Provider) -> None:
    made = bucket(aws, "leaves-none", versioning={"enabled": True})
    inputs = {"bucket": made.id, "content": "1"}
    item = aws.update(aws.create(OBJECT, "k", inputs), {**inputs, "content": "2"})
    aws.delete(item)
    aws.delete(made)
    assert aws.read(made) is None


def test_a_bucket_is_encrypted_by_a_key_of_ours(aws: Provider) -> None:
    made, key = bucket(aws, "encrypted"), aws.create("aws:kms/key:Key", "encrypts", {})
    default = {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": key.state["arn"]}
    rules = [{"applyServerSideEncryptionByDefault": default, "bucketKeyEnabled": True}]
    kind = "BucketServerSideEncryptionConfiguration"
    aws.cycle(setting(kind), {"bucket": made.id, "rules": rules})
    aws.delete(made)


def test_a_bucket_without_a_lock_is_locked_in_place(aws: Provider) -> None:
    made = bucket(aws, "locks-later", versioning={"enabled": True})
    inputs = {"bucket": made.id, "rule": {"defaultRetention": {"mode": "GOVERNANCE", "days": 3}}}
    lock = aws.create(setting("BucketObjectLockConfiguration"), "l", inputs)
    aws.assert_settled(lock, inputs)
    aws.assert_settled(made, {"versioning": {"enabled": True}})

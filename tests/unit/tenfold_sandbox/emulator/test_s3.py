"""S3: configurations come back as they were put; defaults and refusals are AWS's."""

from __future__ import annotations

import itertools
import json
import time
from typing import Any

import pytest

from .conftest import Clients
from .helpers import make_role, refusal

_numbers = itertools.count()


@pytest.fixture
def s3(clients: Clients) -> Any:
    return clients("s3")


@pytest.fixture
def bucket(s3: Any) -> str:
    name = f"bucket-{next(_numbers)}"
    s3.create_bucket(Bucket=name)
    return name


def policy(bucket: str, **change: Any) -> str:
    statement = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        **change,
    }
    kept = {name: value for name, value in statement.items() if value is not None}
    return json.dumps({"Version": "2012-10-17", "Statement": [kept]})


def replication(role: str, target: str) -> dict[str, Any]:
    rule = {
        "ID": "all",
        "Status": "Enabled",
        "Priority": 1,
        "Filter": {"Prefix": "x/"},
        "DeleteMarkerReplication": {"Status": "Enabled"},
        "SourceSelectionCriteria": {"SseKmsEncryptedObjects": {"Status": "Enabled"}},
        "Destination": {
            "Bucket": f"arn:aws:s3:::{target}",
            "EncryptionConfiguration": {"ReplicaKmsKeyID": "arn:aws:kms:us-west-2:123456789012:key/k"},
        },
    }
    return {"Role": role, "Rules": [rule]}


def test_a_new_bucket_is_encrypted_owned_and_closed(s3: Any, bucket: str) -> None:
    block = s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
    assert list(block.values()) == [True] * 4
    rules = s3.get_bucket_ownership_controls(Bucket=bucket)["OwnershipControls"]["Rules"]
    assert rules == [{"ObjectOwnership": "BucketOwnerEnforced"}]
    (rule,) = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"]
    assert rule["ApplyServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}
    assert rule["BucketKeyEnabled"] is False


def test_kms_encryption_with_a_bucket_key_is_kept(clients: Clients, s3: Any, bucket: str) -> None:
    key = clients("kms").create_key()["KeyMetadata"]["Arn"]
    default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}
    rule = {"ApplyServerSideEncryptionByDefault": default, "BucketKeyEnabled": True}
    s3.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": [rule]})
    got = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"]
    assert got == [rule]


@pytest.mark.parametrize(
    ("kind", "configuration"),
    [
        (
            "intelligent_tiering",
            {"Id": "x", "Status": "Enabled", "Tierings": [{"Days": 90, "AccessTier": "ARCHIVE_ACCESS"}]},
        ),
        ("metrics", {"Id": "x", "Filter": {"Prefix": "logs/"}}),
        ("analytics", {"Id": "x", "StorageClassAnalysis": {}}),
        (
            "inventory",
            {
                "Id": "x",
                "IsEnabled": True,
                "IncludedObjectVersions": "All",
                "Schedule": {"Frequency": "Daily"},
                "Destination": {"S3BucketDestination": {"Bucket": "arn:aws:s3:::b", "Format": "CSV"}},
            },
        ),
    ],
)
def test_configurations_by_id_live(s3: Any, bucket: str, kind: str, configuration: dict[str, Any]) -> None:
    which = {"Bucket": bucket, "Id": "x"}
    name = "".join(word.capitalize() for word in kind.split("_")) + "Configuration"
    getattr(s3, f"put_bucket_{kind}_configuration")(**which, **{name: configuration})
    assert getattr(s3, f"get_bucket_{kind}_configuration")(**which)[name] == configuration
    listed = getattr(s3, f"list_bucket_{kind}_configurations")(Bucket=bucket)[f"{name}List"]
    assert listed == [configuration]
    getattr(s3, f"delete_bucket_{kind}_configuration")(**which)
    with refusal("NoSuchConfiguration", "x"):
        getattr(s3, f"get_bucket_{kind}_configuration")(**which)


def test_lifecycle_rules_keep_all_their_parts(s3: Any, bucket: str) -> None:
    rules = [
        {
            "ID": "old",
            "Status": "Enabled",
            "Filter": {"Prefix": "x/"},
            "NoncurrentVersionExpiration": {"NoncurrentDays": 30, "NewerNoncurrentVersions": 3},
            "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
        },
        {
            "ID": "tier",
            "Status": "Enabled",
            "Filter": {"And": {"Prefix": "y/", "ObjectSizeGreaterThan": 1000}},
            "Expiration": {"Days": 400},
            "Transitions": [{"Days": 0, "StorageClass": "INTELLIGENT_TIERING"}],
        },
    ]
    s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": rules})
    assert s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"] == rules
    s3.delete_bucket_lifecycle(Bucket=bucket)
    with refusal("NoSuchLifecycleConfiguration"):
        s3.get_bucket_lifecycle_configuration(Bucket=bucket)


def test_an_object_lock_keeps_its_rule(s3: Any) -> None:
    s3.create_bucket(Bucket="locked", ObjectLockEnabledForBucket=True)
    lock = {
        "ObjectLockEnabled": "Enabled",
        "Rule": {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 30}},
    }
    s3.put_object_lock_configuration(Bucket="locked", ObjectLockConfiguration=lock)
    assert s3.get_object_lock_configuration(Bucket="locked")["ObjectLockConfiguration"] == lock
    with refusal("InvalidBucketState", "Object Lock"):
        s3.put_bucket_versioning(Bucket="locked", VersioningConfiguration={"Status": "Suspended"})


def test_ownership_access_block_and_website_are_kept(s3: Any, bucket: str) -> None:
    owner = {"Rules": [{"ObjectOwnership": "BucketOwnerPreferred"}]}
    s3.put_bucket_ownership_controls(Bucket=bucket, OwnershipControls=owner)
    assert s3.get_bucket_ownership_controls(Bucket=bucket)["OwnershipControls"] == owner
    block = dict.fromkeys(
        ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), False
    )
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=block)
    assert s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"] == block
    website = {"IndexDocument": {"Suffix": "index.html"}, "ErrorDocument": {"Key": "404.html"}}
    s3.put_bucket_website(Bucket=bucket, WebsiteConfiguration=website)
    got = s3.get_bucket_website(Bucket=bucket)
    assert {name: got[name] for name in website} == website


def test_access_logs_go_where_the_target_lets_them(s3: Any, bucket: str) -> None:
    s3.create_bucket(Bucket="access-logs")
    logging = {
        "LoggingEnabled": {
            "TargetBucket": "access-logs",
            "TargetPrefix": "s3/",
            "TargetObjectKeyFormat": {"PartitionedPrefix": {"PartitionDateSource": "EventTime"}},
        }
    }
    with refusal("InvalidTargetBucketForLogging"):
        s3.put_bucket_logging(Bucket=bucket, BucketLoggingStatus=logging)
    service = {"Service": "logging.s3.amazonaws.com"}
    allow = policy(
        "access-logs",
        Effect="Allow",
        Principal=service,
        Action="s3:PutObject",
        Resource="arn:aws:s3:::access-logs/*",
        Condition=None,
    )
    s3.put_bucket_policy(Bucket="access-logs", Policy=allow)
    s3.put_bucket_logging(Bucket=bucket, BucketLoggingStatus=logging)
    assert s3.get_bucket_logging(Bucket=bucket)["LoggingEnabled"] == logging["LoggingEnabled"]


def test_access_logs_go_into_a_bucket_that_denies_everybody_something(s3: Any, bucket: str) -> None:
    s3.create_bucket(Bucket="guarded-logs")
    logging = {"LoggingEnabled": {"TargetBucket": "guarded-logs", "TargetPrefix": "s3/"}}
    deny = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": "arn:aws:s3:::guarded-logs/*",
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }

    def put(path: str) -> None:
        allow = {
            "Effect": "Allow",
            "Principal": {"Service": ["logging.s3.amazonaws.com", "delivery.logs.amazonaws.com"]},
            "Action": ["s3:Put*"],
            "Resource": [f"arn:aws:s3:::guarded-logs/{path}"],
        }
        document = {"Version": "2012-10-17", "Statement": [deny, allow]}
        s3.put_bucket_policy(Bucket="guarded-logs", Policy=json.dumps(document))
        s3.put_bucket_logging(Bucket=bucket, BucketLoggingStatus=logging)

    with refusal("InvalidTargetBucketForLogging"):
        put("other/*")
    put("s3/*")
    assert s3.get_bucket_logging(Bucket=bucket)["LoggingEnabled"]["TargetPrefix"] == "s3/"


def test_replication_needs_versioning_on_both_sides(clients: Clients, s3: Any, bucket: str) -> None:
    role = make_role(clients, "replication", "s3.amazonaws.com")
    clients("s3", "us-west-2").create_bucket(
        Bucket="replica", CreateBucketConfiguration={"LocationConstraint": "us-west-2"}
    )

    def put(target: str, by: str = role) -> None:
        s3.put_bucket_replication(Bucket=bucket, ReplicationConfiguration=replication(by, target))

    with refusal("InvalidRequest", "on the bucket"):
        put("replica")
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    with refusal("InvalidRequest", "Destination bucket must have versioning enabled"):
        put("replica")
    clients("s3", "us-west-2").put_bucket_versioning(
        Bucket="replica", VersioningConfiguration={"Status": "Enabled"}
    )
    with refusal("InvalidRequest", "must exist"):
        put("there-is-none")
    with refusal("InvalidRequest", "role/none"):
        put("replica", "arn:aws:iam::123456789012:role/none")
    put("replica")
    got = s3.get_bucket_replication(Bucket=bucket)["ReplicationConfiguration"]
    assert got == replication(role, "replica")
    s3.delete_bucket_replication(Bucket=bucket)
    with refusal("ReplicationConfigurationNotFoundError"):
        s3.get_bucket_replication(Bucket=bucket)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "MalformedPolicy"),
        ('{"Version": "2012-10-17"}', "MalformedPolicy"),
        (policy("another"), "MalformedPolicy"),
        (policy("policed", Principal=None), "MalformedPolicy"),
        (policy("policed", Principal={"AWS": "arn:aws:iam::123456789012:role/none"}), "MalformedPolicy"),
        (policy("policed", Effect="Allow", Condition=None), "AccessDenied"),
    ],
)
def test_a_wrong_policy_is_refused(s3: Any, text: str, code: str) -> None:
    s3.create_bucket(Bucket="policed")
    s3.put_bucket_policy(Bucket="policed", Policy=policy("policed"))
    with refusal(code):
        s3.put_bucket_policy(Bucket="policed", Policy=text)
    assert json.loads(s3.get_bucket_policy(Bucket="policed")["Policy"]) == json.loads(policy("policed"))


def test_a_notification_needs_a_target_that_lets_s3_in(clients: Clients, s3: Any, bucket: str) -> None:
    sqs = clients("sqs")
    url = sqs.create_queue(QueueName="notified")["QueueUrl"]
    arn = "arn:aws:sqs:us-east-1:123456789012:notified"

    def put(queue: str) -> None:
        queues = [{"QueueArn": queue, "Events": ["s3:ObjectCreated:*"]}]
        s3.put_bucket_notification_configuration(
            Bucket=bucket, NotificationConfiguration={"QueueConfigurations": queues}
        )

    with refusal("InvalidArgument", "does not exist"):
        put(arn + "x")
    with refusal("InvalidArgument", "does not allow"):
        put(arn)
    allow = {
        "Effect": "Allow",
        "Principal": {"Service": "s3.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn,
    }
    text = json.dumps({"Version": "2012-10-17", "Statement": [allow]})
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": text})
    put(arn)
    got = s3.get_bucket_notification_configuration(Bucket=bucket)["QueueConfigurations"]
    assert [item["QueueArn"] for item in got] == [arn]
    assert got[0]["Id"]


def test_a_bucket_tells_eventbridge_too(s3: Any, bucket: str) -> None:
    s3.put_bucket_notification_configuration(
        Bucket=bucket, NotificationConfiguration={"EventBridgeConfiguration": {}}
    )
    got = s3.get_bucket_notification_configuration(Bucket=bucket)
    assert got["EventBridgeConfiguration"] == {}


def test_versioning_is_suspended(s3: Any, bucket: str) -> None:
    for status in ("Enabled", "Suspended"):
        s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": status})
    assert s3.get_bucket_versioning(Bucket=bucket)["Status"] == "Suspended"


def test_what_is_not_emulated_does_not_pass_for_a_bucket(s3: Any, bucket: str) -> None:
    with refusal("NotImplemented", "s3:GetBucketAbac"):
        s3.get_bucket_abac(Bucket=bucket)


def test_a_bucket_that_comes_again_has_nothing_of_the_first(s3: Any) -> None:
    s3.create_bucket(Bucket="again")
    s3.put_bucket_metrics_configuration(Bucket="again", Id="x", MetricsConfiguration={"Id": "x"})
    s3.delete_bucket(Bucket="again")
    s3.create_bucket(Bucket="again")
    assert "MetricsConfigurationList" not in s3.list_bucket_metrics_configurations(Bucket="again")


def test_an_object_is_put_without_waiting_for_leave(clients: Clients) -> None:
    s3 = clients("s3")
    s3.create_bucket(Bucket="puts-at-once")
    start = time.monotonic()
    for number in range(5):
        s3.put_object(Bucket="puts-at-once", Key=str(number), Body=b"x")
    assert time.monotonic() - start < 3

"""What Bucket registers."""

from __future__ import annotations

import json
from typing import Any

import pulumi
import pytest

from support.recording import Recording, record
from tenfold.errors import InvalidInputError
from tenfold.storage import (
    Bucket,
    BucketArgs,
    CorsRule,
    LifecycleRule,
    LogSource,
    Notification,
    ObjectLock,
    PolicyStatement,
)

ARN = "arn:aws:s3:::assets-bucket-1234567"
CREATED = {"events": ["s3:ObjectCreated:*"], "prefix": "in/", "suffix": ".csv"}
EVERYTHING: dict[str, Any] = {
    "kms_key_arn": "arn:key",
    "object_lock": ObjectLock(days=30),
    "access_log_bucket": "logs",
    "cors_rules": [CorsRule(allowed_origins=["https://app.example.com"], allowed_methods=["GET"])],
    "event_bridge": True,
    "notifications": [
        Notification(id=kind, target=kind, target_arn=f"arn:{kind}", **CREATED)
        for kind in ("queue", "topic", "function")
    ],
}


def build(opts: pulumi.ResourceOptions | None = None, name: str = "assets", **changed: Any) -> Recording:
    return record(lambda: Bucket(name, BucketArgs(**changed), opts))


@pytest.fixture(scope="module")
def default() -> Recording:
    return build()


@pytest.fixture(scope="module")
def everything() -> Recording:
    return build(region="us-west-2", tags={"team": "shop"}, **EVERYTHING)


def statements(recording: Recording) -> dict[str, dict[str, Any]]:
    document = json.loads(recording.one("BucketPolicy").inputs["policy"])
    return {statement["Sid"]: statement for statement in document["Statement"]}


def rules(recording: Recording) -> dict[str, dict[str, Any]]:
    return {rule["id"]: rule for rule in recording.one("BucketLifecycleConfiguration").inputs["rules"]}


def test_every_child_belongs_to_the_component(everything: Recording) -> None:
    component, *children = everything
    assert component.type == "tenfold:index:Bucket"
    assert {child.parent for child in children} == {component.urn}
    assert all(child.name.startswith("assets-") for child in children)


def test_an_alias_reaches_the_component_alone() -> None:
    recording = build(pulumi.ResourceOptions(aliases=[pulumi.Alias(name="old")]))
    assert [r.name for r in recording if "old" in r.aliases] == ["assets"]


def test_region_reaches_every_child(everything: Recording) -> None:
    assert {r.inputs.get("region") for r in everything if r.type.startswith("aws:")} == {"us-west-2"}


def test_the_bucket_alone_is_protected_and_keeps_its_objects(default: Recording) -> None:
    assert [r.name for r in default if r.protect] == ["assets-bucket", "assets-guard"]
    assert default.one("aws:s3/bucket:Bucket").inputs["forceDestroy"] is False
    assert not [r for r in build(deletion_protection=False) if r.protect]


def test_the_bucket_has_no_deprecated_inline_settings(everything: Recording) -> None:
    assert set(everything.one("aws:s3/bucket:Bucket").inputs) == {"forceDestroy", "region", "tags"}


def test_the_users_tags_reach_the_bucket(everything: Recording) -> None:
    assert everything.one("aws:s3/bucket:Bucket").inputs["tags"]["team"] == "shop"


def test_all_public_access_is_blocked(default: Recording) -> None:
    block = default.one("BucketPublicAccessBlock").inputs
    flags = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
    assert all(block[flag] is True for flag in flags)


def test_the_account_owns_every_object(default: Recording) -> None:
    assert default.one("BucketOwnershipControls").inputs["rule"] == {"objectOwnership": "BucketOwnerEnforced"}


@pytest.mark.parametrize(
    ("key", "algorithm", "bucket_key"), [(None, "AES256", False), ("arn:key", "aws:kms", True)]
)
def test_objects_are_encrypted_with_the_key_given_or_s3s(
    key: str | None, algorithm: str, bucket_key: bool
) -> None:
    (rule,) = build(kms_key_arn=key).one("BucketServerSideEncryptionConfiguration").inputs["rules"]
    encryption = rule["applyServerSideEncryptionByDefault"]
    assert encryption["sseAlgorithm"] == algorithm
    assert encryption.get("kmsMasterKeyId") == key
    assert rule["bucketKeyEnabled"] is bucket_key


def test_keys_of_the_writers_own_are_refused(default: Recording) -> None:
    (rule,) = default.one("BucketServerSideEncryptionConfiguration").inputs["rules"]
    assert rule["blockedEncryptionTypes"] == ["SSE-C"]


@pytest.mark.parametrize(
    ("sid", "condition"),
    [
        ("DenyPlainHttp", {"Bool": {"aws:SecureTransport": "false"}}),
        ("DenyOldTls", {"NumericLessThan": {"s3:TlsVersion": "1.2"}}),
    ],
)
def test_the_policy_denies_everyone_what_is_not_modern_tls(
    default: Recording, sid: str, condition: dict[str, Any]
) -> None:
    statement = statements(default)[sid]
    assert (statement["Effect"], statement["Principal"], statement["Action"]) == ("Deny", "*", "s3:*")
    assert statement["Resource"] == [ARN, f"{ARN}/*"]
    assert statement["Condition"] == condition


def test_the_users_statements_come_beside_the_denials() -> None:
    distribution = pulumi.Output.from_input("arn:distribution")
    read = PolicyStatement(
        sid="Cdn",
        actions=["s3:GetObject"],
        principals={"Service": ["cloudfront.amazonaws.com"]},
        key_prefix="public/",
        conditions={"StringEquals": {"aws:SourceArn": distribution}},
    )
    found = statements(build(policy_statements=[read]))
    assert set(found) == {"DenyPlainHttp", "DenyOldTls", "Cdn"}
    assert found["Cdn"] == {
        "Sid": "Cdn",
        "Effect": "Allow",
        "Principal": {"Service": ["cloudfront.amazonaws.com"]},
        "Action": ["s3:GetObject"],
        "Resource": [ARN, f"{ARN}/public/*"],
        "Condition": {"StringEquals": {"aws:SourceArn": "arn:distribution"}},
    }


def test_log_services_write_for_this_account_alone() -> None:
    found = statements(build(log_sources=list(LogSource)))
    access = found["AllowS3AccessLogs"]
    assert access["Principal"] == {"Service": "logging.s3.amazonaws.com"}
    assert access["Condition"] == {"StringEquals": {"aws:SourceAccount": "123456789012"}}
    balancers = found["AllowLoadBalancerLogs"]
    assert balancers["Resource"] == f"{ARN}/*AWSLogs/123456789012/*"
    assert access["Action"] == balancers["Action"] == "s3:PutObject"


def test_the_account_is_asked_for_only_where_a_policy_names_it(default: Recording) -> None:
    assert default.invokes == []
    both = build(log_sources=list(LogSource), notifications=EVERYTHING["notifications"])
    assert len(both.invokes) == 1


def test_versions_are_kept_unless_told_otherwise(default: Recording) -> None:
    assert default.one("BucketVersioning").inputs["versioningConfiguration"] == {"status": "Enabled"}
    assert not build(versioning=False).of("BucketVersioning")


def test_the_lock_is_set_on_a_versioned_bucket_without_replacing_it(default: Recording) -> None:
    recording = build(object_lock=ObjectLock(days=30, mode="COMPLIANCE"))
    lock = recording.one("BucketObjectLockConfiguration")
    assert lock.inputs["rule"] == {"defaultRetention": {"mode": "COMPLIANCE", "days": 30}}
    assert recording.one("BucketVersioning").urn in lock.depends_on
    bucket = "aws:s3/bucket:Bucket"
    assert recording.one(bucket).inputs == default.one(bucket).inputs


def test_a_lock_is_in_governance_mode_by_default() -> None:
    lock = build(object_lock=ObjectLock(days=1)).one("BucketObjectLockConfiguration")
    assert lock.inputs["rule"]["defaultRetention"]["mode"] == "GOVERNANCE"


def test_the_default_lifecycle_ends_leftovers_and_tiers_what_stays(default: Recording) -> None:
    assert rules(default) == {
        "default": {
            "id": "default",
            "status": "Enabled",
            "filter": {"prefix": ""},
            "abortIncompleteMultipartUpload": {"daysAfterInitiation": 7},
            "expiration": {"expiredObjectDeleteMarker": True},
            "noncurrentVersionExpiration": {"noncurrentDays": 90},
            "transitions": [{"days": 30, "storageClass": "INTELLIGENT_TIERING"}],
        }
    }


def test_objects_that_end_before_tiering_are_not_tiered() -> None:
    rule = rules(build(expiration_days=14))["default"]
    assert rule["expiration"] == {"days": 14}
    assert "transitions" not in rule


def test_everything_can_be_kept_for_ever_in_standard() -> None:
    rule = rules(build(noncurrent_expiration_days=None, intelligent_tiering_days=None))["default"]
    assert set(rule) == {"id", "status", "filter", "abortIncompleteMultipartUpload"}


def test_the_users_rules_come_beside_the_default() -> None:
    archive = LifecycleRule(
        id="archive",
        prefix="audit/",
        transitions=[{"days": 90, "storage_class": "DEEP_ARCHIVE"}],
        expiration_days=2555,
        noncurrent_expiration_days=30,
        noncurrent_versions_to_keep=3,
    )
    found = rules(build(lifecycle_rules=[archive]))
    assert set(found) == {"default", "archive"}
    assert found["archive"] == {
        "id": "archive",
        "status": "Enabled",
        "filter": {"prefix": "audit/"},
        "transitions": [{"days": 90, "storageClass": "DEEP_ARCHIVE"}],
        "expiration": {"days": 2555},
        "noncurrentVersionExpiration": {"noncurrentDays": 30, "newerNoncurrentVersions": 3},
    }


@pytest.mark.parametrize(("prefix", "expected"), [(None, "assets/"), ("web/", "web/"), ("", "")])
def test_access_logs_go_to_the_bucket_given_under_the_components_name(
    prefix: str | None, expected: str
) -> None:
    logging = build(access_log_bucket="logs", access_log_prefix=prefix).one("BucketLogging").inputs
    assert (logging["targetBucket"], logging["targetPrefix"]) == ("logs", expected)


def test_browsers_of_other_origins_get_what_is_listed_and_no_more(
    default: Recording, everything: Recording
) -> None:
    assert not default.of("BucketCorsConfiguration")
    assert everything.one("BucketCorsConfiguration").inputs["corsRules"] == [
        {"allowedOrigins": ["https://app.example.com"], "allowedMethods": ["GET"], "maxAgeSeconds": 3600}
    ]


def test_events_go_to_each_kind_of_target(everything: Recording) -> None:
    notification = everything.one("BucketNotification").inputs
    expected = {"events": ["s3:ObjectCreated:*"], "filterPrefix": "in/", "filterSuffix": ".csv"}
    assert notification["eventbridge"] is True
    assert notification["queues"] == [{"id": "queue", "queueArn": "arn:queue", **expected}]
    assert notification["topics"] == [{"id": "topic", "topicArn": "arn:topic", **expected}]
    assert notification["lambdaFunctions"] == [
        {"id": "function", "lambdaFunctionArn": "arn:function", **expected}
    ]


def test_s3_may_invoke_a_function_for_this_bucket_alone_before_it_is_told_to(everything: Recording) -> None:
    leave = everything.one("Permission")
    assert leave.inputs["principal"] == "s3.amazonaws.com"
    assert leave.inputs["sourceArn"] == ARN
    assert leave.inputs["sourceAccount"] == "123456789012"
    assert leave.urn in everything.one("BucketNotification").depends_on


def test_nobody_is_told_by_default(default: Recording) -> None:
    assert not default.of("BucketNotification") + default.of("Permission") + default.of("BucketLogging")


def test_outputs_say_what_a_replication_or_a_distribution_needs(everything: Recording) -> None:
    found = everything.component_outputs[everything.one("tenfold:index:Bucket").urn]
    assert found["bucket_arn"] == ARN
    assert found["bucket_name"] == "assets-bucket-1234567"
    assert found["kms_key_arn"] == "arn:key"
    assert found["bucket_regional_domain_name"].endswith(".s3.us-west-2.amazonaws.com")


@pytest.mark.parametrize("name", ["Assets", "shop_assets", "a" * 60])
def test_a_component_name_that_makes_no_bucket_name_is_refused(name: str) -> None:
    with pytest.raises(InvalidInputError, match="Bucket name"):
        build(name=name)
    assert (
        build(name=name, bucket_name="shop-assets").one("aws:s3/bucket:Bucket").inputs["bucket"]
        == "shop-assets"
    )


def test_vended_logs_are_written_for_the_account_alone_and_below_its_path() -> None:
    statement = statements(build(log_sources=[LogSource.VENDED_LOGS]))["AWSLogDeliveryWrite"]
    assert statement["Principal"] == {"Service": "delivery.logs.amazonaws.com"}
    assert statement["Resource"].endswith("/*AWSLogs/123456789012/*")
    assert statement["Condition"]["StringEquals"]["aws:SourceAccount"] == "123456789012"
    assert statement["Condition"]["ArnLike"] == {
        "aws:SourceArn": "arn:aws:logs:*:123456789012:delivery-source:*"
    }


def test_a_distribution_may_read_the_objects_and_no_other_one() -> None:
    statement = statements(build(cloudfront_distribution_arns=["arn:cdn"]))["AllowCloudFront"]
    assert statement["Action"] == "s3:GetObject"
    assert statement["Condition"] == {"StringEquals": {"aws:SourceArn": ["arn:cdn"]}}
    assert "AllowCloudFront" not in statements(build())


def test_the_bucket_of_logs_is_known_once_its_policy_is_there() -> None:
    def program() -> None:
        bucket = Bucket("logs", BucketArgs(log_sources=[LogSource.LOAD_BALANCERS]))
        Bucket("main", BucketArgs(access_log_bucket=bucket.log_bucket_name))

    recording = record(program)
    policy = recording.one("BucketPolicy", "logs-policy")
    logging = next(r for r in recording.of("BucketLogging"))
    assert policy.urn in logging.depends_on

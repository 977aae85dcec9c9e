"""What AWS refuses: wrong policies, and destinations that are missing or not prepared."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Any

from ...messages import Document
from .. import Call, refuse, store
from ..policies import (
    actions,
    allows_service,
    check_principals,
    is_public,
    parse_policy,
    principals,
    resources,
)
from ..references import backend, lambda_function, role
from .base import GAPS, bucket_of, find_bucket

_LOGGING = "logging.s3.amazonaws.com"
_DESTINATIONS = "Unable to validate the following destination configurations"


@GAPS.checks("PutBucketPolicy")
def check_policy(call: Call) -> None:
    bucket, code = bucket_of(call), "MalformedPolicy"
    statements = parse_policy(_text(call.params["Policy"]), code)
    check_principals(call, statements, code)
    arn = f"arn:{call.partition}:s3:::{bucket.name}"
    for statement in statements:
        found = resources(statement)
        if not found or any(
            name not in (arn, f"{arn}/*") and not name.startswith(f"{arn}/") for name in found
        ):
            refuse(code, f"Policy has invalid resource: {found}; allowed: {arn} and {arn}/*")
    blocked = bucket.public_access_block is not None and bucket.public_access_block.block_public_policy
    if blocked and any(is_public(statement) for statement in statements):
        message = "public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access"
        refuse("AccessDenied", f"{message} of {bucket.name}")


def _text(policy: Any) -> str:
    return policy.decode() if isinstance(policy, bytes) else str(policy)


@GAPS.checks("PutBucketReplication")
def check_replication(call: Call) -> None:
    configuration = call.params["ReplicationConfiguration"]
    if bucket_of(call).versioning_status != "Enabled":
        message = "Versioning must be 'Enabled' on the bucket to apply a replication configuration"
        refuse("InvalidRequest", message)
    if role(call, configuration["Role"]) is None:
        refuse("InvalidRequest", f"Invalid Role: {configuration['Role']} does not exist")
    for rule in configuration["Rules"]:
        target = find_bucket(call, rule["Destination"]["Bucket"])
        if target is None:
            refuse("InvalidRequest", f"Destination bucket must exist: {rule['Destination']['Bucket']}")
        if target.versioning_status != "Enabled":
            refuse("InvalidRequest", f"Destination bucket must have versioning enabled: {target.name}")


@GAPS.checks("PutBucketVersioning")
def check_versioning(call: Call) -> None:
    bucket = bucket_of(call)
    suspended = call.params["VersioningConfiguration"].get("Status") == "Suspended"
    replicated = "GetBucketReplication" in store(bucket, "kept")
    if suspended and (bucket.object_lock_enabled or replicated):
        message = "Versioning can't be suspended on a bucket with Object Lock or a replication configuration"
        refuse("InvalidBucketState", message)


@GAPS.checks("PutBucketNotificationConfiguration")
def check_notification(call: Call) -> None:
    configuration: Document = call.params["NotificationConfiguration"]
    finders = {"Queue": _queue_statements, "Topic": _topic_statements, "LambdaFunction": _function_statements}
    for kind, statements_of in finders.items():
        for target in configuration.get(f"{kind}Configurations", []):
            arn = target[f"{kind}Arn"]
            statements = statements_of(call, arn)
            if statements is None:
                refuse("InvalidArgument", f"{_DESTINATIONS}: {arn} does not exist")
            if not allows_service(statements, "s3.amazonaws.com"):
                refuse(
                    "InvalidArgument", f"{_DESTINATIONS}: the policy of {arn} does not allow s3.amazonaws.com"
                )


def _queue_statements(call: Call, arn: str) -> list[Document] | None:
    *_, region, _, name = arn.split(":")
    queue = backend(call, "sqs", region).queues.get(name)
    return None if queue is None else list(queue._policy_json.get("Statement", []))


def _topic_statements(call: Call, arn: str) -> list[Document] | None:
    topic = backend(call, "sns", arn.split(":")[3]).topics.get(arn)
    return None if topic is None else list(topic._policy_json.get("Statement", []))


def _function_statements(call: Call, arn: str) -> list[Document] | None:
    function = lambda_function(call, arn)
    return None if function is None else list(function.policy.statements)


def _lets_logs_in(target_bucket: Any, target_prefix: str | None) -> bool:
    """Whether the bucket's policy lets S3 write access logs under this prefix.

    In moto's place, which fails on a statement about everybody.
    """
    if not target_bucket.policy:
        return False
    arn = f"arn:{target_bucket.partition}:s3:::{target_bucket.name}"
    statements = parse_policy(target_bucket.policy.decode(), "InvalidTargetBucketForLogging")
    return any(
        statement["Effect"] == "Allow"
        and _LOGGING in principals(statement)
        and any(fnmatchcase("s3:PutObject", each) for each in actions(statement))
        and any(fnmatchcase(f"{arn}/{target_prefix or ''}log", each) for each in resources(statement))
        for statement in statements
    )


def _patch() -> None:
    from moto.s3 import models

    bucket: Any = models.FakeBucket  # its method's own hints are narrower than what moto passes
    bucket._log_permissions_enabled_policy = staticmethod(_lets_logs_in)


_patch()

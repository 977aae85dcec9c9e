"""The bucket's policy: TLS for everyone, then what the user lets others do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pulumi

from tenfold.parts.resource_policies import deny_plain_http
from tenfold.storage import plan
from tenfold.storage.args import LogSource
from tenfold.storage.rules import PolicyStatement


def bucket_policy(
    arn: pulumi.Output[str],
    statements: Sequence[PolicyStatement],
    log_sources: Sequence[LogSource],
    distribution_arns: Sequence[pulumi.Input[str]],
    account_id: Callable[[], pulumi.Output[str]],
) -> pulumi.Output[str]:
    """The policy as JSON.

    Args:
        arn: the bucket's.
        statements: the user's, on the bucket and its objects.
        log_sources: services that may write logs for the account.
        distribution_arns: CloudFront distributions that may read the objects.
        account_id: asks for the account's id, which only log sources need.
    """
    document: dict[str, object] = {
        "Version": "2012-10-17",
        "Statement": [
            deny_plain_http("DenyPlainHttp", "s3:*", [arn, _objects(arn)]),
            _deny_old_tls(arn),
            *(_allow_log_delivery(arn, source, account_id()) for source in log_sources),
            *([_allow_reading(arn, distribution_arns)] if distribution_arns else []),
            *(_statement(arn, statement) for statement in statements),
        ],
    }
    return pulumi.Output.json_dumps(document)


def _deny_old_tls(arn: pulumi.Output[str]) -> dict[str, object]:
    return {
        "Sid": "DenyOldTls",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [arn, _objects(arn)],
        "Condition": {"NumericLessThan": {"s3:TlsVersion": "1.2"}},
    }


def _allow_log_delivery(
    arn: pulumi.Output[str], source: LogSource, account_id: pulumi.Output[str]
) -> dict[str, object]:
    """Logs of this account alone; else any account could have its own written here, at our cost."""
    statement: dict[str, object] = {
        "Sid": plan.LOG_SIDS[source],
        "Effect": "Allow",
        "Principal": {"Service": source.value},
        "Action": "s3:PutObject",
    }
    below_account = pulumi.Output.concat(arn, "/*AWSLogs/", account_id, "/*")
    if source is LogSource.LOAD_BALANCERS:  # AWS promises no condition key here, but the account in the path
        return {**statement, "Resource": below_account}
    condition: dict[str, dict[str, object]] = {"StringEquals": {"aws:SourceAccount": account_id}}
    if source is LogSource.VENDED_LOGS:  # Amazon CloudWatch Logs User Guide, "Logs sent to Amazon S3" (V2)
        condition["StringEquals"]["s3:x-amz-acl"] = "bucket-owner-full-control"
        condition["ArnLike"] = {
            "aws:SourceArn": pulumi.Output.concat("arn:aws:logs:*:", account_id, ":delivery-source:*")
        }
        return {**statement, "Resource": below_account, "Condition": condition}
    return {**statement, "Resource": _objects(arn), "Condition": condition}


def _allow_reading(
    arn: pulumi.Output[str], distribution_arns: Sequence[pulumi.Input[str]]
) -> dict[str, object]:
    """As the CloudFront Developer Guide has it in "Restrict access to an Amazon S3 origin"."""
    return {
        "Sid": "AllowCloudFront",
        "Effect": "Allow",
        "Principal": {"Service": "cloudfront.amazonaws.com"},
        "Action": "s3:GetObject",
        "Resource": _objects(arn),
        "Condition": {"StringEquals": {"aws:SourceArn": list(distribution_arns)}},
    }


def _statement(arn: pulumi.Output[str], statement: PolicyStatement) -> dict[str, object]:
    return {
        "Sid": statement.sid,
        "Effect": statement.effect.value,
        "Principal": {kind.value: list(names) for kind, names in statement.principals.items()},
        "Action": list(statement.actions),
        "Resource": [arn, _objects(arn, statement.key_prefix)],
        **({"Condition": statement.conditions} if statement.conditions else {}),
    }


def _objects(arn: pulumi.Output[str], key_prefix: str = "") -> pulumi.Output[str]:
    return pulumi.Output.concat(arn, "/", key_prefix, "*")

"""Statements that the policies of several resources have. No pulumi import."""

from __future__ import annotations


def deny_plain_http(sid: str, action: str, resource: object) -> dict[str, object]:
    """Nobody may do this without TLS.

    Args:
        sid: the statement's name.
        action: such as ``sqs:*``.
        resource: an ARN or a list of them, known or yet to be.
    """
    return {
        "Sid": sid,
        "Effect": "Deny",
        "Principal": "*",
        "Action": action,
        "Resource": resource,
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def account_may_use_key(account: str) -> dict[str, object]:
    """The account's principals may use a key as far as their own policies let them: without it nobody could
    manage the key (AWS KMS Developer Guide, "Default key policy")."""
    return {
        "Sid": "Account",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{account}:root"},
        "Action": "kms:*",
        "Resource": "*",
    }

"""A bucket refuses plain HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._names import BUCKETS, control
from tenfold_policies.rules.security._policies import conditions, statements

_POLICY = "aws:s3/bucketPolicy:BucketPolicy"


def _check(bucket: Resource, context: Context) -> Iterator[str]:
    found = [*statements(bucket, "policy")]
    for policy in context.stack.attached(bucket, _POLICY, "bucket"):
        found += statements(policy, "policy")
    if not any(_refuses(each) for each in found):
        yield "no statement of its policy denies requests without TLS."


def _refuses(statement: Resource) -> bool:
    if statement.get("Effect") != "Deny" or statement.get("Principal") not in (
        "*",
        {"AWS": "*"},
        {"AWS": ["*"]},
    ):
        return False
    return any(_plain(*each) for each in conditions(statement))


def _plain(operator: str, key: str, value: Any) -> bool:
    """Whether a condition holds for requests without TLS."""
    without = (False, "false", ["false"], [False])
    return key == "s3:tlsversion" or ((operator, key) == ("bool", "aws:securetransport") and value in without)


RULE = Rule(
    id="s3-tls-only",
    title="A bucket refuses plain HTTP",
    severity=Severity.MEDIUM,
    why="S3 answers HTTP too: a misconfigured client sends its objects, and its signature, in plain text.",
    remedy="Add a statement to the bucket's policy: Deny, Principal '*', Action 's3:*', on the bucket and "
    "its objects, Condition {'Bool': {'aws:SecureTransport': 'false'}}.",
    reference=control("S3.5"),
    practice="SEC09-BP02",
    types=BUCKETS,
    check=_check,
    relational=True,
)

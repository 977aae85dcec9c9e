"""A bucket's public access is blocked, and the program says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._names import BUCKETS, control

_BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
_ACCOUNT = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"
_SWITCHES = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")


def _check(resource: Resource, context: Context) -> Iterator[str]:
    if resource.type in (_BLOCK, _ACCOUNT):
        off = [each for each in _SWITCHES if not resource.get(each, False)]
        if off:
            yield f"{', '.join(off)} {'is' if len(off) == 1 else 'are'} off."
        return
    # AWS blocks new buckets by itself. But a block that was in the program once and is not any more was
    # deleted, so that the bucket can be opened: only a block that is there tells one from the other.
    if not context.stack.of(_ACCOUNT) and not context.stack.attached(resource, _BLOCK, "bucket"):
        yield "it has no BucketPublicAccessBlock."


def _remediate(resource: Resource, parameters: Any) -> Mapping[str, Any] | None:
    if resource.type in BUCKETS or all(resource.get(each, False) for each in _SWITCHES):
        return None
    return dict.fromkeys(_SWITCHES, True)


RULE = Rule(
    id="s3-public-access-block",
    title="A bucket's public access is blocked",
    severity=Severity.CRITICAL,
    why="One mistake in a policy or an ACL then shows every object to everybody.",
    remedy="Add an aws.s3.BucketPublicAccessBlock to the bucket with all four switches on, or one "
    "aws.s3.AccountPublicAccessBlock for the account; serve what is public through CloudFront.",
    reference=control("S3.8"),
    practice="SEC03-BP07",
    types=(*BUCKETS, _BLOCK, _ACCOUNT),
    check=_check,
    relational=True,
    remediate=_remediate,
)

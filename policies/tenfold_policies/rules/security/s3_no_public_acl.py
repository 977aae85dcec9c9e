"""No ACL opens a bucket or an object to everybody."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._names import BUCKETS, control

_ACLS = ("aws:s3/bucketAcl:BucketAcl", "aws:s3/bucketAclV2:BucketAclV2")
_OBJECTS = (
    "aws:s3/bucketObject:BucketObject",
    "aws:s3/bucketObjectv2:BucketObjectv2",
    "aws:s3/objectCopy:ObjectCopy",
)
_PUBLIC = ("public-read", "public-read-write", "authenticated-read")
_GROUPS = ("global/AllUsers", "global/AuthenticatedUsers")


def _check(resource: Resource, context: Context) -> Iterator[str]:
    acl = resource.get("acl")
    if acl in _PUBLIC:
        yield f"acl is {acl!r}."
    for path, uri in (("grants", "uri"), ("accessControlPolicy.grants", "grantee.uri")):
        if any(str(grant.get(uri, "")).endswith(_GROUPS) for grant in resource.parts(path)):
            yield f"{path} let in everybody, or every AWS account."


RULE = Rule(
    id="s3-no-public-acl",
    title="No ACL opens a bucket or an object to everybody",
    severity=Severity.CRITICAL,
    why="Whoever has or guesses the address reads the objects; 'authenticated' means any AWS account at all.",
    remedy="Remove the ACL (object_ownership='BucketOwnerEnforced' turns ACLs off) and grant by policy.",
    reference=control("S3.2"),
    practice="SEC03-BP07",
    types=(*BUCKETS, *_ACLS, *_OBJECTS),
    check=_check,
)

"""Objects: their content is sent, and known afterwards by its ETag."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from tenfold_sandbox.provider.assets import asset_bytes
from tenfold_sandbox.provider.table import Call, Context, Resource, Tagging, Value

_KEYS: dict[str, Value] = {"Bucket": "in.bucket", "Key": "in.key"}


_CONTENT = frozenset({"content", "contentBase64", "source", "sourceHash", "etag"})
_HEADERS = (
    "acl",
    "bucketKeyEnabled",
    "cacheControl",
    "checksumAlgorithm",
    "contentDisposition",
    "contentEncoding",
    "contentLanguage",
    "contentType",
    "kmsKeyId",
    "metadata",
    "objectLockLegalHoldStatus",
    "objectLockMode",
    "objectLockRetainUntilDate",
    "serverSideEncryption",
    "storageClass",
    "websiteRedirect",
)


def _tags(context: Context) -> str | None:
    """A new version has no tags but those that come with it."""
    return urlencode(context.tags) or None


def _body(context: Context) -> bytes:
    inputs = context.inputs
    if inputs.get("source"):
        return asset_bytes(inputs["source"])
    if inputs.get("contentBase64"):
        return base64.b64decode(inputs["contentBase64"])
    return str(inputs.get("content") or "").encode()


def _import_id(identity: str) -> Mapping[str, Any]:
    bucket, _, key = identity.removeprefix("s3://").partition("/")
    return {"bucket": bucket, "key": key}


def _versions(context: Context, response: Mapping[str, Any]) -> Any:
    """Every version of this key, since a bucket that has some can't be deleted."""
    found = [*response.get("Versions", []), *response.get("DeleteMarkers", [])]
    return {"Versions": [each["VersionId"] for each in found if each["Key"] == context.inputs["key"]]}


def _etag(context: Context) -> str:
    """What the program says it is, which is only to notice a change; else AWS's."""
    return context.inputs.get("etag") or context.live["ETag"].strip('"')


def _object(kind: str) -> Resource:
    return Resource(
        token=f"aws:s3/{kind[0].lower()}{kind[1:]}:{kind}",
        service="s3",
        id="in.key",
        live_id="in.key",
        create=(Call("PutObject", {"Body": _body, "Tagging": _tags}),),
        read=(
            Call("HeadObject", {**_KEYS, "ChecksumMode": "'ENABLED'"}),
            Call(
                "ListObjectVersions",
                {"Bucket": "in.bucket", "Prefix": "in.key"},
                when="live.VersionId",
                result=_versions,
            ),
        ),
        update=(Call("PutObject", {"Body": _body, "Tagging": _tags}, on=(*_CONTENT, *_HEADERS), whole=True),),
        delete=(
            Call(
                "DeleteObject",
                {**_KEYS, "VersionId": "item", "BypassGovernanceRetention": "in.forceDestroy"},
                each="live.Versions || [`null`]",
            ),
        ),
        names={"kmsKeyId": "SSEKMSKeyId", "websiteRedirect": "WebsiteRedirectLocation"},
        outputs={
            "arn": "join('', ['arn:', partition, ':s3:::', in.bucket, '/', in.key])",
            "bucket": "in.bucket",
            "key": "in.key",
            "etag": _etag,
        },
        defaults={"storageClass": "STANDARD", "forceDestroy": False},
        kept=frozenset({"forceDestroy", "overrideProvider"}),
        unread=(_CONTENT - {"etag"}) | {"acl", "checksumAlgorithm"},
        replaces=frozenset({"bucket", "key"}),
        volatile=frozenset({"etag", "versionId"}),
        autoname=("key", 1024),
        autoname_form=lambda name, _: name[:-8],  # an object's name is its resource's, with nothing added
        tagging=Tagging(
            "PutObjectTagging",
            "DeleteObjectTagging",
            "Key",
            "in.key",
            tags_key="Tagging",
            listing="GetObjectTagging",
            listed="TagSet",
            create_key=None,
            fixed={"Bucket": "in.bucket"},
            whole=True,
        ),
        import_id=_import_id,
    )


OBJECTS = (_object("BucketObject"), _object("BucketObjectv2"))

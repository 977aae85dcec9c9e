"""What CloudFront's rows share: ETags that every change must name, and tags."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from tenfold_sandbox.provider.table import Call, Context, Resource, Tagging, Value

ETAG = "out.ETag || live.ETag"
"""The newest ETag: of the change before, in the same update or deletion, or as read."""

# CloudFront's alias target has one hosted zone for all distributions ("AliasTarget", Route 53 API Reference).
HOSTED_ZONE = "Z2FDTNDATAQYW2"


def tagging(target: str) -> Tagging:
    """How a thing with this ARN is tagged."""
    return Tagging(
        add="TagResource",
        remove="UntagResource",
        key="Resource",
        target=target,
        listing="ListTagsForResource",
        listed="Tags.Items",
        create_key=None,
        inside="Items",
    )


def arn(kind: str) -> str:
    """A CloudFront ARN, which has no region."""
    return f"join('', ['arn:', partition, ':cloudfront::', account, ':{kind}/', id])"


def reference(context: Context) -> str:
    """AWS takes each creation's reference once, so that a repeated call makes no second thing."""
    return context.live.get("CallerReference") or str(uuid.uuid4())


def config_of(context: Context) -> dict[str, Any]:
    """The inputs as one configuration; CloudFront replaces the whole."""
    return {"comment": "", **context.inputs}


def configured(noun: str, inputs: tuple[str, ...], kind: str, **more: Any) -> Resource:
    """A thing that is a configuration with an id: a policy, an access control.

    Args:
        noun: what AWS's operations call it.
        inputs: what the configuration has.
        kind: the word in its ARN.
        more: the row's own exceptions.
    """
    found = f"{noun} && merge({noun}, {noun}.{noun}Config, {{ETag: ETag}})"
    config: dict[str, Value] = {f"{noun}Config": config_of}
    changed: Mapping[str, Value] = {"Id": "id", "IfMatch": "live.ETag", **config}
    return Resource(
        token=f"aws:cloudfront/{noun[0].lower()}{noun[1:]}:{noun}",
        schema=f"AWS::CloudFront::{noun}",
        schema_root=f"{noun}Config",
        service="cloudfront",
        id=f"out.{noun}.Id",
        create=(Call(f"Create{noun}", config),),
        read=(Call(f"Get{noun}", {"Id": "id"}, result=found),),
        update=(Call(f"Update{noun}", changed, auto=False, on=inputs),),
        delete=(Call(f"Delete{noun}", {"Id": "id", "IfMatch": ETAG}),),
        outputs={"arn": arn(kind)},
        volatile=frozenset({"etag"}),
        global_=True,
        **more,
    )

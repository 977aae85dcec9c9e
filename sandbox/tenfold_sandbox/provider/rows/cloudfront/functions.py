"""Functions at the edge, published as they are written unless a program says otherwise, and their stores."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tenfold_sandbox.provider.rows.cloudfront._shared import ETAG, tagging
from tenfold_sandbox.provider.table import Call, Context, Resource, Value

_WRITTEN = ("code", "comment", "keyValueStoreAssociations", "runtime")


def _config(context: Context) -> dict[str, Any]:
    stores: list[str] = context.inputs.get("keyValueStoreAssociations") or []
    return {
        "comment": context.inputs.get("comment") or "",
        "runtime": context.inputs["runtime"],
        "keyValueStoreAssociations": [{"keyValueStoreArn": each} for each in stores],
    }


def _code(_: Context, response: Mapping[str, Any]) -> dict[str, str]:
    return {"Code": response["FunctionCode"].read().decode()} if "FunctionCode" in response else {}


_STAGE: dict[str, Value] = {"Name": "id", "Stage": "'DEVELOPMENT'"}
_PARAMS: dict[str, Value] = {"FunctionConfig": _config, "FunctionCode": "in.code"}
_PUBLISH = Call("PublishFunction", {"Name": "id", "IfMatch": ETAG}, auto=False, when="in.publish != `false`")
_FUNCTION = Resource(
    token="aws:cloudfront/function:Function",
    schema="AWS::CloudFront::Function",
    service="cloudfront",
    id="out.FunctionSummary.Name",
    create=(Call("CreateFunction", _PARAMS), _PUBLISH),
    read=(
        Call(
            "DescribeFunction",
            _STAGE,
            result="FunctionSummary && merge(FunctionSummary, FunctionSummary.FunctionConfig, {ETag: ETag})",
        ),
        Call("GetFunction", _STAGE, result=_code),
        Call("DescribeFunction", {"Name": "id", "Stage": "'LIVE'"}, result="{LiveStageEtag: ETag}"),
    ),
    update=(
        Call("UpdateFunction", {"Name": "id", "IfMatch": ETAG, **_PARAMS}, auto=False, on=_WRITTEN),
        Call(_PUBLISH.operation, _PUBLISH.params, auto=False, on=(*_WRITTEN, "publish"), when=_PUBLISH.when),
    ),
    delete=(Call("DeleteFunction", {"Name": "id", "IfMatch": ETAG}, auto=False),),
    enums={"runtime": "FunctionRuntime"},
    outputs={
        "arn": "live.FunctionMetadata.FunctionARN",
        "keyValueStoreAssociations": "live.KeyValueStoreAssociations.Items[].KeyValueStoreARN",
    },
    defaults={"publish": True},
    unread=frozenset({"publish"}),
    volatile=frozenset({"etag", "liveStageEtag"}),
    autoname=("name", 64),
    tagging=tagging("live.FunctionMetadata.FunctionARN"),
    global_=True,
)

_STORE = Resource(
    token="aws:cloudfront/keyValueStore:KeyValueStore",
    schema="AWS::CloudFront::KeyValueStore",
    service="cloudfront",
    id="out.KeyValueStore.Name",
    create=(Call("CreateKeyValueStore"),),
    read=(
        Call(
            "DescribeKeyValueStore",
            {"Name": "id"},
            result="KeyValueStore && merge(KeyValueStore, {ETag: ETag})",
        ),
    ),
    update=(
        Call(
            "UpdateKeyValueStore",
            {"Name": "id", "IfMatch": ETAG, "Comment": "in.comment || ''"},
            auto=False,
            on=("comment",),
        ),
    ),
    delete=(Call("DeleteKeyValueStore", {"Name": "id", "IfMatch": ETAG}),),
    kept=frozenset({"timeouts"}),
    volatile=frozenset({"etag", "lastModifiedTime"}),
    autoname=("name", 64),
    tagging=tagging("live.ARN"),
    global_=True,
)

ROWS: tuple[Resource, ...] = (_FUNCTION, _STORE)

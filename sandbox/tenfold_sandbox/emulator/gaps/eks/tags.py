"""Tags of everything that EKS keeps."""

from __future__ import annotations

from ...messages import Document
from .. import Call, refuse
from .base import GAPS, table

_ARNS = {
    "clusters": "arn",
    "nodegroups": "nodegroupArn",
    "addons": "addonArn",
    "access": "accessEntryArn",
    "associations": "associationArn",
    "fargate": "fargateProfileArn",
}


def _tagged(call: Call) -> Document:
    arn = call.params["resourceArn"]
    for kind, name in _ARNS.items():
        for item in table(call, kind).values():
            if item[name] == arn:
                return item
    return refuse("NotFoundException", f"No resource found for ARN: {arn}")


@GAPS.replaces("TagResource")
def tag_resource(call: Call) -> Document:
    _tagged(call)["tags"] |= call.params["tags"]
    return {}


@GAPS.replaces("UntagResource")
def untag_resource(call: Call) -> Document:
    item = _tagged(call)
    item["tags"] = {key: value for key, value in item["tags"].items() if key not in call.params["tagKeys"]}
    return {}


@GAPS.replaces("ListTagsForResource")
def list_tags_for_resource(call: Call) -> Document:
    return {"tags": _tagged(call)["tags"]}

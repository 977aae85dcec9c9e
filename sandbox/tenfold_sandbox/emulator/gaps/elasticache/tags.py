"""Tags of everything that ElastiCache keeps."""

from __future__ import annotations

from ...messages import Document
from .. import Call, refuse, tag_list, tag_map
from .base import GAPS, table

_TABLES = ("groups", "clusters", "subnets", "parameters", "users", "user_groups", "snapshots", "serverless")


def _tagged(call: Call) -> Document:
    arn = call.params["ResourceName"]
    for name in _TABLES:
        for item in table(call, name).values():
            if item.get("ARN") == arn:
                return item
    return refuse("InvalidARN", f"{arn} is not the ARN of a resource in {call.region}")


@GAPS.replaces("AddTagsToResource")
def add_tags_to_resource(call: Call) -> Document:
    item = _tagged(call)
    item["Tags"] |= tag_map(call.params["Tags"])
    return {"TagList": tag_list(item["Tags"])}


@GAPS.replaces("RemoveTagsFromResource")
def remove_tags_from_resource(call: Call) -> Document:
    item = _tagged(call)
    gone = call.params["TagKeys"]
    item["Tags"] = {key: value for key, value in item["Tags"].items() if key not in gone}
    return {"TagList": tag_list(item["Tags"])}


@GAPS.replaces("ListTagsForResource")
def list_tags_for_resource(call: Call) -> Document:
    return {"TagList": tag_list(_tagged(call)["Tags"])}

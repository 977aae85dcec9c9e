"""Tags of what moto can't tag: global clusters, whose ARNs have no region, endpoints, proxies."""

from __future__ import annotations

from ...messages import Document
from .. import Call, refuse, store, tag_list, tag_map
from .base import GAPS, models

_HOME = "us-east-1"  # global clusters belong to no region; one place does for all
_OURS = (":global-cluster:", ":cluster-endpoint:", ":db-proxy:", ":db-proxy-endpoint:")


def keep_tags(call: Call, arn: str) -> None:
    """Keep the tags that a creating call gives."""
    store(models(call, _HOME), "tags")[arn] = {"TagList": call.params.get("Tags", [])}


def drop_tags(call: Call, arn: str) -> None:
    """Forget the tags of what is deleted."""
    store(models(call, _HOME), "tags").pop(arn, None)


def _found(call: Call) -> Document | None:
    """The tags of an ARN of ours; None leaves the others to moto."""
    arn = call.params["ResourceName"]
    if not any(kind in arn for kind in _OURS):
        return None
    found = store(models(call, _HOME), "tags").get(arn)
    return found or refuse("InvalidParameterValue", f"Invalid resource name: {arn}")


@GAPS.replaces("ListTagsForResource")
def list_tags(call: Call) -> Document | None:
    return _found(call)


@GAPS.replaces("AddTagsToResource")
def add_tags(call: Call) -> Document | None:
    found = _found(call)
    if found is None:
        return None
    found["TagList"] = tag_list({**tag_map(found["TagList"]), **tag_map(call.params["Tags"])})
    return {}


@GAPS.replaces("RemoveTagsFromResource")
def remove_tags(call: Call) -> Document | None:
    found = _found(call)
    if found is None:
        return None
    found["TagList"] = [tag for tag in found["TagList"] if tag["Key"] not in call.params["TagKeys"]]
    return {}

"""How CloudWatch and EventBridge tag."""

from __future__ import annotations

from tenfold_sandbox.provider.table import Tagging


def tagging(target: str) -> Tagging:
    return Tagging("TagResource", "UntagResource", "ResourceARN", target, listing="ListTagsForResource")

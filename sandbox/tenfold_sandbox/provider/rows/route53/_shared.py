"""What Route 53's rows share."""

from __future__ import annotations

import uuid

from tenfold_sandbox.provider.table import Context, Tagging


def reference(_: Context) -> str:
    """AWS takes each creation's reference once, so that a repeated call makes no second thing."""
    return str(uuid.uuid4())


def as_written(wanted: str | None, live: str) -> str:
    """AWS ends names with a dot and writes them in lower case; programs do as they like."""
    bare = live.rstrip(".")
    return wanted if wanted is not None and wanted.rstrip(".").lower() == bare else bare


def tagging(kind: str) -> Tagging:
    """How a kind of thing is tagged."""
    return Tagging(
        "ChangeTagsForResource",
        "ChangeTagsForResource",
        "ResourceId",
        "id",
        tags_key="AddTags",
        keys_key="RemoveTagKeys",
        listing="ListTagsForResource",
        listed="ResourceTagSet.Tags",
        create_key=None,
        fixed={"ResourceType": f"'{kind}'"},
    )

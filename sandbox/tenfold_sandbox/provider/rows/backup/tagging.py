"""How AWS Backup tags: a map, of which it tells by a call of its own."""

from __future__ import annotations

from tenfold_sandbox.provider.table import Tagging


def tagging(arn: str, create_key: str) -> Tagging:
    """The tagging of a resource with this ARN, whose creating call takes tags under this name."""
    return Tagging(
        "TagResource",
        "UntagResource",
        "ResourceArn",
        arn,
        keys_key="TagKeyList",
        listing="ListTags",
        as_map=True,
        create_key=create_key,
    )

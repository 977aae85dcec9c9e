"""What EC2's rows share: tags, ARNs, filters, attributes that AWS changes one at a time."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import replace

from tenfold_sandbox.provider.table import Call, Tagging

TAGGING = Tagging(
    add="CreateTags",
    remove="DeleteTags",
    key="Resources",
    target="id",
    keys_key="Tags",
    as_list=True,
    remove_pairs=True,
    create_key="TagSpecifications",
)
TAGGING_AFTERWARDS = replace(TAGGING, create_key=None)
"""For what is taken over rather than created."""

OWNER = "live.OwnerId || account"


def arn(kind: str, service: str = "ec2") -> str:
    """The expression of an ARN that ends in the id."""
    return f"join('', ['arn:', partition, ':{service}:', region, ':', account, ':{kind}/', id])"


def where(filters: Mapping[str, str]) -> str:
    """The expression of AWS's ``Filters``, from each filter's name and its value's expression."""
    return "[" + ", ".join(f"{{Name: '{name}', Values: [{value}]}}" for name, value in filters.items()) + "]"


def attributes(operation: str, key: str, props: Mapping[str, str]) -> tuple[Call, ...]:
    """A call for each attribute, from Pulumi's name and AWS's, since AWS takes one in a call."""
    return tuple(
        Call(operation, {key: "id", name: f"{{Value: in.{prop}}}"}, auto=False, on=(prop,))
        for prop, name in props.items()
    )


def hashed(text: str) -> int:
    """Terraform's hash, from which it makes ids where AWS has none."""
    return zlib.crc32(text.encode())

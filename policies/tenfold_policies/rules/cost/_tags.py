"""Tags, in the two forms that AWS's resources have."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from tenfold_policies.resource import Resource
from tenfold_policies.rules.cost._data import lines
from tenfold_policies.rules.cost._names import SCALING_GROUP
from tenfold_policies.values import UNKNOWN


@cache
def taggable() -> frozenset[str]:
    """The types that have tags, from ``taggable.txt``: pulumi-aws's."""
    return frozenset(lines("taggable.txt"))


def tags_of(resource: Resource) -> Mapping[str, Any]:
    """Its tags, those that the provider adds among them. A value may be UNKNOWN.

    Raises:
        Undecided: it is not known yet which there are.
    """
    if resource.type == SCALING_GROUP:
        return {str(each.get("key")): each.known("value", UNKNOWN) for each in resource.parts("tags")}
    return {**resource.get("tags", {}), **resource.known("tagsAll", {})}

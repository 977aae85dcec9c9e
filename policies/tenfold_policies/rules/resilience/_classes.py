"""Data that is worth a second region, by a tag."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from pydantic import Field

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Parameters
from tenfold_policies.values import UNKNOWN, Undecided


class Tagged(Parameters):
    """Parameters of a rule that asks for the class of the data."""

    tag: str = Field(default="data-class", min_length=1)
    """The tag that says how much the data matters."""


class Classified(Tagged):
    """Parameters of a rule that holds for some classes of data only."""

    classes: tuple[str, ...] = Field(default=("critical",), min_length=1)
    """The tag's values for which the rule holds. What has no such tag is not judged."""


def is_classified(resource: Resource, parameters: Classified) -> bool:
    """Whether the rule holds for a resource.

    Raises:
        Undecided: its tags are not known yet.
    """
    return class_of(resource, parameters) in parameters.classes


def class_of(resource: Resource, parameters: Tagged) -> Any:
    """A resource's class of data, if it says one."""
    tags = cast("Mapping[str, Any]", resource.get("tags", {}))
    value = tags.get(parameters.tag)  # no path: a tag's name may hold dots
    if value is UNKNOWN:
        raise Undecided("tags")
    return value

"""A stack's resources in one form, whether they come from a preview, from a state or from a policy.

What a preview can't know yet and what is secret is None here: a cost must not depend on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast

from .engine_values import SIGNATURE, UNKNOWNS

STACK = "pulumi:pulumi:Stack"
OUR_COMPONENT = "tenfold:index:"


@dataclass(frozen=True)
class Resource:
    """One resource. ``dependencies`` are the URNs that a property's value comes from."""

    urn: str
    type: str
    name: str
    parent: str | None = None
    inputs: Mapping[str, Any] = field(default_factory=dict[str, Any])
    outputs: Mapping[str, Any] = field(default_factory=dict[str, Any])
    region: str | None = None
    dependencies: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    custom: bool = True


class Graph:
    """The resources of one stack."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        self._resources = {resource.urn: resource for resource in resources}
        self._targets: dict[tuple[str, str, str], frozenset[str]] = {}

    def __iter__(self) -> Iterator[Resource]:
        return iter(self._resources.values())

    def __len__(self) -> int:
        return len(self._resources)

    def get(self, urn: str | None) -> Resource | None:
        """The resource of a URN, if it is the stack's."""
        return self._resources.get(urn) if urn else None

    def component(self, resource: Resource) -> Resource | None:
        """The component that a resource belongs to: its nearest one of Tenfold, else its nearest one."""
        nearest: Resource | None = None
        parent = self.get(resource.parent)
        while parent is not None and parent.type != STACK:
            if parent.type.startswith(OUR_COMPONENT):
                return parent
            if nearest is None and not parent.custom:
                nearest = parent
            parent = self.get(parent.parent)
        return nearest

    def linked(self, resource: Resource, prop: str, of_type: str) -> list[Resource]:
        """The resources of a type that a property's value comes from."""
        found = (self.get(urn) for urn in resource.dependencies.get(prop, ()))
        return [each for each in found if each is not None and each.type == of_type]

    @cached_property
    def by_id(self) -> Mapping[tuple[str, str], Resource]:
        """Resources by type and by each name that another resource may call them by."""
        names = ("id", "name", "identifier", "clusterIdentifier", "globalClusterIdentifier", "arn")
        return {
            (resource.type, str(value)): resource
            for resource in self
            for name in names
            if (value := resource.outputs.get(name) or resource.inputs.get(name))
        }

    @cached_property
    def by_type(self) -> Mapping[str, Sequence[Resource]]:
        """Resources by type."""
        found: dict[str, list[Resource]] = {}
        for resource in self:
            found.setdefault(resource.type, []).append(resource)
        return found

    def targets(self, of_type: str, prop: str, target_type: str) -> frozenset[str]:
        """URNs of all that a property of one type's resources refers to."""
        asked = (of_type, prop, target_type)
        if asked not in self._targets:
            found = (self.referred(each, prop, target_type) for each in self.by_type.get(of_type, ()))
            self._targets[asked] = frozenset(each.urn for each in found if each)
        return self._targets[asked]

    def referred(self, resource: Resource, prop: str, of_type: str) -> Resource | None:
        """The resource of a type that a property names: by its value, or by what the value comes from.

        A value may be an object with an ``id`` or ``name``, as a launch template's is.
        """
        value = resource.inputs.get(prop)
        if isinstance(value, Mapping):
            entries = cast("Mapping[str, Any]", value)
            value = entries.get("id") or entries.get("name")
        found = self.by_id.get((of_type, str(value))) if value is not None else None
        return found or next(iter(self.linked(resource, prop, of_type)), None)


def normal(value: Any) -> Any:
    """A value without what is unknown or secret, which is None."""
    if isinstance(value, str):
        return None if value in UNKNOWNS or value == "[secret]" else value
    if isinstance(value, Mapping):
        entries = cast("Mapping[str, Any]", value)
        if SIGNATURE in entries:
            return None
        return {key: normal(each) for key, each in entries.items()}
    if isinstance(value, list):
        return [normal(each) for each in cast("list[Any]", value)]
    return value

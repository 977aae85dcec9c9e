"""Resources and their stack, as rules see them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, cast

from tenfold_policies.values import UNKNOWN, Undecided

_MISSING: Any = object()
_IDENTITIES = (
    "id",
    "arn",
    "name",
    "bucket",
    "identifier",
    "clusterIdentifier",
    "globalClusterIdentifier",
    "replicationGroupId",
)
"""Properties by which others name a resource."""


@dataclass(frozen=True, eq=False)
class Resource:
    """One resource of a preview or of a state."""

    type: str
    """Its type, such as ``aws:s3/bucket:Bucket``."""
    name: str
    urn: str
    properties: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """Its inputs before the update, what AWS has made of them after it. Read them with ``get``."""
    parent: str = ""
    """The URN of the component that it belongs to."""
    protect: bool = False
    references: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    """By property: the URNs that its value comes from."""
    inputs: Mapping[str, Any] | None = None
    """What the program sets, where ``properties`` hold more: what AWS has made of it."""
    secrets: frozenset[str] = frozenset()
    """Its properties that the program keeps secret, known yet or not."""

    def get(self, path: str, default: Any = None) -> Any:
        """The value at a path such as ``vpcConfig.subnetIds`` or ``rules.0.id``; the default if not set.

        Raises:
            Undecided: the value, or one on the way to it, is known only after the update.
        """
        return _at(self.properties, path, default)

    def given(self, path: str, default: Any = None) -> Any:
        """As ``get``, but only what the program sets: the default where AWS's own applies.

        Raises:
            Undecided: it is set, to a value that is known only after the update.
        """
        return _at(self.properties if self.inputs is None else self.inputs, path, default)

    def has(self, path: str) -> bool:
        """Whether the program sets it, to a value that is known or not yet.

        Raises:
            Undecided: what it lies in is not known yet.
        """
        try:
            return self.given(path) not in (None, "", [], {})
        except Undecided:
            self.given(path.rpartition(".")[0])
            return True

    def known(self, path: str, default: Any = None) -> Any:
        """As ``get``, but the default also where the value is not known yet."""
        try:
            return self.get(path, default)
        except Undecided:
            return default

    def items(self, path: str) -> list[Any]:
        """The list at a path, empty if it is not set; of a list that is known in part, what is known."""
        value = self.get(path, [])
        many = cast("list[Any]", value) if isinstance(value, list) else [value]
        return [each for each in many if each is not UNKNOWN]

    def parts(self, path: str) -> list[Resource]:
        """The objects in a list at a path, or the one that is there, each read as the resource itself is.

        One that is not known yet is among them: reading it raises Undecided.
        """
        value = self.get(path, [])
        many = cast("list[Any]", value) if isinstance(value, list) else [value]
        return [replace(self, properties=each, inputs=None) for each in many]

    @property
    def region(self) -> str | None:
        """Its region, if it says one: by itself, by its ARN or by its zone."""
        if region := self.known("region"):
            return region
        arn = str(self.known("arn", "")).split(":")
        if len(arn) > 3 and arn[3]:
            return arn[3]
        zone = re.match(r"[a-z]{2}(-[a-z]+)+-\d", str(self.known("availabilityZone", "")))
        return zone[0] if zone else None

    @property
    def service(self) -> str:
        """The service of its type, such as ``s3``."""
        return self.type.split(":")[1].split("/")[0]


def _at(value: Any, path: str, default: Any) -> Any:
    for step in path.split("."):
        if value is UNKNOWN:
            raise Undecided(path)
        value = _step(value, step)
        if value is _MISSING or value is None:
            return default
    if value is UNKNOWN:
        raise Undecided(path)
    return value


def _step(value: Any, step: str) -> Any:
    if isinstance(value, Mapping):
        return cast("Mapping[str, Any]", value).get(step, _MISSING)
    if isinstance(value, list) and step.isdigit():
        many = cast("list[Any]", value)
        return many[int(step)] if int(step) < len(many) else _MISSING
    return _MISSING


class Stack:
    """All resources of one stack, found by type, by parent and by what refers to what."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        self.resources = {each.urn: each for each in resources}
        self._names: dict[tuple[str, str], dict[str, list[Resource]]] = {}
        self._values: dict[tuple[str, str], dict[Any, list[Resource]]] = {}

    def __iter__(self) -> Iterator[Resource]:
        return iter(self.resources.values())

    def of(self, *types: str) -> list[Resource]:
        """The resources of these types."""
        return [each for type_ in types for each in self._by_type.get(type_, ())]

    def referring(self, resource: Resource, type_: str, *properties: str) -> list[Resource]:
        """The resources of a type whose property comes from this resource, known yet or not.

        Args:
            resource: what is referred to.
            type_: the type of those that refer.
            properties: their properties, one of which must name it; any of them when there is none.
        """
        found = self._referring.get((resource.urn, type_), ())
        by_dependency = [each for each in found if not properties or _names(each, resource, properties)]
        ids = {str(each) for key in _IDENTITIES if (each := resource.known(key))}
        by_value = {
            each.urn: each
            for property_ in properties
            for id_ in ids
            for each in self._naming(type_, property_).get(id_, ())
            if each not in by_dependency
        }.values()
        return [*by_dependency, *by_value]

    def attached(self, resource: Resource, type_: str, *properties: str) -> list[Resource]:
        """As ``referring``, but none only if none will turn out to refer to it.

        Raises:
            Undecided: there is none, but of one it is not known yet what it refers to.
        """
        found = self.referring(resource, type_, *properties)
        if not found:
            for each in self.of(type_):
                for property_ in properties:
                    if not each.references.get(property_):
                        each.get(property_)
        return found

    def referred(self, resource: Resource, property_: str, *types: str) -> list[Resource]:
        """The resources that a property's value comes from, of these types or of any."""
        found = [self.resources.get(urn) for urn in resource.references.get(property_, ())]
        return [each for each in found if each and (not types or each.type in types)]

    def dependents(self, resource: Resource) -> list[Resource]:
        """The resources that have a value from this one, in any property."""
        return list(self._dependents.get(resource.urn, ()))

    def having(self, type_: str, path: str, value: str) -> list[Resource]:
        """The resources of a type that have a value at a path, and those where none is known."""
        if (type_, path) not in self._values:
            found: dict[Any, list[Resource]] = defaultdict(list)
            for each in self.of(type_):
                found[each.known(path, UNKNOWN)].append(each)
            self._values[type_, path] = found
        return [*self._values[type_, path].get(value, ()), *self._values[type_, path].get(UNKNOWN, ())]

    def component(self, resource: Resource) -> Resource | None:
        """The outermost component that a resource belongs to, below the stack itself."""
        outermost: Resource | None = None
        parent = self.resources.get(resource.parent)
        while parent and parent.type != "pulumi:pulumi:Stack":
            outermost, parent = parent, self.resources.get(parent.parent)
        return outermost

    def _naming(self, type_: str, property_: str) -> Mapping[str, list[Resource]]:
        """By text: the resources of a type that have it in a property. Made once, so that it stays linear."""
        if (type_, property_) not in self._names:
            found: dict[str, list[Resource]] = defaultdict(list)
            for each in self.of(type_):
                for text in set(_texts(each.known(property_))):
                    found[text].append(each)
            self._names[type_, property_] = found
        return self._names[type_, property_]

    @cached_property
    def _by_type(self) -> Mapping[str, list[Resource]]:
        found: dict[str, list[Resource]] = defaultdict(list)
        for each in self:
            found[each.type].append(each)
        return found

    @cached_property
    def _dependents(self) -> Mapping[str, list[Resource]]:
        found: dict[str, list[Resource]] = defaultdict(list)
        for each in self:
            for urn in {urn for urns in each.references.values() for urn in urns}:
                found[urn].append(each)
        return found

    @cached_property
    def _referring(self) -> Mapping[tuple[str, str], list[Resource]]:
        found: dict[tuple[str, str], list[Resource]] = defaultdict(list)
        for urn, many in self._dependents.items():
            for each in many:
                found[urn, each.type].append(each)
        return found


def _names(referring: Resource, resource: Resource, properties: tuple[str, ...]) -> bool:
    return any(resource.urn in referring.references.get(each, ()) for each in properties)


def _texts(value: Any) -> Iterator[str]:
    """The texts in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in cast("list[Any]", value):
            yield from _texts(each)
    elif isinstance(value, Mapping):
        for each in cast("Mapping[str, Any]", value).values():
            yield from _texts(each)

"""The escape hatch: any argument of any resource that a component creates, checked by its SDK class."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any, cast

import pulumi
from pulumi._types import input_type_py_to_pulumi_names

from tenfold.errors import InvalidInputError


class Override:
    """Sets arguments of one resource that a component creates, after the component has decided them.

    Give it in the ``transforms`` of a component's options, or of the whole stack's::

        Cache("cache", args, pulumi.ResourceOptions(transforms=[
            Override("cache-replication-group", elasticache.ReplicationGroup, ip_discovery="ipv6"),
        ]))

    A value replaces the argument as a whole, nested parts included; None removes it. Nothing checks that the
    result is sensible: what the component's args can say, say there.

    Args:
        name: the resource's name in Pulumi, as a preview shows it.
        cls: the resource's class in the SDK.
        arguments: the class's own arguments, by their Python names.

    Raises:
        InvalidInputError: the class has no such argument; or, once the component that has it among its own
            transforms is complete and before anything is created, that it made no such resource.
    """

    def __init__(self, name: str, cls: type[pulumi.CustomResource], **arguments: Any) -> None:
        self.name = name
        self.type = str(getattr(cls, "pulumi_type", ""))
        names = _argument_names(cls)
        for argument in arguments:
            if argument not in names:
                raise InvalidInputError(
                    f"Override {name}", argument, ", ".join(sorted(names)), f"Those are {cls.__name__}'s own."
                )
        self._properties = {names[argument]: value for argument, value in arguments.items()}

    def __call__(self, args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult | None:
        if (args.name, args.type_) != (self.name, self.type):
            return None
        given = cast("dict[str, Any]", args.props)
        kept = {key: value for key, value in {**given, **self._properties}.items() if value is not None}
        return pulumi.ResourceTransformResult(props=kept, opts=args.opts)


def check_overrides(component: pulumi.Resource, opts: pulumi.ResourceOptions | None) -> None:
    """Refuse an override among the component's transforms that no resource below it answers to."""
    overrides = [each for each in (opts and opts.transforms) or () if isinstance(each, Override)]
    if not overrides:
        return
    made = {(each.pulumi_resource_name, each.pulumi_resource_type) for each in descendants(component)}
    for override in overrides:
        if (override.name, override.type) not in made:
            raise InvalidInputError(
                f"Override {override.name}",
                override.type,
                ", ".join(sorted(f"{name} ({type_})" for name, type_ in made)),
                f"{component.pulumi_resource_name} creates these: mend the name or the class.",
            )


def _argument_names(cls: type[pulumi.CustomResource]) -> dict[str, str]:
    """Python's name of each argument, and the provider's."""
    args_class = getattr(sys.modules[cls.__module__], f"{cls.__name__}Args")
    return input_type_py_to_pulumi_names(args_class)


def descendants(resource: pulumi.Resource) -> Iterator[pulumi.Resource]:
    """What a component has created so far, its components' own children included."""
    for child in resource._childResources:  # pyright: ignore[reportPrivateUsage]  # the SDK has no public way down
        yield child
        yield from descendants(child)

"""The plugin: it tells its schema and makes components when the engine asks for them."""

from __future__ import annotations

import json
import sys
from importlib.metadata import version
from typing import Any

import pulumi
from pulumi.errors import InputPropertiesError
from pulumi.provider import ConstructResult, Provider
from pulumi.provider import main as serve

from tenfold.errors import InvalidInputError
from tenfold.host import package, shapes
from tenfold.host.wire import to_arguments


class ComponentHost(Provider):
    """Hosts every component that the library exports.

    Pulumi's own host (``pulumi.provider.experimental``) wants arguments as TypedDicts and hands components a
    plain dict; this one reads the args classes that Python programs use, and builds them, so that the checks
    and the defaults are the same in every language.
    """

    def __init__(self) -> None:
        self._components = package.components()
        release = version(package.NAME)
        super().__init__(release, json.dumps(package.package_schema(release, self._components)))

    def construct(
        self,
        name: str,
        resource_type: str,
        inputs: pulumi.Inputs,
        options: pulumi.ResourceOptions | None = None,
    ) -> ConstructResult:
        """Make a component. Raises InputPropertiesError, whose message the engine shows as it is."""
        component = self._components.get(resource_type)
        if component is None:
            known = ", ".join(self._components)
            raise InputPropertiesError(f"{resource_type} is no component of tenfold; these are: {known}.", [])
        args = package.args_class(component)
        try:
            # Each component takes a name, its own args and options; their common base takes no args.
            make: Any = component
            made = make(name, args(**to_arguments(args, inputs, args.__name__)), options)
        except InvalidInputError as error:
            message = package.in_wire_words(str(error), package.names_of(component))
            raise InputPropertiesError(message, []) from None
        state = {wire: getattr(made, each.name) for wire, each in shapes.outputs_of(component).items()}
        return ConstructResult(made.urn, state)


def main() -> None:
    """``pulumi-resource-tenfold ENGINE_ADDRESS``: serve until the engine ends."""
    serve(ComponentHost(), sys.argv[1:])

"""A stack's monthly cost, by Tenfold's cost model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache, wraps
from pathlib import Path
from typing import Any, cast

from pydantic import field_validator

from tenfold_policies.resource import Resource, Stack
from tenfold_policies.rule import Check, Context, Parameters
from tenfold_policies.values import UNKNOWN, Secret, Undecided
from tenfold_pricing.errors import PricingError
from tenfold_pricing.estimate import Estimate, estimate
from tenfold_pricing.graph import Graph
from tenfold_pricing.graph import Resource as Priced
from tenfold_pricing.reading import load_graph
from tenfold_pricing.usage import Usage, load_usage

_PROVIDER = "pulumi:providers:aws"


class BudgetParameters(Parameters):
    """What every rule on the bill can be told."""

    usage: str | None = None
    """A usage file (`tenfold cost --usage-template` writes one): its absolute path, or one from the program's
    folder. By default the cost model's documented assumptions."""

    @field_validator("usage")
    @classmethod
    def _readable(cls, file: str | None) -> str | None:
        return read_first(file, usage_of)


def read_first(file: str | None, read: Any) -> str | None:
    """A file's path, once it has been read: what is wrong with it is a mistake of the configuration."""
    try:
        read(file)
    except PricingError as error:
        raise ValueError(str(error)) from None
    return file


@cache
def usage_of(file: str | None) -> Usage:
    """A usage file. Raises PricingError."""
    return load_usage(Path(file)) if file else Usage()


@cache
def deployed_graph(file: str) -> Graph:
    """An exported state. Raises PricingError."""
    return load_graph(Path(file))


@lru_cache(maxsize=2)
def estimate_of(stack: Stack, usage: str | None) -> Estimate:
    """What a stack costs a month, with expected usage; rules that ask for the same get the same.

    Raises:
        PricingError: the usage file names a resource that the stack doesn't have.
    """
    return estimate(graph_of(stack), usage=usage_of(usage))


def fitting(check: Check) -> Check:
    """A check that takes a usage file which doesn't fit the stack as a fault: no limit is kept by a slip."""

    @wraps(check)
    def checked(stack: Resource, context: Context) -> Iterator[str]:
        try:
            yield from check(stack, context)
        except PricingError as error:
            yield f"its cost can't be told: {error}"

    return checked


def without_doubt(found: Estimate) -> None:
    """Go on if all of a stack is priced.

    Raises:
        Undecided: something is not, since it depends on the update or since there is no list price for it.
    """
    gaps = [each.name for each in found.resources if each.missing]
    if gaps or found.unknown:
        raise Undecided(f"the cost of {', '.join([*gaps, *found.unknown])}")


def graph_of(stack: Stack) -> Graph:
    """The stack in the cost model's form."""
    provider = next((each.region for each in stack.of(_PROVIDER) if each.region), None)
    return Graph(_priced(each, provider) for each in stack)


def _priced(resource: Resource, region: str | None) -> Priced:
    properties: Mapping[str, Any] = _plain(resource.properties)
    return Priced(
        urn=resource.urn,
        type=resource.type,
        name=resource.name,
        parent=resource.parent or None,
        inputs=properties,
        outputs=properties,
        region=resource.region or region,
        dependencies={key: tuple(sorted(urns)) for key, urns in resource.references.items()},
        # The engine tells a pack of no component that it is one: a provider's type has a module with a slash.
        custom="/" in resource.type or resource.type.startswith("pulumi:"),
    )


def _plain(value: Any) -> Any:
    """A value without what is unknown or secret, which is None: what the cost model expects."""
    if value is UNKNOWN or isinstance(value, Secret):
        return None
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in cast("Mapping[str, Any]", value).items()}
    if isinstance(value, list):
        return [_plain(each) for each in cast("list[Any]", value)]
    return value

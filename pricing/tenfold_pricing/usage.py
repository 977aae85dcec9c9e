"""The usage file: what only the running system knows, such as requests and GB.

It is YAML. A quantity is a number, or low, expected and high; ``load_curve`` a list of one number an hour.
What is not said is assumed, and ``template`` writes down every assumption for a graph::

    defaults: {hours: 730}
    types:
      aws:sqs/queue:Queue: {million_requests: 5}
    resources:
      orders-queue: {million_requests: {low: 5, expected: 20, high: 100}}
    transfer: {gb_to_internet: 500}

A resource is named by its name or, where several of one kind have it, by its URN. The nearest word wins: the
resource's, its type's, ``defaults``, the assumption.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, cast

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from .charges import Pricing, Range, Use
from .errors import PricingError
from .graph import Graph, Resource
from .pricers import REGISTRY
from .reading import read_text
from .transfer import USES as TRANSFER_USES


def _range(value: Any) -> Any:
    """A number stands for all three cases; an expected one alone too."""
    if isinstance(value, Range):
        return value
    if isinstance(value, Mapping):
        entries = cast("Mapping[str, Any]", value)
        extra = sorted(set(entries) - set(Range._fields))
        if extra:
            raise ValueError(f"a quantity has low, expected and high, not {', '.join(map(str, extra))}")
        if missing := [name for name in Range._fields if name not in entries]:
            raise ValueError(f"{', '.join(missing)} is missing: give low, expected and high, or one number")
        numbers = [_number(entries[name]) for name in Range._fields]
        if not numbers[0] <= numbers[1] <= numbers[2]:
            raise ValueError("low, expected and high have to rise")
        return Range(*numbers)
    return Range.same(_number(value))


def _number(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        raise ValueError(f"{value!r} is no number")  # pydantic reports ValueError only
    number = Decimal(str(value))
    if not number.is_finite() or number < 0:
        raise ValueError(f"{value} is not 0 or more")
    return number


def _or_empty(value: Any) -> Any:
    """A section with nothing but comments in it."""
    return {} if value is None else value


Quantity = Annotated[Range, BeforeValidator(_range)]
Quantities = Annotated[dict[str, Quantity], BeforeValidator(_or_empty)]
Curve = Annotated[list[Annotated[Decimal, BeforeValidator(_number)]], Field(min_length=1)]


class Usage(BaseModel):
    """A usage file."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    defaults: Quantities = Field(default_factory=dict[str, Range])
    """For every resource that knows the key."""
    types: dict[str, Quantities] = Field(default_factory=dict[str, dict[str, Range]])
    """By type token."""
    resources: dict[str, Quantities] = Field(default_factory=dict[str, dict[str, Range]])
    """By name or URN."""
    transfer: Quantities = Field(default_factory=dict[str, Range])
    """The stack's transfer to the internet, between zones and between regions."""
    load_curve: Curve | None = None
    """Loads hour by hour, in any unit: node groups follow it between their least and most nodes."""
    load_curves: dict[str, Curve] = Field(default_factory=dict[str, list[Decimal]])
    """The same for single node groups, by name or URN."""

    def of(self, resource: Resource) -> Mapping[str, Range]:
        """What is said or assumed of a resource, by key."""
        uses = REGISTRY[resource.type].uses
        assumed = {key: use.default for key, use in uses.items() if use.default is not None}
        general = {key: value for key, value in self.defaults.items() if key in uses}
        named = {**self.resources.get(resource.name, {}), **self.resources.get(resource.urn, {})}
        return {**assumed, **general, **self.types.get(resource.type, {}), **named}

    def curve(self, resource: Resource) -> Sequence[Decimal] | None:
        """The load that a resource follows, if one is said."""
        curves = self.load_curves
        return curves.get(resource.urn) or curves.get(resource.name) or self.load_curve

    def check(self, graph: Graph) -> None:
        """Refuse what names no resource, type or key that there is. Raises PricingError."""
        every = {key for pricing in REGISTRY.values() for key in pricing.uses}
        _known("defaults", self.defaults, every)
        _known("transfer", self.transfer, TRANSFER_USES)
        for token, quantities in self.types.items():
            if token not in REGISTRY:
                raise PricingError(f"usage: types.{token} is no type that usage is known of. {_LOOK}")
            _known(f"types.{token}", quantities, REGISTRY[token].uses)
        for name, quantities in self.resources.items():
            known = [pricing.uses for pricing in _named(graph, f"resources.{name}", name)]
            if not any(set(quantities) <= set(uses) for uses in known):
                _known(f"resources.{name}", quantities, {key for uses in known for key in uses})
                raise PricingError(
                    f"usage: resources.{name} is the name of several resources. Write the URN."
                )
        for name in self.load_curves:
            _named(graph, f"load_curves.{name}", name)


_LOOK = "`tenfold cost --usage-template` writes what there is."


def _named(graph: Graph, where: str, name: str) -> list[Pricing]:
    found = [REGISTRY[each.type] for each in graph if name in (each.name, each.urn) and each.type in REGISTRY]
    if not found:
        raise PricingError(f"usage: {where} is no resource of this stack that costs by usage. {_LOOK}")
    return found


def _known(where: str, quantities: Iterable[str], uses: Iterable[str]) -> None:
    for key in quantities:
        if key not in uses:
            raise PricingError(f"usage: {where}.{key} is unknown. Known there: {', '.join(sorted(uses))}.")


def parse_usage(text: str, name: str) -> Usage:
    """A usage file's text.

    Raises:
        PricingError: it is no YAML, a section or key is unknown, or a quantity is negative or no number; it
            names the key.
    """
    try:
        document = yaml.safe_load(text)
        return Usage.model_validate(document if document is not None else {})
    except yaml.YAMLError as error:
        first = str(error).replace("\n", " ")
        raise PricingError(f"{name} is no YAML: {first}.") from None
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in problem["loc"]) or "the file"
        if problem["type"] == "extra_forbidden":
            known = ", ".join(Usage.model_fields)
            raise PricingError(f"{name}: {where} is unknown. Known: {known}.") from None
        said = problem["msg"].removeprefix("Value error, ")
        raise PricingError(f"{name}: {where}: {said}.") from None


def load_usage(file: Path) -> Usage:
    """The usage in a file. Raises PricingError."""
    return parse_usage(read_text(file), str(file))


def template(graph: Graph) -> str:
    """A usage file for a graph with every key that counts for it: what is assumed, and what it means."""
    used = {resource.type for resource in graph if resource.type in REGISTRY}
    lines = [
        "# Usage of a month. A quantity is a number, or {low: …, expected: …, high: …}.",
        "# A key here is what is assumed if it is not said; change what you know better, delete the rest.",
        "defaults:",
        "  hours: 730  # hours a month that resources exist or run",
        "transfer:",
        *(_line(key, use, 2) for key, use in TRANSFER_USES.items()),
        "types:",
    ]
    for token in sorted(used):
        keys = {key: use for key, use in REGISTRY[token].uses.items() if key != "hours"}
        if keys:
            names = sorted(each.name for each in graph if each.type == token)
            shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
            lines += [f"  {token}:  # {shown}", *(_line(key, use, 4) for key, use in keys.items())]
    if lines[-1] == "types:":
        lines[-1] = "types: {}"
    lines.append("resources: {}  # by name or URN, with the keys of their type")
    return "\n".join(lines) + "\n"


def _line(key: str, use: Use, indent: int) -> str:
    space = " " * indent
    if use.default is None:
        return f"{space}# {key}: …  # {use.what}. Assumed: {use.assumed}"
    low, expected, high = (f"{value:f}" for value in use.default)
    value = low if low == high else f"{{low: {low}, expected: {expected}, high: {high}}}"
    return f"{space}{key}: {value}  # {use.what}"

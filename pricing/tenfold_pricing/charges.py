"""What a pricer is: a function that says of one resource which quantities of which SKUs it is charged for.

A pricer knows neither prices nor purchase options: it reads a resource's inputs and its usage and yields
charges. ``estimate`` multiplies them with the price list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple, cast

from .graph import Graph, Resource

HOURS_A_MONTH = Decimal(730)
"""365 days of 24 hours in twelve months: what AWS's pricing calculator reckons with."""
DAYS_A_MONTH = HOURS_A_MONTH / 24
SECONDS_AN_HOUR = Decimal(3600)
MILLION = Decimal(1_000_000)
TIB = Decimal(1024)
"""GB in the TB of AWS's price tiers."""
SUBNET = "aws:ec2/subnet:Subnet"
ZONES = Decimal(3)
"""Zones assumed where a preview can't tell their number yet."""


class Case(StrEnum):
    """Which of the three usages an estimate is made with."""

    LOW = "low"
    EXPECTED = "expected"
    HIGH = "high"


class Range(NamedTuple):
    """One quantity in the three cases."""

    low: Decimal
    expected: Decimal
    high: Decimal

    def of(self, case: Case) -> Decimal:
        return cast("Decimal", getattr(self, case))

    @classmethod
    def same(cls, value: Decimal | int | str) -> Range:
        """One quantity for all three cases."""
        return cls(*[Decimal(value)] * 3)


@dataclass(frozen=True)
class Use:
    """A quantity that only the running system knows: what it means, and what is assumed of it.

    ``default`` is None where the assumption follows from the resource itself; ``assumed`` says how.
    """

    what: str
    default: Range | None
    assumed: str = ""


class Kind(StrEnum):
    """What a commitment or spot can be bought for."""

    COMPUTE = "compute"
    DATABASE = "database"
    AURORA = "aurora"
    CACHE = "cache"


@dataclass(frozen=True)
class Charge:
    """A quantity of one SKU a month.

    ``kind`` and ``family`` (``m7g``, ``db.r7g``) say which commitments hold for it, ``spot`` that it runs on
    spot capacity, ``region`` where it is charged if not in the resource's own region.
    """

    what: str
    service: str
    sku: str
    unit: str
    quantity: Decimal
    region: str | None = None
    kind: Kind | None = None
    family: str = ""
    spot: bool = False


class CannotTellError(Exception):
    """An input that decides the cost is unknown before the update, or the model does not cover it."""


def nested(value: Any, *path: str) -> Any:
    """What lies at a path through objects; a list stands for its first element. None if there is nothing."""
    for step in path:
        if isinstance(value, list):
            value = next(iter(cast("list[Any]", value)), None)
        if not isinstance(value, Mapping):
            return None
        value = cast("Mapping[str, Any]", value).get(step)
    return value


@dataclass(frozen=True)
class Subject:
    """The resource that is priced, its usage in one case, and the graph that it is part of."""

    resource: Resource
    graph: Graph
    case: Case
    usage: Mapping[str, Range] = field(default_factory=dict[str, Range])
    curve: Sequence[Decimal] | None = None
    """Loads hour by hour that it follows."""

    def use(self, key: str, default: Callable[[], Range] | None = None) -> Decimal:
        """A quantity of the usage; ``default`` where it follows from the resource, asked only if needed."""
        value = self.usage.get(key) or (default and default())
        if value is None:
            raise KeyError(key)
        return value.of(self.case)

    @property
    def hours(self) -> Decimal:
        """Hours a month that the resource exists or runs."""
        return self.use("hours", lambda: Range.same(HOURS_A_MONTH))

    def get(self, *path: str) -> Any:
        """An input, by its path (see ``nested``). None if unknown."""
        return nested(self.resource.inputs, *path)

    def text(self, *path: str, default: str = "") -> str:
        value = self.get(*path)
        return default if value is None else str(value)

    def flag(self, *path: str) -> bool:
        """Whether an input is true. Raises CannotTellError while it is unknown."""
        return str(self._settled(*path)).lower() == "true"

    def number(self, *path: str, default: Decimal | int = 0) -> Decimal:
        """An input that counts something. Raises CannotTellError while it is unknown."""
        value = self._settled(*path)
        return Decimal(default) if value in (None, "") else Decimal(str(value))

    def required(self, *path: str) -> str:
        """An input without which there is no price. Raises CannotTellError."""
        value = self.text(*path)
        if not value:
            raise CannotTellError(f"{'.'.join(path)} is not known before the update")
        return value

    def _settled(self, *path: str) -> Any:
        """An input that is None only if it is not given."""
        *above, last = path
        owner = self.get(*above)
        value = self.get(*path)
        if value is None and isinstance(owner, Mapping) and last in owner:
            raise CannotTellError(f"{'.'.join(path)} is not known before the update")
        return value

    def items(self, *path: str) -> Sequence[Mapping[str, Any]]:
        """A list of objects among the inputs; a single object counts as a list of one."""
        value = self.get(*path)
        if isinstance(value, Mapping):
            return [cast("Mapping[str, Any]", value)]
        entries = cast("list[Any]", value) if isinstance(value, list) else []
        return [cast("Mapping[str, Any]", each) for each in entries if isinstance(each, Mapping)]

    def count(self, prop: str, of_type: str = SUBNET, default: Decimal = ZONES) -> Decimal:
        """How many values a list has; before it is known, how many resources of a type it comes from."""
        value = self.get(prop)
        if isinstance(value, list):
            return Decimal(len(cast("list[Any]", value)))
        linked = self.graph.linked(self.resource, prop, of_type)
        return Decimal(len(linked)) if linked else default

    def related(self, prop: str, of_type: str) -> Subject | None:
        """The resource of the graph that an input names."""
        found = self.graph.referred(self.resource, prop, of_type)
        return Subject(found, self.graph, self.case) if found else None


Pricer = Callable[[Subject], Iterable[Charge]]


@dataclass(frozen=True)
class Pricing:
    """How a type is priced, and what its usage file may say."""

    price: Pricer
    uses: Mapping[str, Use]


REGISTRY: dict[str, Pricing] = {}
HOURS = Use("hours a month that it exists or runs", Range.same(HOURS_A_MONTH))


def prices(*tokens: str, **uses: Use) -> Callable[[Pricer], Pricer]:
    """Register a pricer for types, with the usage that it reads."""

    def register(pricer: Pricer) -> Pricer:
        REGISTRY.update(dict.fromkeys(tokens, Pricing(pricer, {"hours": HOURS, **uses})))
        return pricer

    return register


def use(what: str, low: float | str, expected: float | str, high: float | str) -> Use:
    """A quantity with its assumed range."""
    return Use(what, Range(*(Decimal(str(value)) for value in (low, expected, high))))


def derived(what: str, assumed: str) -> Use:
    """A quantity whose assumption follows from the resource."""
    return Use(what, None, assumed)


def tiered(
    what: str, service: str, unit: str, quantity: Decimal, tiers: Sequence[tuple[str, Decimal | None]]
) -> Iterator[Charge]:
    """Charges of a price that falls with the quantity.

    Args:
        tiers: SKUs with how much each covers; the last one, or None, covers the rest.
    """
    rest = quantity
    for sku, width in tiers:
        part = rest if width is None else min(rest, width)
        rest -= part
        if part:
            yield Charge(what, service, sku, unit, part)

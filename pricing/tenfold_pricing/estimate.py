"""The monthly cost of a graph: what every resource is charged for, and what could not be priced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from .charges import CannotTellError, Case, Charge, Subject
from .errors import PricingError
from .free import free_because
from .graph import Graph, Resource
from .pricers import REGISTRY
from .prices import Price, PriceList, packaged
from .purchase import Purchase, discount, spot_discount
from .transfer import TRANSFER, transfer_charges
from .usage import Usage

CENT = Decimal("0.01")
NO_COMPONENT = "(no component)"


@dataclass(frozen=True)
class Line:
    """One charge with its price. ``usd`` is a month's and not rounded."""

    what: str
    price: Price
    quantity: Decimal
    usd: Decimal
    bought: str = ""


@dataclass(frozen=True)
class ResourceCost:
    """A resource's lines. ``missing`` says what of it could not be priced, ``notes`` what was assumed."""

    urn: str
    type: str
    name: str
    component: str
    component_type: str
    region: str
    lines: tuple[Line, ...] = ()
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def usd(self) -> Decimal:
        """A month's cost, not rounded."""
        return sum((line.usd for line in self.lines), Decimal(0))


@dataclass(frozen=True)
class Estimate:
    """What a graph costs in one case of usage. Amounts are not rounded until they are shown (``cents``)."""

    case: Case
    resources: tuple[ResourceCost, ...]
    free: Mapping[str, str] = field(default_factory=dict[str, str])
    unknown: Mapping[str, int] = field(default_factory=dict[str, int])

    @property
    def usd(self) -> Decimal:
        """A month's cost, not rounded."""
        return sum((resource.usd for resource in self.resources), Decimal(0))

    @property
    def missing(self) -> tuple[str, ...]:
        """What could not be priced: each says of which resource. The total is without it."""
        return tuple(f"{each.name} ({each.type}): {gap}" for each in self.resources for gap in each.missing)

    @property
    def notes(self) -> tuple[str, ...]:
        """Assumptions about prices, each once."""
        return tuple(dict.fromkeys(note for each in self.resources for note in each.notes))

    @property
    def by_component(self) -> Mapping[str, Decimal]:
        """USD a month by component, the dearest first."""
        totals: dict[str, Decimal] = {}
        for resource in self.resources:
            totals[resource.component] = totals.get(resource.component, Decimal(0)) + resource.usd
        return dict(sorted(totals.items(), key=lambda entry: (-entry[1], entry[0])))


@dataclass(frozen=True)
class Estimates:
    """The same graph with low, expected and high usage."""

    low: Estimate
    expected: Estimate
    high: Estimate


def cents(usd: Decimal) -> Decimal:
    """An amount as it is shown: the only rounding."""
    return usd.quantize(CENT, ROUND_HALF_UP)


def estimate(
    graph: Graph,
    *,
    prices: PriceList | None = None,
    usage: Usage | None = None,
    purchase: Purchase | None = None,
    case: Case = Case.EXPECTED,
    region: str | None = None,
) -> Estimate:
    """The monthly cost of a graph at list prices: 730 hours, no taxes, no credits, no free allowances.

    Free allowances (a million SQS requests, 100 GB to the internet) are an account's, not a stack's.

    Args:
        prices: by default the list that comes with Tenfold.
        usage: by default the documented assumptions.
        purchase: by default on demand, and spot where the program says so.
        region: of resources that have none, such as Kubernetes'; by default the one that most have.

    Raises:
        PricingError: the usage names a resource, type or key that the graph or the model doesn't have.
    """
    usage = usage or Usage()
    usage.check(graph)
    made = _With(
        graph,
        prices or packaged(),
        usage,
        purchase or Purchase(),
        case,
        region or main_region(graph),
        _labels(graph),
    )
    costs: list[ResourceCost] = []
    free: dict[str, str] = {}
    unknown: Counter[str] = Counter()
    for resource in graph:
        if resource.type in REGISTRY:
            costs.append(_cost(resource, made))
        elif why := free_because(resource):
            free[resource.type] = why
        else:
            unknown[resource.type] += 1
    costs.append(_transfer(made))
    return Estimate(case, tuple(costs), dict(sorted(free.items())), dict(sorted(unknown.items())))


def estimates(
    graph: Graph,
    *,
    prices: PriceList | None = None,
    usage: Usage | None = None,
    purchase: Purchase | None = None,
    region: str | None = None,
) -> Estimates:
    """An estimate for each case of usage. Arguments and errors as ``estimate``."""
    low, expected, high = (
        estimate(graph, prices=prices, usage=usage, purchase=purchase, region=region, case=case)
        for case in Case
    )
    return Estimates(low, expected, high)


def main_region(graph: Graph) -> str:
    """The region that most resources are in; us-east-1 for none."""
    regions = Counter(resource.region for resource in graph if resource.region)
    return min(regions, key=lambda region: (-regions[region], region), default="us-east-1")


def _labels(graph: Graph) -> dict[str, str]:
    """What to call each component: its name, with its type where several have that name."""
    components = [resource for resource in graph if not resource.custom]
    names = Counter(each.name for each in components)
    return {
        each.urn: each.name if names[each.name] == 1 else f"{each.name} ({each.type.rpartition(':')[2]})"
        for each in components
    }


@dataclass(frozen=True)
class _With:
    """What an estimate is made with."""

    graph: Graph
    prices: PriceList
    usage: Usage
    purchase: Purchase
    case: Case
    region: str
    labels: Mapping[str, str]


def _cost(resource: Resource, made: _With) -> ResourceCost:
    owner = made.graph.component(resource)
    where = resource.region or made.region
    usage = made.usage
    subject = Subject(resource, made.graph, made.case, usage.of(resource), usage.curve(resource))
    priced = _Priced(made.prices, made.purchase)
    try:
        priced.add(REGISTRY[resource.type].price(subject), where)
    except CannotTellError as error:
        priced.missing.append(str(error))
    return ResourceCost(
        resource.urn,
        resource.type,
        resource.name,
        made.labels[owner.urn] if owner else NO_COMPONENT,
        owner.type if owner else "",
        where,
        tuple(priced.lines),
        tuple(priced.missing),
        tuple(priced.notes),
    )


def _transfer(made: _With) -> ResourceCost:
    priced = _Priced(made.prices, made.purchase)
    priced.add(transfer_charges(made.graph, made.usage.transfer, made.case), made.region)
    name = "data transfer"
    return ResourceCost(
        TRANSFER, TRANSFER, name, name, "", made.region, tuple(priced.lines), tuple(priced.missing)
    )


class _Priced:
    """Charges turned into lines, one after the other."""

    def __init__(self, prices: PriceList, purchase: Purchase) -> None:
        self.prices = prices
        self.purchase = purchase
        self.lines: list[Line] = []
        self.missing: list[str] = []
        self.notes: list[str] = []

    def add(self, charges: Iterable[Charge], region: str) -> None:
        for charge in charges:
            if charge.quantity < 0:
                raise PricingError(f"{charge.what}: the quantity {charge.quantity} is negative.")
            for bought, share in self.purchase.parts(charge):
                self.lines.extend(self._line(charge, charge.region or region, bought, share))

    def _line(self, charge: Charge, region: str, bought: str, share: Decimal) -> Iterator[Line]:
        quantity = charge.quantity * share
        if bought == "spot":
            spot = self.prices.find(charge.service, charge.sku, region, "hour-spot")
            if spot:
                yield Line(charge.what, spot, quantity, quantity * spot.usd, bought)
                return
        price = self.prices.find(charge.service, charge.sku, region, charge.unit)
        if price is None:
            sku = f"{charge.service} {charge.sku!r} per {charge.unit}"
            gap = f"{charge.what}: no price of {sku} in {region}"
            if gap not in self.missing:
                self.missing.append(gap)
            return
        yield Line(
            charge.what, price, quantity, quantity * price.usd * self._left(charge, region, bought), bought
        )

    def _left(self, charge: Charge, region: str, bought: str) -> Decimal:
        """The share of the on-demand price that is left to pay."""
        if not bought:
            return Decimal(1)
        off = (
            spot_discount(self.prices, charge, region)
            if bought == "spot"
            else discount(self.prices, self.purchase, charge, region)
        )
        if off is None:
            term = f"{self.purchase.years}-year {bought}" if bought == "reserved" else bought
            self.notes.append(f"no {term} price is listed for {charge.sku} in {region}: taken as on demand")
            return Decimal(1)
        if off.note:
            self.notes.append(off.note)
        return 1 - off.price.usd

"""How capacity is bought: on demand, by commitment, or on the spot market."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from .charges import Charge, Kind
from .errors import PricingError
from .prices import Price, PriceList


class Plan(StrEnum):
    """A commitment for EC2. Savings plans also cover other families, and Compute ones other regions."""

    STANDARD_RI = "ec2 standard-ri"
    EC2_INSTANCE_SAVINGS_PLAN = "ec2-instance-savings-plan"
    COMPUTE_SAVINGS_PLAN = "compute-savings-plan"


@dataclass(frozen=True)
class Purchase:
    """Shares of the hours that are bought otherwise than on demand. All commitments are without upfront.

    ``spot`` None leaves what the program says (``capacityType``); a share replaces it.
    ``reserved`` is of the hours of nodes and instances, ``reserved_data`` of databases and caches.
    """

    spot: Decimal | None = None
    reserved: Decimal = Decimal(0)
    reserved_data: Decimal = Decimal(0)
    years: int = 1
    plan: Plan = Plan.STANDARD_RI

    def __post_init__(self) -> None:
        for name in ("spot", "reserved", "reserved_data"):
            share = getattr(self, name)
            if share is not None and not 0 <= share <= 1:
                raise PricingError(f"{name}={share}: a share is from 0 to 1. 0.7 means 70 %.")
        if (self.spot or 0) + self.reserved > 1:
            raise PricingError(
                f"spot={self.spot} and reserved={self.reserved} are more than 1 together. Lower one."
            )
        if self.years not in (1, 3):
            raise PricingError(f"years={self.years}: AWS's commitments are for 1 or 3 years.")

    @classmethod
    def parse(cls, settings: Sequence[str]) -> Purchase:
        """From texts such as ``spot=0.7``, ``reserved=0.3``, ``years=3``. Raises PricingError."""
        known = [each.name for each in fields(cls)]
        given: dict[str, object] = {}
        for setting in settings:
            name, separator, value = setting.partition("=")
            if not separator or name not in known:
                raise PricingError(f"{setting}: write one of {', '.join(known)} as NAME=VALUE.")
            given[name] = _value(name, value)
        return cls(**given)  # pyright: ignore[reportArgumentType]  # _value gives each field its type

    def parts(self, charge: Charge) -> Iterator[tuple[str, Decimal]]:
        """Names of how the hours of a charge are bought, each with its share; none of it is 0."""
        if charge.kind is None:
            shares = [("", Decimal(1))]
        elif charge.kind is Kind.COMPUTE:
            spot = Decimal(charge.spot) if self.spot is None else self.spot
            reserved = min(self.reserved, 1 - spot)
            shares = [("spot", spot), ("reserved", reserved), ("", 1 - spot - reserved)]
        else:
            shares = [("reserved", self.reserved_data), ("", 1 - self.reserved_data)]
        return ((name, share) for name, share in shares if share)


@dataclass(frozen=True)
class Discount:
    """What is taken off the on-demand price, and a word if it is another family's."""

    price: Price
    note: str = ""


def discount(prices: PriceList, purchase: Purchase, charge: Charge, region: str) -> Discount | None:
    """What a commitment takes off; for a family that is not listed the least of its kind, and a note."""
    term = f"{purchase.years}yr no-upfront"
    kinds = {
        Kind.COMPUTE: (purchase.plan.value,),
        Kind.DATABASE: ("rds-reserved",),
        Kind.AURORA: ("aurora-reserved", "rds-reserved"),
        Kind.CACHE: ("elasticache-reserved",),
    }[charge.kind or Kind.COMPUTE]
    found = prices.fraction_off(f"{kinds[0]} {term} {charge.family}", region)
    if found:
        return Discount(found)
    least = [each for kind in kinds if (each := prices.least_fraction_off(f"{kind} {term}", region))]
    if not least:
        return None
    lowest = min(least, key=lambda price: price.usd)
    return Discount(lowest, f"no commitment is listed for {charge.family}: {lowest.sku} stands in for it")


def spot_discount(prices: PriceList, charge: Charge, region: str) -> Discount | None:
    """What spot takes off a type without a spot price: its family's average, else the least of all."""
    found = prices.fraction_off(f"spot typical {charge.family}", region)
    if found:
        return Discount(found)
    least = prices.least_fraction_off("spot typical", region)
    return least and Discount(
        least, f"no spot price is listed for {charge.sku}: {least.sku} stands in for it"
    )


def _value(name: str, value: str) -> object:
    if name == "plan":
        if value not in list(Plan):
            raise PricingError(f"plan={value}: it is one of {', '.join(Plan)}.")
        return Plan(value)
    try:
        return int(value) if name == "years" else Decimal(value)
    except (ValueError, InvalidOperation):
        raise PricingError(f"{name}={value}: {value!r} is no number.") from None

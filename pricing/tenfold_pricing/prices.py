"""The price list: AWS's list prices in USD, each with the day it was seen and where.

``prices.csv`` holds one price a row, without taxes and credits. Amounts a year or a term apart are not
averaged: of several published figures one was taken, and ``decisions.csv`` says which and why. A source that
starts with ``derived:`` says from which other row, and by which rule, the price follows. A price that nobody
published is not in the list: whoever looks it up gets None and has to say so.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, TypeAlias

from .errors import PricingError

COLUMNS = ("service", "sku", "region", "unit", "usd", "as_of", "source")
GLOBAL = "global"
REGIONS = ("us-east-1", "us-west-2", "eu-west-1", GLOBAL)
FRACTION_OFF = "fraction-off"
UNITS = frozenset(
    {
        *("hour", "hour-spot", "vCPU-hour", "ACU-hour", "GB-hour", "GB-second", "LCU-hour", "DSU-hour"),
        *("WCU-hour", "RCU-hour", "month", "day", "GB", "GB-month", "IOPS-month", "MiBps-month", "unit"),
        *("million-requests", "million-samples", "million-objects", "million-objects-month"),
        *("million-tags-month", "metric-month", "alarm-month", "alarm-metric-month", "path", "report"),
        *("certificate", "item", "evaluation", FRACTION_OFF),
    }
)

Key: TypeAlias = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Price:
    """One row. ``usd`` is for one unit; for the unit fraction-off it is the share that a term takes off."""

    service: str
    sku: str
    region: str
    unit: str
    usd: Decimal
    as_of: str
    source: str

    @property
    def key(self) -> Key:
        return (self.service, self.sku, self.region, self.unit)


class PriceList:
    """Prices by service, SKU, region and unit."""

    def __init__(self, prices: Iterable[Price]) -> None:
        self._prices = {price.key: price for price in prices}

    def __iter__(self) -> Iterator[Price]:
        return iter(self._prices.values())

    def __len__(self) -> int:
        return len(self._prices)

    def find(self, service: str, sku: str, region: str, unit: str) -> Price | None:
        """The price of one unit; of a service that has one price everywhere, that one; else None."""
        return self._prices.get((service, sku, region, unit)) or self._prices.get(
            (service, sku, GLOBAL, unit)
        )

    def fraction_off(self, sku: str, region: str) -> Price | None:
        """What a commitment or spot takes off an hourly price."""
        return self.find("Commitment", sku, region, FRACTION_OFF)

    def least_fraction_off(self, prefix: str, region: str) -> Price | None:
        """The smallest discount of a kind in a region: what may be assumed of a family that is not listed."""
        kind = [
            price
            for price in self
            if price.service == "Commitment" and price.region == region and price.sku.startswith(prefix)
        ]
        return min(kind, key=lambda price: (price.usd, price.sku), default=None)

    @classmethod
    def parse(cls, text: str, name: str) -> PriceList:
        """Read a list in the form of ``prices.csv``.

        Raises:
            PricingError: a column or field is missing, a key comes twice, an amount is negative or no number,
                or a unit is unknown; it names the line.
        """
        reader = csv.DictReader(io.StringIO(text), strict=True)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise PricingError(f"{name}: the first line has to be {','.join(COLUMNS)!r}.")
        prices: dict[Key, Price] = {}
        try:
            for row in reader:
                price = _price(row, f"{name}, line {reader.line_num}")
                if price.key in prices:
                    raise PricingError(
                        f"{name}, line {reader.line_num}: {' / '.join(price.key)} comes twice. Keep one row."
                    )
                prices[price.key] = price
        except csv.Error as error:
            raise PricingError(
                f"{name}, line {reader.line_num}: {error}. Mend the quotation marks."
            ) from None
        if not prices:
            raise PricingError(f"{name} has no price in it. `tenfold prices refresh` needs a list to renew.")
        return cls(prices.values())

    @classmethod
    def load(cls, file: Path | None = None) -> PriceList:
        """The list in a file; by default the one that comes with Tenfold. Raises PricingError."""
        if file is None:
            return packaged()
        try:
            return cls.parse(file.read_text("utf-8"), str(file))
        except (OSError, UnicodeDecodeError) as error:
            raise PricingError(f"the price list {file} can't be read: {error}.") from None

    def dump(self) -> str:
        """The list as text in the form of ``prices.csv``, in its own order."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        for price in self:
            writer.writerow([*price.key, format(price.usd, "f"), price.as_of, price.source])
        return out.getvalue()


@cache
def packaged() -> PriceList:
    """The list that comes with Tenfold."""
    file = resources.files("tenfold_pricing").joinpath("prices.csv")
    return PriceList.parse(file.read_text("utf-8"), "prices.csv")


def _price(row: Mapping[str | None, Any], where: str) -> Price:
    for column in COLUMNS:
        if not (row.get(column) or "").strip():
            raise PricingError(
                f"{where}: {column} is empty. Every price needs all of {', '.join(COLUMNS)}; "
                "leave out the row of a price that is not known."
            )
    if None in row:
        raise PricingError(f"{where}: more fields than columns. Quote a field that has a comma in it.")
    fields = {column: str(row[column]).strip() for column in COLUMNS}
    if fields["unit"] not in UNITS:
        raise PricingError(
            f"{where}: the unit {fields['unit']!r} is unknown. Known: {', '.join(sorted(UNITS))}."
        )
    if fields["region"] not in REGIONS:
        raise PricingError(f"{where}: the region {fields['region']!r} is not one of {', '.join(REGIONS)}.")
    try:
        usd = Decimal(fields["usd"])
    except InvalidOperation:
        raise PricingError(f"{where}: usd is {fields['usd']!r}, which is no number.") from None
    if not usd.is_finite() or usd < 0:
        raise PricingError(f"{where}: usd is {fields['usd']}. A price is 0 or more.")
    if fields["unit"] == FRACTION_OFF and usd >= 1:
        raise PricingError(f"{where}: usd is {usd}. A share that is taken off is below 1.")
    return Price(**{**fields, "usd": usd})  # pyright: ignore[reportArgumentType]  # the columns are the fields

"""Renew the price list from AWS's Price List API.

``refresh.yaml`` says where the API has which row. A row that no rule names, that the API doesn't have or that
it has with several prices keeps its price, and that is said. A region that lacks a row gets it.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, cast

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from .charges import nested
from .errors import PricingError
from .prices import GLOBAL, REGIONS, Price, PriceList

API_REGION = "us-east-1"
"""One of the three regions that answer for the prices of all (AWS Price List API user guide)."""
SOURCE = "AWS Price List API"

Product = Mapping[str, Any]
Fetch = Callable[[str, Mapping[str, str]], Iterable[Product]]
"""All products of a service code for attribute filters."""


class Rule(BaseModel):
    """One entry of ``refresh.yaml``, which documents the fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    service: str
    sku: str
    unit: str
    code: str
    filters: dict[str, str]
    match: dict[str, str]
    times: int = 1
    begin: int = 0


@dataclass
class Renewal:
    """A renewed list."""

    rows: list[Price]
    changed: list[tuple[Price, Price]] = field(default_factory=list[tuple[Price, Price]])
    """Prices before and after."""
    added: list[Price] = field(default_factory=list[Price])
    """Prices that the list did not have of a region."""
    kept: list[str] = field(default_factory=list[str])
    """What could not be renewed, with the reason."""
    confirmed: int = 0
    unruled: int = 0

    @property
    def prices(self) -> PriceList:
        return PriceList(self.rows)

    def take(self, old: Price, found: Collection[Decimal], seen: str) -> None:
        """Take the one amount that was found for a row; a row without a source is a hole of the list."""
        hole = not old.source
        if len(found) != 1:
            said = "not there" if not found else f"{len(found)} prices: {', '.join(map(str, sorted(found)))}"
            if not hole:
                self.rows.append(old)
                self.kept.append(f"{' / '.join(old.key)}: {said}")
            return
        new = replace(old, usd=next(iter(found)), as_of=seen, source=SOURCE)
        self.rows.append(new)
        if hole:
            self.added.append(new)
        elif new.usd == old.usd:
            self.confirmed += 1
        else:
            self.changed.append((old, new))


@cache
def rules() -> tuple[Rule, ...]:
    """The entries of ``refresh.yaml``."""
    text = resources.files("tenfold_pricing").joinpath("refresh.yaml").read_text("utf-8")
    return tuple(TypeAdapter(list[Rule]).validate_python(yaml.safe_load(text)))


def renew(prices: PriceList, fetch: Fetch, seen: str) -> Renewal:
    """Ask for every price that a rule names.

    Args:
        fetch: asks the API; ``api`` makes one.
        seen: the day of today, which renewed rows carry.

    Raises:
        PricingError: the API's answer is not of its published shape.
    """
    answers: dict[tuple[str, str], list[Product]] = {}
    renewal = Renewal([])
    for old in _with_holes(prices):
        rule = _rule(old)
        if rule is None:
            renewal.unruled += 1
            renewal.rows.append(old)
            continue
        filters = {"regionCode": old.region, **rule.filters}
        asked = (rule.code, json.dumps(filters))
        if asked not in answers:
            answers[asked] = list(fetch(rule.code, filters))
        found = {usd for product in answers[asked] for usd in _amounts(product, rule, old)}
        renewal.take(old, found, seen)
    return renewal


def api(profile: str | None = None) -> Fetch:
    """Ask AWS with boto3 and the user's own credentials, which need ``pricing:GetProducts``.

    Raises:
        PricingError: boto3 is not installed; when called also: AWS refuses or can't be reached.
    """
    try:
        import boto3
        from botocore.exceptions import BotoCoreError, ClientError
    except ImportError:
        raise PricingError("boto3 is not installed. Install it: pip install 'tenfold[ops]'.") from None
    session: Any = boto3.Session(profile_name=profile)
    client: Any = session.client("pricing", region_name=API_REGION)

    def fetch(code: str, filters: Mapping[str, str]) -> Iterator[Product]:
        terms = [{"Type": "TERM_MATCH", "Field": key, "Value": value} for key, value in filters.items()]
        try:
            for page in client.get_paginator("get_products").paginate(ServiceCode=code, Filters=terms):
                yield from map(product, page["PriceList"])
        except (BotoCoreError, ClientError) as error:
            raise PricingError(f"AWS's Price List API refuses {code}: {error}.") from None

    return fetch


def product(text: str) -> Product:
    """One product of the API's answer. Raises PricingError."""
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise PricingError(f"AWS's Price List API answers with a product that is no JSON: {error}.") from None
    if not isinstance(nested(found, "product", "attributes"), dict):
        raise PricingError("AWS's Price List API answers with a product that has no attributes.")
    return cast("Product", found)


def write(prices: PriceList, file: Path) -> None:
    """Write a list whole or not at all. Raises PricingError."""
    text = prices.dump()
    PriceList.parse(text, str(file))
    temporary: str | None = None
    try:
        handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(file)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise PricingError(
            f"{file} can't be written: {error}. Give another file: tenfold prices refresh --to FILE."
        ) from None


def _with_holes(prices: PriceList) -> Iterator[Price]:
    """The rows and, after the last one of a SKU, a row without a source for each region that lacks it."""
    last = {(price.service, price.sku, price.unit): price for price in prices}
    for price in prices:
        yield price
        if last[price.service, price.sku, price.unit] is price and price.region != GLOBAL:
            for region in REGIONS:
                hole = replace(price, region=region, usd=Decimal(0), as_of="", source="")
                known = region == GLOBAL or prices.find(price.service, price.sku, region, price.unit)
                if not known and _rule(hole):
                    yield hole


def _rule(price: Price) -> Rule | None:
    if price.region == GLOBAL:
        return None
    named = (
        rule
        for rule in rules()
        if (rule.service, rule.unit) == (price.service, price.unit) and re.fullmatch(rule.sku, price.sku)
    )
    return next(named, None)


def _amounts(found: Product, rule: Rule, price: Price) -> Iterator[Decimal]:
    """Prices of a product for our unit, if it is the one that is meant."""
    groups = re.fullmatch(rule.sku, price.sku)
    names = {key: re.escape(value) for key, value in (groups.groupdict() if groups else {}).items()}
    attributes = cast("Mapping[str, str]", nested(found, "product", "attributes"))
    for key, pattern in rule.match.items():
        if not re.fullmatch(_filled(pattern, names), attributes.get(key, "")):
            return
    terms = cast("Mapping[str, Any]", nested(found, "terms", "OnDemand") or {})
    for term in terms.values():
        dimensions = cast("Mapping[str, Any]", nested(term, "priceDimensions") or {})
        for dimension in dimensions.values():
            usd = nested(dimension, "pricePerUnit", "USD")
            if usd is not None and str(nested(dimension, "beginRange") or "0") == str(rule.begin):
                yield _amount(str(usd), price) * rule.times


def _filled(pattern: str, names: Mapping[str, str]) -> str:
    for key, value in names.items():
        pattern = pattern.replace(f"{{{key}}}", value)
    return pattern


def _amount(text: str, price: Price) -> Decimal:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or amount < 0:
        raise PricingError(
            f"AWS's Price List API says {text!r} for {' / '.join(price.key)}. Nothing is changed."
        )
    return amount.normalize()

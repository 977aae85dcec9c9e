"""The price list: what is in it, how it is looked up, and what it refuses."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold_pricing.errors import PricingError
from tenfold_pricing.prices import COLUMNS, REGIONS, UNITS, Price, PriceList, packaged

HEADER = ",".join(COLUMNS)
ROW = "EC2,m7g.large,us-east-1,hour,0.0816,2026-07-20,a price list"


def text(*rows: str) -> str:
    return "\n".join([HEADER, *rows, ""])


def test_the_packaged_list_has_the_three_regions_and_every_row_says_when_and_where() -> None:
    prices = packaged()
    assert {price.region for price in prices} == set(REGIONS)
    assert len(prices) > 2000
    assert all(price.as_of and price.source for price in prices)


def test_no_source_names_a_machine_or_comes_from_memory() -> None:
    for price in packaged():
        assert not re.search(r"(^|\s)/\w|unverified|memory|localhost", price.source), price


def test_the_packaged_list_is_written_as_it_is_read() -> None:
    file = resources.files("tenfold_pricing").joinpath("prices.csv")
    assert packaged().dump() == file.read_text("utf-8")


def test_every_decision_between_two_figures_is_what_the_list_says() -> None:
    file = resources.files("tenfold_pricing").joinpath("decisions.csv")
    decisions = list(csv.DictReader(file.read_text("utf-8").splitlines()))
    assert len(decisions) == 29
    for row in decisions:
        price = packaged().find(row["service"], row["sku"], row["region"], row["unit"])
        assert price is not None
        assert price.usd == Decimal(row["usd"]) != Decimal(row["other_usd"])
        assert row["why"]
        assert row["other_source"]


def test_every_price_of_us_east_1_that_us_west_2_has_too_is_the_same() -> None:
    """What the derived rows of us-west-2 rest on: no measured pair may speak against it."""
    for price in packaged():
        if price.region == "us-east-1" and price.unit not in ("hour-spot", "fraction-off"):
            other = packaged().find(price.service, price.sku, "us-west-2", price.unit)
            assert other is None or other.usd == price.usd, price.key


def test_a_price_is_found_by_service_sku_region_and_unit() -> None:
    prices = packaged()
    price = prices.find("EC2", "m7g.large", "us-east-1", "hour")
    assert price is not None
    assert price.usd == Decimal("0.0816")
    assert prices.find("EC2", "m7g.large", "us-east-1", "month") is None


def test_a_global_price_holds_in_every_region() -> None:
    price = packaged().find("Route53", "hosted-zone", "eu-west-1", "month")
    assert price is not None
    assert price.region == "global"


def test_a_missing_price_is_none_and_not_zero() -> None:
    assert packaged().find("EC2", "u-24tb1.metal", "us-east-1", "hour") is None


def test_the_least_discount_of_a_kind_stands_in_for_an_unlisted_family() -> None:
    least = packaged().least_fraction_off("ec2 standard-ri 1yr", "us-east-1")
    assert least is not None
    assert least.usd == Decimal("0.3385")
    assert packaged().least_fraction_off("ec2 standard-ri 9yr", "us-east-1") is None


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([ROW.replace("0.0816", "")], "line 2: usd is empty"),
        ([ROW, ROW.replace("a price list", "")], "line 3: source is empty"),
        (["EC2,m7g.large,us-east-1"], "line 2: unit is empty"),
        ([ROW, ROW.replace("0.0816", "0.09")], "line 3: EC2 / m7g.large / us-east-1 / hour comes twice"),
        ([ROW.replace("0.0816", "-1")], "line 2: usd is -1. A price is 0 or more"),
        ([ROW.replace("0.0816", "NaN")], "line 2: usd is NaN. A price is 0 or more"),
        ([ROW.replace("0.0816", "cheap")], "line 2: usd is 'cheap', which is no number"),
        ([ROW.replace("hour", "hours")], "line 2: the unit 'hours' is unknown"),
        ([ROW.replace("us-east-1", "us-east-9")], "line 2: the region 'us-east-9' is not one of"),
        ([ROW + ", with a comma"], "line 2: more fields than columns"),
        ([ROW.replace("hour", "fraction-off").replace("0.0816", "1")], "below 1"),
        (['EC2,"m7g.large,us-east-1'], "unexpected end of data. Mend the quotation marks"),
        ([], "has no price in it"),
    ],
)
def test_a_list_that_cannot_be_right_is_one_message_with_its_line(rows: list[str], said: str) -> None:
    with pytest.raises(PricingError, match=re.escape(said)) as raised:
        PriceList.parse(text(*rows), "list.csv")
    assert str(raised.value).startswith("list.csv")


def test_other_columns_are_refused() -> None:
    with pytest.raises(PricingError, match="the first line has to be"):
        PriceList.parse("service,sku\n", "list.csv")


def test_a_list_that_is_not_there_is_one_message(tmp_path: Path) -> None:
    with pytest.raises(PricingError, match=r"the price list .* can't be read"):
        PriceList.load(tmp_path / "none.csv")


words = st.text("abc xyz,\"'.-", min_size=1, max_size=12).map(str.strip).filter(bool)
prices = st.builds(
    Price,
    service=words,
    sku=words,
    region=st.sampled_from(REGIONS),
    unit=st.sampled_from(sorted(UNITS)),
    usd=st.decimals("0", "0.99", places=6),
    as_of=words,
    source=words,
)


@given(st.lists(prices, min_size=1, unique_by=lambda price: price.key))
def test_whatever_is_written_is_read_back(rows: list[Price]) -> None:
    assert list(PriceList.parse(PriceList(rows).dump(), "list.csv")) == rows

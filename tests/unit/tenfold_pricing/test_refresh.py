"""Renewing the price list from answers in the shape that AWS publishes for GetProducts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from tenfold_pricing.errors import PricingError
from tenfold_pricing.prices import COLUMNS, PriceList, packaged
from tenfold_pricing.refresh import Product, api, product, renew, rules, write

RECORDED: dict[str, list[dict[str, Any]]] = json.loads(
    Path(__file__).with_name("get_products.json").read_text("utf-8")
)
LIST = PriceList.parse(
    "\n".join(
        [
            ",".join(COLUMNS),
            "EC2,m7g.large,us-east-1,hour,0.0816,2025-01-01,somewhere",
            "EC2,t4g.micro,us-east-1,hour,0.0084,2025-01-01,somewhere",
            "EC2,m7g.huge,us-east-1,hour,9,2025-01-01,somewhere",
            "EC2,m7g.large,us-east-1,hour-spot,0.03,2025-01-01,somewhere",
            "VPC,nat-gateway,us-east-1,hour,0.045,2025-01-01,somewhere",
            "VPC,nat-gateway-data,us-east-1,GB,0.045,2025-01-01,somewhere",
            "SQS,standard-requests,us-east-1,million-requests,0.5,2025-01-01,somewhere",
            "Route53,hosted-zone,global,month,0.5,2025-01-01,somewhere",
            "",
        ]
    ),
    "list.csv",
)


def recorded(code: str, filters: Mapping[str, str]) -> Iterator[Product]:
    if filters["regionCode"] != "us-east-1":
        return
    family = {"operatingSystem": " Compute", "productFamily": " NAT Gateway"}
    key = code + "".join(name for field, name in family.items() if field in filters)
    for page in RECORDED[key]:
        yield from map(product, page["PriceList"])


def test_every_price_that_the_api_has_is_renewed_and_its_changes_are_told() -> None:
    found = renew(LIST, recorded, "2026-11-24")
    assert [(old.sku, old.usd, new.usd) for old, new in found.changed] == [
        ("m7g.large", Decimal("0.0816"), Decimal("0.083")),
        ("standard-requests", Decimal("0.5"), Decimal("0.4")),  # the tier after the free one, times a million
    ]
    assert found.confirmed == 2
    assert found.unruled == 2  # spot, and what is global
    by_key = {price.key: price for price in found.prices}
    for sku in ("m7g.large", "t4g.micro"):
        price = by_key["EC2", sku, "us-east-1", "hour"]
        assert (price.as_of, price.source) == ("2026-11-24", "AWS Price List API")
    assert by_key["EC2", "m7g.large", "us-east-1", "hour-spot"].source == "somewhere"


def test_what_is_not_there_or_ambiguous_keeps_its_price_and_is_said() -> None:
    found = renew(LIST, recorded, "2026-11-24")
    assert found.kept == [
        "EC2 / m7g.huge / us-east-1 / hour: not there",
        "VPC / nat-gateway-data / us-east-1 / GB: 2 prices: 0.045, 0.047",
    ]
    assert [price for price in found.prices if price.sku in ("m7g.huge", "nat-gateway-data")] == [
        price for price in LIST if price.sku in ("m7g.huge", "nat-gateway-data")
    ]


def test_the_list_keeps_its_rows_and_their_order() -> None:
    found = renew(LIST, recorded, "2026-11-24")
    assert [price.key for price in found.prices] == [price.key for price in LIST]


def test_a_region_that_lacks_a_row_gets_it_beside_the_others() -> None:
    def west(code: str, filters: Mapping[str, str]) -> Iterator[Product]:
        return recorded(
            code, {**filters, "regionCode": "us-east-1"} if filters["regionCode"] != "eu-west-1" else filters
        )

    found = renew(LIST, west, "2026-11-24")
    assert [(price.sku, price.region) for price in found.added] == [
        (sku, "us-west-2") for sku in ("m7g.large", "t4g.micro", "nat-gateway", "standard-requests")
    ]
    places = [price.key for price in found.prices]
    assert places[:2] == [("EC2", "m7g.large", region, "hour") for region in ("us-east-1", "us-west-2")]
    assert not [price for price in found.prices if price.region == "eu-west-1" or not price.source]


def test_the_api_is_asked_once_for_each_service_region_and_filter() -> None:
    asked: list[str] = []

    def fetch(code: str, filters: Mapping[str, str]) -> Iterator[Product]:
        asked.append(f"{code} {filters}")
        return recorded(code, filters)

    renew(LIST, fetch, "2026-11-24")
    assert len(asked) == len(set(asked)) == 9


def test_every_rule_names_rows_of_the_packaged_list_in_every_region_of_it() -> None:
    for rule in rules():
        named = [
            price.region
            for price in packaged()
            if (price.service, price.unit) == (rule.service, rule.unit) and re.fullmatch(rule.sku, price.sku)
        ]
        assert {"us-east-1", "us-west-2"} <= set(named), rule
        groups = set(re.compile(rule.sku).groupindex)
        used = set(re.findall(r"\{(\w+)\}", "".join(rule.match.values())))
        assert used == groups, rule
        for pattern in rule.match.values():
            re.compile(pattern.replace("{", "").replace("}", ""))


def test_most_hourly_prices_have_a_rule() -> None:
    asked: set[str] = set()

    def nothing(code: str, filters: Mapping[str, str]) -> list[Product]:
        asked.add(f"{code} {filters}")
        return []

    found = renew(packaged(), nothing, "2026-11-24")
    assert len(found.kept) > 1000
    assert len(asked) < 100


def stubbed(monkeypatch: pytest.MonkeyPatch) -> Stubber:
    client: Any = boto3.client("pricing", "us-east-1", aws_access_key_id="test", aws_secret_access_key="test")
    asked: dict[str, str | None] = {}

    class Session:
        def __init__(self, profile_name: str | None) -> None:
            asked["profile"] = profile_name

        def client(self, name: str, region_name: str) -> Any:
            assert (name, region_name, asked["profile"]) == ("pricing", "us-east-1", "finance")
            return client

    monkeypatch.setattr(boto3, "Session", Session)
    return Stubber(client)


def test_boto3_pages_through_the_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    stub = stubbed(monkeypatch)
    terms = [{"Type": "TERM_MATCH", "Field": "regionCode", "Value": "us-east-1"}]
    first, second = RECORDED["AmazonEC2 Compute"]
    stub.add_response("get_products", first, {"ServiceCode": "AmazonEC2", "Filters": terms})
    stub.add_response(
        "get_products", second, {"ServiceCode": "AmazonEC2", "Filters": terms, "NextToken": "page-2"}
    )
    with stub:
        found = list(api("finance")("AmazonEC2", {"regionCode": "us-east-1"}))
    assert [each["product"]["attributes"]["instanceType"] for each in found] == [
        "m7g.large",
        "m7g.large",
        "t4g.micro",
    ]


def test_what_aws_refuses_is_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    stub = stubbed(monkeypatch)
    stub.add_client_error("get_products", "AccessDeniedException", "not you")
    with stub, pytest.raises(PricingError, match=r"refuses AmazonEC2: .*AccessDenied.*not you"):
        list(api("finance")("AmazonEC2", {"regionCode": "us-east-1"}))


@pytest.mark.parametrize("text", ["{", "[]", '{"product": {}}'])
def test_an_answer_of_another_shape_is_one_message(text: str) -> None:
    with pytest.raises(PricingError, match=r"AWS's Price List API answers with a product that"):
        product(text)


@pytest.mark.parametrize("usd", ["-1", "NaN", "free"])
def test_an_amount_that_is_no_price_changes_nothing(usd: str) -> None:
    broken = RECORDED["AmazonEC2 Compute"][0]["PriceList"][0].replace("0.0830000000", usd)
    with pytest.raises(PricingError, match=r"for EC2 / m7g.large .* Nothing is changed"):
        renew(LIST, lambda code, filters: [product(broken)], "2026-11-24")


def test_a_list_is_written_whole(tmp_path: Path) -> None:
    file = tmp_path / "prices.csv"
    file.write_text("old")
    write(LIST, file)
    assert file.read_text() == LIST.dump()
    assert [each.name for each in tmp_path.iterdir()] == ["prices.csv"]


def test_a_list_that_cannot_be_put_in_place_leaves_the_old_one_and_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "prices.csv"
    file.write_text("old")

    def full(self: Path, target: Path) -> Path:
        raise OSError("no space left")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(PricingError, match=r"can't be written: no space left\. Give another file"):
        write(LIST, file)
    assert file.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["prices.csv"]


def test_a_folder_that_is_not_there_is_one_message(tmp_path: Path) -> None:
    with pytest.raises(PricingError, match="can't be written"):
        write(LIST, tmp_path / "none" / "prices.csv")

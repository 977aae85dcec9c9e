"""An audit as a table, Markdown and JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from tenfold_ops.audit.finding import Audit, Finding, Kind, Refusal, Resource, Unsure
from tenfold_ops.audit.prices import Saving
from tenfold_ops.audit.report import as_json, as_markdown, as_table

VOLUME = Finding(
    Kind.UNATTACHED_VOLUME,
    Resource("vol-1", "us-east-1", "scratch", {"Name": "scratch"}),
    "100 GiB of gp3 attached to nothing, 9 days old",
    Saving(Decimal("8.004")),
    "Delete it.",
)
OUTDATED = Finding(
    Kind.PREVIOUS_GENERATION,
    Resource("i-1", "us-west-2"),
    "m4.large is old",
    Saving(None, ("no price of m4.large",)),
    "Move it.",
)
SNAPSHOT = Finding(
    Kind.OLD_SNAPSHOT,
    Resource("snap-1", "us-east-1"),
    "old",
    Saving(Decimal(5), (), at_most=True),
    "Delete it.",
)


def audit(
    findings: Sequence[Finding] = (), unsure: Sequence[Unsure] = (), refusals: Sequence[Refusal] = ()
) -> Audit:
    return Audit("123456789012", ["us-east-1", "us-west-2"], 14, findings, unsure, refusals)


def test_the_dearest_kind_comes_first_and_a_missing_price_is_said() -> None:
    told = as_table(audit([OUTDATED, SNAPSHOT, VOLUME]))
    assert told.startswith(
        "Up to $13.00 a month to save in account 123456789012 in us-east-1, us-west-2: 3 findings."
    )
    assert told.index("vol-1 (scratch)") < told.index("≤ $5.00") < told.index("no price  i-1")
    assert "Without no price of m4.large." in told


@pytest.mark.parametrize("write", [as_table, as_markdown])
def test_what_is_not_shown_is_counted_and_summed(write: type) -> None:
    many = [replace(VOLUME, resource=Resource(f"vol-{place}", "us-east-1")) for place in range(23)]
    assert "and 3 more, $24.01 together" in write(audit(many))


@pytest.mark.parametrize("write", [as_table, as_markdown])
def test_what_cannot_be_told_is_one_line_a_reason(write: type) -> None:
    caches = [
        Unsure(Kind.IDLE_CACHE, Resource(f"cache-{place}", "us-east-1"), "no figures") for place in range(7)
    ]
    told = write(audit(unsure=caches))
    assert (
        "Cannot tell of idle-cache, no figures: cache-0, cache-1, cache-2, cache-3, cache-4 and 2 more."
        in told
    )
    assert "No waste found in account 123456789012 in us-east-1, us-west-2." in told


def test_no_waste_is_not_claimed_of_what_was_not_looked_at() -> None:
    told = as_table(audit(refusals=[Refusal("caches", "us-east-1", "AccessDenied")]))
    assert told.startswith(
        "No waste found in account 123456789012 in us-east-1, us-west-2, as far as AWS answered."
    )
    assert "Not looked at: caches in us-east-1: AccessDenied" in told


def test_a_bar_in_a_name_does_not_break_the_markdown() -> None:
    row = as_markdown(audit([replace(VOLUME, why="a | b")])).splitlines()[4]
    assert "a \\| b" in row


def test_two_remedies_for_one_resource_are_not_added_up() -> None:
    assert audit([VOLUME, replace(VOLUME, kind=Kind.GP2_VOLUME, saving=Saving(Decimal(2)))]).usd == Decimal(
        "8.004"
    )


def test_the_json_has_every_finding_with_tags_and_an_unknown_price_as_null() -> None:
    told = json.loads(as_json(audit([OUTDATED, VOLUME])))
    assert told["usd"] == 8.0
    volume, outdated = told["findings"]
    assert volume == {
        "kind": "unattached-volume",
        "id": "vol-1",
        "name": "scratch",
        "region": "us-east-1",
        "tags": {"Name": "scratch"},
        "why": "100 GiB of gp3 attached to nothing, 9 days old",
        "usd": 8.0,
        "atMost": False,
        "missing": [],
        "remedy": "Delete it.",
    }
    assert (outdated["usd"], outdated["missing"]) == (None, ["no price of m4.large"])

"""Logs that are never deleted, and uploads that were never finished."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from tenfold_ops.audit.checks.logs import logs_kept_for_ever
from tenfold_ops.audit.checks.uploads import unfinished_uploads
from tenfold_ops.audit.facts.logs import LogGroup
from tenfold_ops.audit.facts.uploads import Bucket, Upload
from tenfold_ops.audit.finding import Resource, Terms

GIB = 1024**3
GROUP = Resource("/app", "us-east-1")
BUCKET = Resource("media", "us-east-1")
OLD, NEW = datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 10, 30, tzinfo=UTC)


def test_a_log_group_without_retention_is_waste_of_at_most_what_it_holds(terms: Terms) -> None:
    (found,) = logs_kept_for_ever([LogGroup(GROUP, None, 100 * GIB)], terms)
    assert (found.saving.usd, found.saving.at_most) == (Decimal("3.00"), True)  # 100 GB x 0.03


def test_logs_with_an_end_are_no_waste(terms: Terms) -> None:
    assert not list(logs_kept_for_ever([LogGroup(GROUP, 365, 100 * GIB)], terms))


def test_only_uploads_from_before_the_window_count(terms: Terms) -> None:
    bucket = Bucket(BUCKET, [Upload(OLD, 100 * GIB), Upload(NEW, 900 * GIB)])
    (found,) = unfinished_uploads([bucket], terms)
    assert found.why == "1 upload of 100.00 GB, begun more than 10 days ago, unfinished"
    assert found.saving.usd == Decimal("2.300")  # 100 GB x 0.023


def test_uploads_that_may_still_go_on_are_no_waste(terms: Terms) -> None:
    assert not list(unfinished_uploads([Bucket(BUCKET, [Upload(NEW, GIB)])], terms))

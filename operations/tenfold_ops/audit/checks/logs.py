"""Logs that are never deleted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ..facts.logs import LogGroup
from ..finding import Finding, Kind, Terms
from ..prices import Part

GB = Decimal(1024**3)


def logs_kept_for_ever(facts: Sequence[LogGroup], terms: Terms) -> Iterator[Finding]:
    """Log groups without retention. At most all that they hold is saved: the newest days stay."""
    for each in facts:
        if each.retention_days is None:
            stored = each.stored_bytes / GB
            part = Part("aws:cloudwatch/logGroup:LogGroup", usage={"gb_stored": stored})
            yield Finding(
                Kind.LOGS_KEPT_FOR_EVER,
                each.resource,
                f"no retention: its {stored:,.2f} GB, and all that is to come, are kept for ever",
                terms.prices.monthly(each.resource.region, [part], at_most=True),
                "Set a retention; export to S3 what an auditor may ask for later.",
            )

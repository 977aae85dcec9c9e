"""What an orphan costs a month, at AWS's list prices; None where the list has none for the region."""

from __future__ import annotations

from decimal import Decimal

from tenfold_pricing.charges import HOURS_A_MONTH
from tenfold_pricing.prices import packaged


def load_balancer(kind: str, region: str) -> Decimal | None:
    """``application``, ``network``, ``gateway`` or ``classic``, without what passes through it."""
    return _monthly("ELB", f"{kind}-load-balancer", region, "hour", HOURS_A_MONTH)


def instance(instance_type: str, region: str, *, spot: bool) -> Decimal | None:
    """One that runs all the month."""
    return _monthly("EC2", instance_type, region, "hour-spot" if spot else "hour", HOURS_A_MONTH)


def volume(volume_type: str, gib: int, region: str) -> Decimal | None:
    """Its storage, without IOPS and throughput beyond what comes with it."""
    return _monthly("EBS", f"{volume_type}-storage", region, "GB-month", gib)


def snapshot(gib: int, region: str) -> Decimal | None:
    """At most: a snapshot keeps the blocks that were written, and shares them with the one before."""
    return _monthly("EBS", "snapshot-standard", region, "GB-month", gib)


def _monthly(service: str, sku: str, region: str, unit: str, amount: Decimal | int) -> Decimal | None:
    price = packaged().find(service, sku, region, unit)
    return None if price is None else price.usd * amount

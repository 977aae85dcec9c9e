"""Pure decisions of Certificate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tenfold.edge import names
from tenfold.parts.alarms import Alarm, Comparison, Metric, MissingData


def proofs(domain_names: Sequence[str], zones: Sequence[str]) -> Mapping[str, str]:
    """The names that need a record, and the zone of each. A wildcard has that of the name below it.

    >>> proofs(["example.com", "*.example.com"], ["example.com"])
    {'example.com': 'example.com'}
    """
    return {names.base(name): names.zone_of(name, zones) or "" for name in domain_names}


def expiry_alarm(days: int, region: str) -> Alarm:
    """The alarm that says that the renewal fails."""
    return Alarm(
        role=f"{region}-expiry",
        description=f"The certificate ends in less than {days} days: its renewal fails. Look whether the "
        "records that prove its names are still there, and whether CAA records let amazon.com issue.",
        namespace="AWS/CertificateManager",
        metric=Metric("DaysToExpiry", "Minimum"),
        comparison=Comparison.BELOW,
        threshold=days,
        period_seconds=86400,  # AWS writes it twice a day
        periods=1,
        missing=MissingData.IGNORE,  # it is no longer written once the certificate has ended: stay as loud
    )

"""What every check is judged by: 10 days, snapshots of 90, Tenfold's own prices."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tenfold_ops.audit.finding import Terms
from tenfold_ops.audit.prices import Prices
from tenfold_pricing.prices import packaged


@pytest.fixture
def terms() -> Terms:
    return Terms(datetime(2026, 11, 1, tzinfo=UTC), 10, 90, Prices(packaged()))

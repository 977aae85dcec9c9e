"""What CloudWatch's parts share."""

from __future__ import annotations

from .. import Gaps

GAPS = Gaps("cloudwatch")

"""Route 53: hosted zones and their records, health checks, and the signing of zones."""

from __future__ import annotations

from tenfold_sandbox.provider.rows.route53 import health_checks, records, signing, zones
from tenfold_sandbox.provider.table import Resource

ROWS: tuple[Resource, ...] = (*zones.ROWS, *records.ROWS, *health_checks.ROWS, *signing.ROWS)

"""CloudFront: distributions, where they fetch from, and the policies of their caches."""

from __future__ import annotations

from tenfold_sandbox.provider.rows.cloudfront import distributions, functions, policies
from tenfold_sandbox.provider.table import Resource

ROWS: tuple[Resource, ...] = (*distributions.ROWS, *functions.ROWS, *policies.ROWS)

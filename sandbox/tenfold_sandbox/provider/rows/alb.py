"""``aws:alb/…``: the older names of ``aws:lb/…``."""

from __future__ import annotations

from dataclasses import replace

from tenfold_sandbox.provider.rows import lb
from tenfold_sandbox.provider.table import Resource

ROWS: tuple[Resource, ...] = tuple(
    replace(row, token=row.token.replace("aws:lb/", "aws:alb/")) for row in lb.ROWS
)

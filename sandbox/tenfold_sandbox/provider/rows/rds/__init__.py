"""RDS: databases, what they refer to, and what stands before them."""

from __future__ import annotations

from tenfold_sandbox.provider.rows.rds import clusters, groups, instances, proxies, snapshots
from tenfold_sandbox.provider.table import Resource

ROWS: tuple[Resource, ...] = (
    *instances.ROWS,
    *clusters.ROWS,
    *groups.ROWS,
    *snapshots.ROWS,
    *proxies.ROWS,
)

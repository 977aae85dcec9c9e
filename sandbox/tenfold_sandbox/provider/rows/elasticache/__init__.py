"""ElastiCache: replication groups, clusters, serverless caches, users, and what they refer to."""

from __future__ import annotations

from tenfold_sandbox.provider.rows.elasticache import clusters, replication, users
from tenfold_sandbox.provider.table import Resource

ROWS: tuple[Resource, ...] = (*replication.ROWS, *users.ROWS, *clusters.ROWS)

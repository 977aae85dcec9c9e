"""One pricer per resource type, by domain. Importing this package registers them all."""

from __future__ import annotations

from ..charges import REGISTRY
from . import cache, compute, database, edge, flat, kubernetes, messaging, network, operations, storage

__all__ = [
    "REGISTRY",
    "cache",
    "compute",
    "database",
    "edge",
    "flat",
    "kubernetes",
    "messaging",
    "network",
    "operations",
    "storage",
]

"""Amazon RDS: moto's models with their defaults, checks, replicas, failover and global clusters put right."""

from . import (
    attachments,
    backups,
    catalogue,
    clusters,
    global_clusters,
    instances,
    parameters,
    proxies,
    replicas,
    restore,
    subnets,
    tags,
)
from .base import GAPS

__all__ = [
    "GAPS",
    "attachments",
    "backups",
    "catalogue",
    "clusters",
    "global_clusters",
    "instances",
    "parameters",
    "proxies",
    "replicas",
    "restore",
    "subnets",
    "tags",
]

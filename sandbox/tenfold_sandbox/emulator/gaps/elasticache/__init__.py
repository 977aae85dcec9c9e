"""Amazon ElastiCache, in whole: moto has a third of its operations and makes one node of any group."""

from . import clusters, global_groups, groups, parameters, serverless, snapshots, subnets, tags, users
from .base import GAPS

__all__ = [
    "GAPS",
    "clusters",
    "global_groups",
    "groups",
    "parameters",
    "serverless",
    "snapshots",
    "subnets",
    "tags",
    "users",
]

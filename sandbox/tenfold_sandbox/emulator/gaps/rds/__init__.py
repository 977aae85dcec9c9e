"""Amazon RDS: moto's models with their defaults, checks, replicas, failover and global clusters put right."""

from . import catalogue, clusters, global_clusters, instances, parameters, replicas, restore, subnets
from .base import GAPS

__all__ = [
    "GAPS",
    "catalogue",
    "clusters",
    "global_clusters",
    "instances",
    "parameters",
    "replicas",
    "restore",
    "subnets",
]

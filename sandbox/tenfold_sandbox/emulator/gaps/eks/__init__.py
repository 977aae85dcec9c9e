"""Amazon EKS, in whole: moto has half of its operations and drops much of a cluster's configuration."""

from . import access, addons, clusters, fargate, insights, nodegroups, tags
from .base import GAPS

__all__ = ["GAPS", "access", "addons", "clusters", "fargate", "insights", "nodegroups", "tags"]

"""Amazon EC2 and VPC: newer features that moto lacks, and references and deletions that AWS refuses."""

from . import block_public_access, deletion, endpoints, images, instances, nat, rules, running, subnets
from .base import GAPS

__all__ = [
    "GAPS",
    "block_public_access",
    "deletion",
    "endpoints",
    "images",
    "instances",
    "nat",
    "rules",
    "running",
    "subnets",
]

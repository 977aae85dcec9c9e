"""AWS Backup: selections, notices, access policies, tests of restores; what refers to what."""

from . import plans, restore_testing, vaults
from .base import GAPS

__all__ = ["GAPS", "plans", "restore_testing", "vaults"]

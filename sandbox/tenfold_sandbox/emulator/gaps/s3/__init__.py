"""Amazon S3: configurations that moto loses, defaults of new buckets, and what AWS refuses."""

from . import checks, configurations
from .base import GAPS

__all__ = ["GAPS", "checks", "configurations"]

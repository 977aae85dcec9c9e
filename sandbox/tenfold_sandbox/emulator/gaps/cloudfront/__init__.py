"""CloudFront, all of it but keys: moto keeps too little of a configuration to read it back."""

from __future__ import annotations

from . import distributions, functions, policies, vpc_origins
from .base import GAPS

__all__ = ["GAPS", "distributions", "functions", "policies", "vpc_origins"]

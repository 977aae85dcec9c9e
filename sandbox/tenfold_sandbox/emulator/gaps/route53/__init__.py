"""Route 53: records by name, type and set identifier, health checks as they were sent, and signed zones."""

from __future__ import annotations

from . import features, health_checks, records, signing
from .base import GAPS

__all__ = ["GAPS", "features", "health_checks", "records", "signing"]

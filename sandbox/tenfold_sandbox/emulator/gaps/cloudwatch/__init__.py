"""Amazon CloudWatch: composite alarms, and the checks of alarms and dashboards that moto leaves out."""

from . import alarms, composites, dashboards
from .base import GAPS

__all__ = ["GAPS", "alarms", "composites", "dashboards"]

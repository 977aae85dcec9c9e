"""Application Auto Scaling, in whole: moto knows no ElastiCache, no tags, and leaves what a target had.

Nothing is scaled: the emulator has no metrics, so a policy's alarms never ring.
"""

from . import actions, policies, targets
from .base import GAPS

__all__ = ["GAPS", "actions", "policies", "targets"]

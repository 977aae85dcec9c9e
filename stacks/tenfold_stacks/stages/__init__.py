"""One module per growth stage; each extends the one before and lists only its additions."""

from __future__ import annotations

from tenfold_stacks.names import Stage
from tenfold_stacks.settings import StackSettings
from tenfold_stacks.stages.growth import Growth
from tenfold_stacks.stages.scale import Scale
from tenfold_stacks.stages.startup import Startup

STAGES = {Stage.STARTUP: Startup, Stage.GROWTH: Growth, Stage.SCALE: Scale}


def build(settings: StackSettings) -> Startup:
    """Create the stage's components."""
    return STAGES[settings.stage](settings)

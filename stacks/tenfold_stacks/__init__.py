"""Tenfold's stacks: one program, composed per environment and growth stage."""

from tenfold_stacks.outputs import export
from tenfold_stacks.settings import StackSettings, load
from tenfold_stacks.stages import build

__all__ = ["StackSettings", "build", "export", "load"]

"""Our stacks at every stage, read from the previews in tests/unit/costs, and what they cost."""

from __future__ import annotations

import json
import lzma
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from tenfold_ops.cost_usage import stage_usage
from tenfold_pricing.charges import Range
from tenfold_pricing.estimate import Estimates, estimates
from tenfold_pricing.graph import Graph
from tenfold_pricing.purchase import Purchase
from tenfold_pricing.reading import read_graph
from tenfold_pricing.usage import Usage
from tenfold_pricing.whatif import WhatIf, peak_against_autoscaled, what_if
from tenfold_stacks.names import Environment, Stage

ROOT = Path(__file__).parent.parent
GRAPHS = ROOT / "tests/unit/costs"


@dataclass(frozen=True)
class Stack:
    """One stack at one stage, and what it costs."""

    stage: Stage
    environment: Environment

    @property
    def file(self) -> Path:
        """Its preview."""
        return GRAPHS / f"{self.stage}-{self.environment}.json.xz"

    @cached_property
    def graph(self) -> Graph:
        return read_graph(lzma.decompress(self.file.read_bytes()).decode(), self.file.name)

    @cached_property
    def usage(self) -> Usage:
        """What is assumed of it."""
        return stage_usage(self.graph, self.stage, self.environment)

    @cached_property
    def estimates(self) -> Estimates:
        return estimates(self.graph, usage=self.usage)

    def bought(self, purchase: Purchase) -> WhatIf:
        """It against the same all on demand."""
        return what_if(self.graph, purchase, usage=self.usage)

    @cached_property
    def scaling(self) -> WhatIf:
        """The peak's nodes all the time against nodes that follow the load."""
        return peak_against_autoscaled(self.graph, self.usage.load_curve or (), usage=self.usage)


Stacks = dict[Stage, dict[Environment, Stack]]


def stacks() -> Stacks:
    """Every stack at every stage."""
    return {stage: {each: Stack(stage, each) for each in Environment} for stage in Stage}


def together(found: Stacks, stage: Stage) -> Range:
    """USD a month of all of a company's stacks: low, expected and high."""
    each = [stack.estimates for stack in found[stage].values()]
    return Range(
        sum((one.low.usd for one in each), Decimal(0)),
        sum((one.expected.usd for one in each), Decimal(0)),
        sum((one.high.usd for one in each), Decimal(0)),
    )


def packed(document: object) -> bytes:
    """A graph as it is kept."""
    return lzma.compress(json.dumps(document, separators=(",", ":"), sort_keys=True).encode())

"""What a stack uses, where no usage file says it: production as its growth stage's users do, others little.

The figures and the reasons for them are in stage_usage.yaml.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fnmatch import fnmatch
from functools import cache
from importlib import resources

import yaml
from pydantic import BaseModel, ConfigDict, Field

from tenfold_pricing.charges import Range, nested
from tenfold_pricing.graph import Graph, Resource
from tenfold_pricing.usage import Quantity, Usage

PRODUCTION = "prod"
ALWAYS = (Decimal(1),)
"""The load of a stage whose nodes don't follow it."""
NODE_GROUP = "aws:eks/nodeGroup:NodeGroup"


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Figure(_Entry):
    """A quantity of a month."""

    always: Decimal = Decimal(0)
    per_thousand_users: Decimal = Decimal(0)

    def of(self, users: Range, shares: int = 1) -> Range:
        """What a number of users comes to, in one of several equal shares."""
        return Range(*((self.always + self.per_thousand_users * each / 1000) / shares for each in users))


class Used(_Entry):
    """What resources of a type use together; ``each`` if one alone uses that much."""

    type: str
    name: str = "*"
    each: bool = False
    usage: dict[str, Figure]

    def fits(self, resource: Resource) -> bool:
        return resource.type == self.type and fnmatch(resource.name, self.name)


class Profile(_Entry):
    """The file."""

    users: dict[str, Quantity]
    """Users of a month by stage, from the earliest stage on."""
    load_curve: list[Decimal] = Field(min_length=24, max_length=24)
    load_curve_from: str
    nodes_at_peak: Figure
    transfer: dict[str, Figure]
    resources: list[Used]

    def scales(self, stage: str) -> bool:
        """Whether a stage's nodes follow the load."""
        stages = list(self.users)
        return stages.index(stage) >= stages.index(self.load_curve_from)

    def usage(self, stage: str, graph: Graph) -> Usage:
        """What a graph's resources use with a stage's users. Raises KeyError for a stage that isn't there."""
        users = self.users[stage]
        found: dict[str, dict[str, Range]] = {}
        for entry in self.resources:
            fitting: Sequence[Resource] = [each for each in graph if entry.fits(each)]
            shares = 1 if entry.each else len(fitting)
            for each in fitting:
                said = {key: figure.of(users, shares) for key, figure in entry.usage.items()}
                found.setdefault(each.urn, {}).update(said)
        for urn, share in _shares(graph).items():
            needed = self.nodes_at_peak.of(users)
            found.setdefault(urn, {})["nodes_at_peak"] = Range(*(each * share for each in needed))
        return Usage(
            resources=found,
            transfer={key: figure.of(users) for key, figure in self.transfer.items()},
            load_curve=list(self.load_curve if self.scales(stage) else ALWAYS),
        )


def _shares(graph: Graph) -> dict[str, Decimal]:
    """Each node group's share of the nodes, by URN: as their most nodes are to each other."""
    most = {
        each.urn: Decimal(str(size))
        for each in graph.by_type.get(NODE_GROUP, ())
        if (size := nested(each.inputs, "scalingConfig", "maxSize"))
    }
    return {urn: size / sum(most.values()) for urn, size in most.items()}


@cache
def profile() -> Profile:
    """The file that comes with Tenfold."""
    text = resources.files("tenfold_ops").joinpath("stage_usage.yaml").read_text("utf-8")
    return Profile.model_validate(yaml.safe_load(text))


def stage_usage(graph: Graph, stage: str | None, environment: str | None) -> Usage:
    """What production is assumed to use at its stage; of others, nothing that the model doesn't assume."""
    return profile().usage(stage, graph) if stage and _known(stage, environment) else Usage()


def usage_words(stage: str | None, environment: str | None) -> str:
    """What ``stage_usage`` assumes, in a sentence."""
    if not stage or not _known(stage, environment):
        return "Usage: the model's assumptions; --usage-template writes them down, --usage changes them."
    low, expected, high = (f"{each:,f}" for each in profile().users[stage])
    return (
        f"Usage: that of {expected} users a month, the upper middle of stage {stage}; low is {low}, high "
        f"{high}. Tenfold's stage_usage.yaml has the reasons, --usage says it better."
    )


def _known(stage: str, environment: str | None) -> bool:
    return environment == PRODUCTION and stage in profile().users

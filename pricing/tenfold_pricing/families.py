"""Families of instance types, and which of AWS's later ones take their place."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class Family:
    """What AWS says of a family."""

    successor: str
    """The family that AWS names in its place; empty for a current one."""
    graviton: str
    """The Arm family of the same shape; empty if there is none."""
    source: str


@cache
def families() -> Mapping[str, Family]:
    """Families by name, such as ``m5``, from ``families.csv``."""
    text = resources.files("tenfold_pricing").joinpath("families.csv").read_text("utf-8")
    return {
        row["family"]: Family(row["successor"], row["graviton"], row["source"])
        for row in csv.DictReader(text.splitlines())
    }

"""What AWS charges nothing for, each type with the reason. What is neither here nor priced is said."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources

from .graph import Resource


@cache
def free_types() -> dict[str, str]:
    """Reasons by type, from ``free.csv``; a name that ends in a colon or a slash means all that begin so."""
    text = resources.files("tenfold_pricing").joinpath("free.csv").read_text("utf-8")
    return {row["type"]: row["why"] for row in csv.DictReader(text.splitlines())}


def free_because(resource: Resource) -> str | None:
    """Why a resource costs nothing, or None if that can't be said."""
    if not resource.custom:
        return "a component: what it is made of is priced"
    reasons = free_types()
    package, module = resource.type.partition(":")[0] + ":", resource.type.partition("/")[0] + "/"
    return reasons.get(resource.type) or reasons.get(module) or reasons.get(package)

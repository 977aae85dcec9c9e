"""The domain's own tables: what AWS publishes of its types and versions, each row with its source."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from importlib import resources


def rows(name: str) -> Iterable[Mapping[str, str]]:
    """The rows of a table in CSV."""
    return csv.DictReader(lines(name))


def lines(name: str) -> list[str]:
    """The lines of a file beside this module."""
    return resources.files("tenfold_policies.rules.cost").joinpath(name).read_text("utf-8").splitlines()

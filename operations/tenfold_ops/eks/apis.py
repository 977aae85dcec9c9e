"""Kubernetes APIs that go: since when they are deprecated, and which version no longer serves them."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

TABLE = "removed_apis.json"


def minor(version: str) -> tuple[int, int]:
    """A Kubernetes version without its patch, as numbers: ``1.36`` or ``v1.36.2-eksbuild.1``.

    >>> minor("v1.9.3-eksbuild.1") < minor("1.10")
    True
    """
    major, rest = version.removeprefix("v").split(".")[:2]
    return int(major), int(rest)


@dataclass(frozen=True)
class GoingApi:
    """One API with its dates in versions."""

    api_version: str
    """Group and version as a manifest's ``apiVersion`` says them."""
    kind: str
    deprecated: str
    removed: str
    replacement: str
    """The ``apiVersion`` to use instead; empty where there is none."""

    def is_removed(self, version: str) -> bool:
        """Whether this version of Kubernetes no longer serves it."""
        return minor(self.removed) <= minor(version)

    def is_deprecated(self, version: str) -> bool:
        """Whether it is on its way out."""
        return minor(self.deprecated) <= minor(version)


@functools.cache
def going_apis() -> Mapping[tuple[str, str], GoingApi]:
    """All that the table knows, by ``apiVersion`` and kind."""
    table = resources.files("tenfold_ops.eks").joinpath(TABLE)
    rows: list[list[str]] = json.loads(table.read_text())["apis"]
    apis = (
        GoingApi(f"{group}/{version}", kind, deprecated, removed, replacement)
        for group, version, kind, deprecated, removed, replacement in rows
    )
    return {(api.api_version, api.kind): api for api in apis}

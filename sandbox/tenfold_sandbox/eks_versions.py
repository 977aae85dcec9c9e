"""Kubernetes versions that EKS offers, as provider and emulator know them, with the node images and add-ons.

Dates and patch versions: the EKS user guide's release calendar; those of 1.36 are projected from its cadence.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources
from typing import Any


@dataclass(frozen=True)
class ClusterVersion:
    """One minor version's life: on EKS since, standard support until, extended support until."""

    patch: str
    released: str
    standard_until: str
    extended_until: str

    def status(self, today: datetime) -> str:
        """EKS's word for where the version is in its life."""
        if today < _date(self.standard_until):
            return "STANDARD_SUPPORT"
        return "EXTENDED_SUPPORT" if today < _date(self.extended_until) else "UNSUPPORTED"


def _date(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


VERSIONS = {
    "1.30": ClusterVersion("1.30.14", "2024-05-23", "2025-07-23", "2026-07-23"),
    "1.31": ClusterVersion("1.31.13", "2024-09-26", "2025-11-26", "2026-11-26"),
    "1.32": ClusterVersion("1.32.9", "2025-01-23", "2026-03-23", "2027-03-23"),
    "1.33": ClusterVersion("1.33.5", "2025-05-29", "2026-07-29", "2027-07-29"),
    "1.34": ClusterVersion("1.34.2", "2025-10-02", "2026-12-02", "2027-12-02"),
    "1.35": ClusterVersion("1.35.1", "2026-01-27", "2027-03-27", "2028-03-27"),
    "1.36": ClusterVersion("1.36.0", "2026-06-02", "2027-08-02", "2028-08-02"),
}
DEFAULT_VERSION = "1.35"
NODE_RELEASE_DATE = "20260601"


def node_release(version: str) -> str:
    """The release version of the current node image, such as ``1.33.5-20260601``."""
    return f"{VERSIONS[version].patch}-{NODE_RELEASE_DATE}"


def day(text: str) -> datetime:
    """A date of the calendar."""
    return _date(text)


def addon_releases(addon: str, cluster_version: str) -> list[str]:
    """Releases of an add-on that EKS has for a cluster version, newest first; empty where none is known."""
    known: dict[str, list[str]] = _addons().get(addon, {}).get("releases", {})
    return [release for release, clusters in known.items() if cluster_version in clusters]


def default_addon_release(addon: str, cluster_version: str) -> str | None:
    """AWS's default release of an add-on for a cluster version; None where none is known."""
    return _addons().get(addon, {}).get("defaults", {}).get(cluster_version)


@functools.cache
def _addons() -> Mapping[str, Any]:
    return json.loads(resources.files("tenfold_sandbox").joinpath("eks_addons.json").read_text())["addons"]

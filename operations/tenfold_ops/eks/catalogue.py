"""EKS's catalogue of add-ons, read from its API in the form of the table that the library ships."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from .account import Account
from .apis import minor
from .facts import releases

Catalogue = dict[str, dict[str, Any]]
"""By add-on: ``defaults`` by cluster version, and ``releases`` with the cluster versions that each is for."""


def read_catalogue(account: Account, versions: Iterable[str]) -> Catalogue:
    """Ask EKS for every add-on that a cluster gets, for each of these Kubernetes versions."""
    from tenfold.eks import AddonName  # here, since it loads the AWS SDK, which no other command needs

    eks, catalogue = account.client("eks"), Catalogue()
    for addon in sorted(AddonName):
        entry: dict[str, Any] = {"defaults": {}, "releases": {}}
        for version in sorted(versions, key=minor):
            found, default = releases(eks, addon, version)
            if default:
                entry["defaults"][version] = default
            for release in found:
                entry["releases"].setdefault(release, []).append(version)
        newest = sorted(entry["releases"], key=_age, reverse=True)
        catalogue[addon.value] = {**entry, "releases": {name: entry["releases"][name] for name in newest}}
    return catalogue


def as_table(catalogue: Catalogue, version: str) -> str:
    """EKS's default and newest release of each add-on for a Kubernetes version."""
    lines = [f"{'add-on':24}{'default':24}newest"]
    for addon, entry in catalogue.items():
        newest = next((name for name, ours in entry["releases"].items() if version in ours), "none")
        lines.append(f"{addon:24}{entry['defaults'].get(version, 'none'):24}{newest}")
    return "\n".join(lines)


def render(catalogue: Catalogue, region: str, today: date) -> str:
    """The table's file, a line per release, so that a new one is a line's difference."""
    blocks: list[str] = []
    for addon, entry in catalogue.items():
        lines = [
            f"        {json.dumps(name)}: {json.dumps(ours)}" for name, ours in entry["releases"].items()
        ]
        blocks.append(
            f'    {json.dumps(addon)}: {{\n      "defaults": {json.dumps(entry["defaults"])},\n'
            f'      "releases": {{\n{_joined(lines)}\n      }}\n    }}'
        )
    source = json.dumps(f"EKS DescribeAddonVersions in {region}, by `tenfold eks add-ons --write`")
    head = f'{{\n  "source": {source},\n  "read": "{today:%Y-%m-%d}",\n  "addons": {{\n'
    return f"{head}{_joined(blocks)}\n  }}\n}}\n"


def _joined(lines: Sequence[str]) -> str:
    return ",\n".join(lines)


def _age(release: str) -> tuple[int, ...]:
    numbers, _, build = release.removeprefix("v").partition("-eksbuild.")
    return (*(int(part) for part in numbers.split(".")), int(build))

"""The APIs that manifests use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import yaml

from tenfold_sandbox.errors import SandboxError

_ENDINGS = frozenset({".yaml", ".yml", ".json"})


@dataclass(frozen=True)
class Use:
    """One object of a manifest."""

    api_version: str
    kind: str
    name: str
    place: str
    """The file, relative to the folder that was given."""


@dataclass(frozen=True)
class Manifests:
    """What a folder holds."""

    uses: tuple[Use, ...]
    unread: tuple[str, ...]
    """Files that are no YAML, such as templates of a chart: render them first."""


def read_manifests(folder: Path) -> Manifests:
    """Every object in a folder's YAML and JSON files. Raises SandboxError when there is no such folder."""
    if not folder.is_dir():
        raise SandboxError(f"--manifests {folder}: it is no folder. Give one with Kubernetes manifests.")
    uses: list[Use] = []
    unread: list[str] = []
    for file in sorted(folder.rglob("*")):
        if file.suffix not in _ENDINGS or not file.is_file():
            continue
        place = str(file.relative_to(folder))
        try:
            documents = list(yaml.safe_load_all(file.read_text()))
        except (yaml.YAMLError, UnicodeDecodeError):
            unread.append(place)
            continue
        uses += [use for document in documents for use in _uses(document, place)]
    return Manifests(tuple(uses), tuple(unread))


def _uses(document: Any, place: str) -> Iterator[Use]:
    if not isinstance(document, dict):
        return
    item = cast("dict[str, Any]", document)
    api_version, kind = item.get("apiVersion"), item.get("kind")
    if not isinstance(api_version, str) or not isinstance(kind, str):
        return
    if kind == "List":
        items: list[Any] = item.get("items") or []
        for each in items:
            yield from _uses(each, place)
        return
    metadata = item.get("metadata")
    name = cast("dict[str, Any]", metadata).get("name") if isinstance(metadata, dict) else None
    yield Use(api_version, kind, str(name or ""), place)

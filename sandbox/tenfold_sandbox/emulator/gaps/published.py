"""What AWS offers, from the tables that cfn-lint publishes: engine versions and instance classes."""

from __future__ import annotations

import functools
import json
from importlib import resources
from typing import Any

from ..messages import Document


@functools.cache
def _table(name: str) -> Document:
    path = resources.files("cfnlint.data.schemas.extensions").joinpath(f"{name}.json")
    return json.loads(path.read_text())


def _allowed(table: Document, field: str, engine: str) -> set[str]:
    """The values of ``field`` that a table of conditions allows for an engine."""
    found: set[str] = set()
    for rule in table["allOf"]:
        condition: Document = rule["if"]["properties"]
        values: list[Any] = rule["then"]["properties"].get(field, {}).get("enum", [])
        if condition.get("Engine", {}).get("const") == engine and field in condition:
            found.update(str(value) for value in values)
    return found


@functools.cache
def engine_versions(table: str, engine: str) -> tuple[str, ...]:
    """The engine's full versions (``17.6``), from old to new; empty for an unknown engine."""
    known = _allowed(_table(f"{table}/engine_version"), "EngineVersion", engine)
    return tuple(sorted((version for version in known if "." in version), key=_order))


@functools.cache
def database_classes(engine: str, region: str) -> tuple[str, ...]:
    """The instance classes that RDS has for an engine in a region."""
    regions = _table("aws_rds_dbinstance/dbinstanceclass_enum")
    return tuple(sorted(_allowed(regions[region], "DBInstanceClass", engine))) if region in regions else ()


@functools.cache
def cluster_classes(engine: str, region: str) -> tuple[str, ...]:
    """The instance classes that Multi-AZ DB clusters may have in a region."""
    regions = _table("aws_rds_dbcluster/dbclusterinstanceclass_enum")
    found = _allowed(regions[region], "DBClusterInstanceClass", engine) if region in regions else set[str]()
    return tuple(sorted(found))


@functools.cache
def cache_node_types(region: str) -> tuple[str, ...]:
    """The node types that ElastiCache has in a region."""
    regions = _table("aws_elasticache_cachecluster/cachenodetype_enum")
    return tuple(regions[region]["enum"]) if region in regions else ()


def _order(version: str) -> list[tuple[int, str]]:
    return [
        (int(part), "") if part.isdecimal() else (0, part) for part in version.replace("-", ".").split(".")
    ]

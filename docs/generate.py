"""Write what the documentation says of the code from the code: ``make docs``. A test fails on drift."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from tenfold_sandbox.provider.functions import FUNCTIONS
from tenfold_sandbox.provider.rows import all_rows
from tenfold_sandbox.random_provider.table import TYPES
from tenfold_stacks.schema import file_schema
from tenfold_stacks.sizes import SIZES

ROOT = Path(__file__).parent.parent


def settings_table() -> str:
    """Every key of a stack's file, with each environment's value."""
    schema = file_schema()
    rows = ["| key | dev | staging | prod | meaning |", "|---|---|---|---|---|"]
    for key, field in schema["properties"]["config"]["properties"].items():
        section = schema["$defs"].get(field.get("$ref", "").rpartition("/")[2], {})
        if "properties" not in section:
            rows.append(_setting(key, {**section, **field}, []))
            continue
        name = key.removeprefix("tenfold:")
        rows += [
            _setting(f"{key}.{each}", item, [name, each]) for each, item in section["properties"].items()
        ]
    return "\n".join(rows)


def _setting(key: str, field: dict[str, Any], path: list[str]) -> str:
    path = path or [key.removeprefix("tenfold:")]
    values = [_value(sizes, path, field) for sizes in SIZES.values()]
    meaning = " ".join(field.get("description", "").split()).replace("``", "`")
    return f"| `{key}` | {' | '.join(values)} | {meaning} |"


def _value(sizes: Any, path: list[str], field: dict[str, Any]) -> str:
    for step in path:
        sizes = sizes.get(step, {}) if isinstance(sizes, dict) else {}
    found = field.get("default") if sizes == {} else sizes
    if found in (None, [], {}):
        return "required" if "default" not in field and sizes == {} else "–"
    return (
        ", ".join(found)
        if isinstance(found, list)
        else str(found).lower()
        if isinstance(found, bool)
        else str(found)
    )


def emulated_table() -> str:
    """The types in the providers' tables and the data sources, by Pulumi module."""
    types: dict[str, list[str]] = defaultdict(list)
    for token in [*(row.token for row in all_rows()), *TYPES]:
        package, module, name = token.split(":")
        types[module.split("/")[0] if package == "aws" else package].append(name)
    lines = [f"| module | {sum(map(len, types.values()))} emulated types |", "|---|---|"]
    lines += [f"| {module} | {', '.join(sorted(names))} |" for module, names in sorted(types.items())]
    sources: dict[str, list[str]] = defaultdict(list)
    for token in FUNCTIONS:
        _, module, name = token.split(":")
        sources[module.split("/")[0]].append(name)
    lines += ["", f"| module | {len(FUNCTIONS)} data sources |", "|---|---|"]
    return "\n".join(
        [*lines, *(f"| {module} | {', '.join(sorted(names))} |" for module, names in sorted(sources.items()))]
    )


def filled(text: str) -> str:
    """A document with each marked part made anew."""
    for name, part in {"settings": settings_table, "emulated": emulated_table}.items():
        pattern = re.compile(rf"(<!-- {name}:[^>]*-->\n).*?(<!-- /{name} -->)", re.S)
        text = pattern.sub(lambda found, part=part: f"{found[1]}{part()}\n{found[2]}", text)
    return text


def main() -> None:
    readme = ROOT / "README.md"
    readme.write_text(filled(readme.read_text()))


if __name__ == "__main__":
    sys.exit(main())

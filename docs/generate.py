"""Write what the documentation says of the code from the code: ``make docs``. A test fails on drift."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any

from component_page import pages
from rules_page import rules_page

from tenfold_sandbox.provider.functions import FUNCTIONS
from tenfold_sandbox.provider.rows import all_rows
from tenfold_sandbox.random_provider.table import TYPES
from tenfold_stacks.names import Environment, Stage
from tenfold_stacks.schema import file_schema
from tenfold_stacks.sizes import sizes_of

ROOT = Path(__file__).parent.parent


def settings_table() -> str:
    """Every key of a stack's file with each environment's value, then what later stages have otherwise."""
    parts = ["\n".join([*_HEAD, *_rows(Stage.STARTUP)])]
    for before, after in pairwise(Stage):
        known = set(_rows(before))
        new = [row for row in _rows(after) if row not in known]
        parts.append(f"At stage `{after}`:\n\n" + "\n".join([*_HEAD, *new]))
    return "\n\n".join(parts)


_HEAD = ("| key | dev | staging | prod | meaning |", "|---|---|---|---|---|")


def _rows(stage: Stage) -> list[str]:
    schema = file_schema()
    sizes = [sizes_of(stage, environment) for environment in Environment]
    rows: list[str] = []
    for key, field in schema["properties"]["config"]["properties"].items():
        section = schema["$defs"].get(field.get("$ref", "").rpartition("/")[2], {})
        name = key.removeprefix("tenfold:")
        if "properties" not in section:
            rows.append(_setting(key, {**section, **field}, [name], sizes))
            continue
        rows += [
            _setting(f"{key}.{each}", item, [name, each], sizes)
            for each, item in section["properties"].items()
        ]
    return rows


def _setting(key: str, field: dict[str, Any], path: list[str], sizes: list[dict[str, Any]]) -> str:
    values = [_value(each, path, field) for each in sizes]
    meaning = " ".join(field.get("description", "").split()).replace("``", "`")
    return f"| `{key}` | {' | '.join(values)} | {meaning} |"


def _value(sizes: Any, path: list[str], field: dict[str, Any]) -> str:
    for step in path:
        sizes = sizes.get(step, {}) if isinstance(sizes, dict) else {}
    found = field.get("default") if sizes == {} else sizes
    if found in (None, [], {}):
        return "required" if "default" not in field and sizes == {} else "-"
    if isinstance(found, list):
        return ", ".join(found)
    return str(found).lower() if isinstance(found, bool) else str(found)


def emulated_page() -> str:
    """What the sandbox emulates: the providers' types and data sources, by Pulumi module."""
    types = [*(row.token for row in all_rows()), *TYPES]
    return "\n".join(
        [
            "# What the sandbox emulates",
            "",
            "Made by `make docs` from the providers' tables. A type that is not here is recorded: kept in",
            "the state only, and named at the end of the command. A data source that is not here is",
            "refused by name.",
            "",
            *_by_module(f"{len(types)} types", types),
            "",
            *_by_module(f"{len(FUNCTIONS)} data sources", list(FUNCTIONS)),
            "",
        ]
    )


def _by_module(title: str, tokens: list[str]) -> list[str]:
    modules: dict[str, list[str]] = defaultdict(list)
    for token in tokens:
        package, module, name = token.split(":")
        modules[module.split("/")[0] if package == "aws" else package].append(name)
    lines = [f"| module | {title} |", "|---|---|"]
    return [
        *lines,
        *(f"| {module} | {', '.join(sorted(names))} |" for module, names in sorted(modules.items())),
    ]


def filled(readme: str) -> str:
    """The README with its table of settings made anew."""
    pattern = re.compile(r"(<!-- settings:[^>]*-->\n).*?(<!-- /settings -->)", re.S)
    return pattern.sub(lambda found: f"{found[1]}{settings_table()}\n{found[2]}", readme)


def main() -> None:
    readme = ROOT / "README.md"
    readme.write_text(filled(readme.read_text()))
    (ROOT / "docs/emulated.md").write_text(emulated_page())
    (ROOT / "docs/rules.md").write_text(rules_page())
    folder = ROOT / "docs/components"
    folder.mkdir(exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text)


if __name__ == "__main__":
    main()

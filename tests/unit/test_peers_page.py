"""docs/peers.md claims nothing that no test proves."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "peers.md").read_text()
LINK = re.compile(r"\[([^]]+)\]\((\.\./tests/[^)]+)\)")
OURS = "Tenfold"


@dataclass(frozen=True)
class Verdict:
    """What one cell says of us."""

    feature: str
    cell: str

    @property
    def word(self) -> str:
        return re.sub(r"^\[?([YPN-]?)(?!\w).*", r"\1", self.cell)

    @property
    def links(self) -> list[str]:
        return [target for _, target in LINK.findall(self.cell)]

    @property
    def reason(self) -> str:
        """What is said besides the verdict."""
        return self.cell.partition(":")[2] if not self.cell.startswith("[") else ""


def tables() -> list[list[list[str]]]:
    """The cells of each table, its header first, without the line below that."""
    blocks = re.findall(r"(?:^\|.*\|\n)+", PAGE, re.MULTILINE)
    rows = [[line.strip("|").split("|") for line in block.splitlines()] for block in blocks]
    return [[[cell.strip() for cell in row] for row in [table[0], *table[2:]]] for table in rows]


def verdicts() -> list[Verdict]:
    return [
        Verdict(row[0], cell)
        for header, *rows in tables()
        for row in rows
        for title, cell in zip(header, row, strict=True)
        if title.startswith(OURS)
    ]


@cache
def functions(file: Path) -> frozenset[str]:
    tree = ast.parse(file.read_text())
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


each_verdict = pytest.mark.parametrize("verdict", verdicts(), ids=lambda each: each.feature)


def test_every_table_has_a_column_of_ours_and_every_row_all_columns() -> None:
    for header, *rows in tables():
        assert any(title.startswith(OURS) for title in header)
        assert rows
        assert {len(row) for row in rows} == {len(header)}, header
        assert all(all(row) for row in rows)


@each_verdict
def test_every_row_has_a_verdict(verdict: Verdict) -> None:
    assert verdict.word in ("Y", "P", "N", "-")


@each_verdict
def test_a_yes_leads_to_its_test_and_all_else_says_why(verdict: Verdict) -> None:
    if verdict.word == "Y":
        assert verdict.cell.startswith("[Y](../tests/")
    else:
        assert verdict.reason.strip()


@each_verdict
def test_every_test_that_is_named_is_there(verdict: Verdict) -> None:
    for link in verdict.links:
        path, _, name = link.partition("#")
        assert name.startswith("test_")
        assert name in functions((DOCS / path).resolve()), f"{path} has no {name}"


def test_every_link_of_the_page_to_a_test_is_in_a_verdict() -> None:
    assert len(LINK.findall(PAGE)) == sum(len(verdict.links) for verdict in verdicts())

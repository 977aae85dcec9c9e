"""Tables, text and amounts of the costs' page."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from textwrap import fill


def table(head: Sequence[str], rows: Sequence[Sequence[str]], numbers: range) -> str:
    rule = ["--:" if place in numbers else "---" for place in range(len(head))]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *rows))


def text(words: str) -> str:
    return fill(words, 110, break_long_words=False, break_on_hyphens=False)


def usd(usd: Decimal) -> str:
    return f"${usd:,.0f}"


def count(number: Decimal) -> str:
    return f"{number:,.0f}"


def percent(share: Decimal) -> str:
    return f"{share * 100:.1f} %"

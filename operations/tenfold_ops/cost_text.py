"""A bill as a table for a terminal, and as Markdown for a pull request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from tenfold_pricing.report import Change

from .cost_bill import Bill, kind, money, quantity, signed

BASIS = "USD a month of 730 hours at AWS's list prices: no taxes, credits or free allowances."
MOST_CHANGES = 20


def table(bill: Bill) -> str:
    """Components with their resources, totals, what is not priced, and the comparison."""
    rows: list[tuple[str, ...]] = [("", "low", "expected", "high")]
    for name, *amounts in bill.components:
        rows.append((name, *map(money, amounts)))
        rows += [
            (f"  {each.name}  {kind(each.type)}", "", money(each.usd), "") for each in bill.resources(name)
        ]
    rows.append(("total", *map(money, bill.totals)))
    lines = [f"Cost of {bill.stack}. {BASIS}", "", *_aligned(rows)]
    for words in bill.words:
        lines += ["", words]
    if bill.comparison:
        lines += ["", _comparison_words(bill), *_aligned([_change_row(each) for each in _shown(bill)])]
        lines += _left_out(bill)
    if bill.warnings:
        lines += ["", *bill.warnings]
    return "\n".join(lines)


def markdown(bill: Bill) -> str:
    """The same for a pull request: the difference first, details folded away."""
    lines = [f"### Cost of `{bill.stack}`: {money(bill.estimates.expected.usd)} a month", ""]
    if bill.comparison:
        lines += [_comparison_words(bill), ""]
        if bill.comparison.changes:
            lines += ["| | resource | before | after | difference |", "|---|---|--:|--:|--:|"]
            lines += [
                f"| {each.kind} | `{each.name}` {kind(each.type)} | {_or_none(each.before)} "
                f"| {_or_none(each.after)} | {signed(each.usd)} |"
                for each in _shown(bill)
            ]
            lines += [*_left_out(bill), ""]
    lines += ["| component | low | expected | high |", "|---|--:|--:|--:|"]
    lines += [f"| {name} | {' | '.join(map(money, amounts))} |" for name, *amounts in bill.components]
    lines += [f"| **total** | {' | '.join(f'**{money(each)}**' for each in bill.totals)} |", ""]
    for words in bill.words:
        lines += [words, ""]
    lines += [f"- {warning}" for warning in bill.warnings]
    lines += ["", "<details><summary>Every charge, with its price and source</summary>", ""]
    lines += ["| resource | what | quantity | price | USD | source |", "|---|---|--:|--:|--:|---|"]
    lines += _charges(bill)
    lines += ["", "</details>", "", BASIS]
    return "\n".join(lines)


def _charges(bill: Bill) -> Iterator[str]:
    for name, *_ in bill.components:
        for each in bill.resources(name):
            for line in each.lines:
                bought = f" ({line.bought})" if line.bought else ""
                yield (
                    f"| `{each.name}` | {line.what}{bought} | {quantity(line.quantity)} {line.price.unit} "
                    f"| {line.price.usd:f} | {money(line.usd)} | {line.price.source}, {line.price.as_of} |"
                )


def _comparison_words(bill: Bill) -> str:
    found = bill.comparison
    if found is None:
        return ""
    share = "" if found.share is None else f" ({found.share * 100:+.1f} %)"
    return (
        f"Compared with {bill.compared_with}: {money(found.before)} → {money(found.after)}, "
        f"{signed(found.usd)}{share}."
    )


def _shown(bill: Bill) -> Sequence[Change]:
    return bill.comparison.changes[:MOST_CHANGES] if bill.comparison else ()


def _left_out(bill: Bill) -> list[str]:
    more = len(bill.comparison.changes) - MOST_CHANGES if bill.comparison else 0
    return [f"… and {more} smaller differences."] if more > 0 else []


def _change_row(change: Change) -> tuple[str, ...]:
    return (
        f"{change.kind}  {change.name}  {kind(change.type)}",
        _or_none(change.before),
        _or_none(change.after),
        signed(change.usd),
    )


def _or_none(usd: Decimal | None) -> str:
    return "none" if usd is None else money(usd)


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """The first column to the left, the others to the right."""
    if not rows:
        return []
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]

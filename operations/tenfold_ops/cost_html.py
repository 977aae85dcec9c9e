"""A bill as one HTML page that needs no network: stacked bars by component and service, and the tables.

Every amount in the picture is in the tables too, so that nothing hangs on seeing it. Text and paper follow
the reader's light or dark setting.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from html import escape

from tenfold_pricing.estimate import Line

from .cost_bill import Bill, kind, money, quantity, signed
from .cost_text import BASIS

# Okabe and Ito's colours, which people with any colour vision can tell apart; black text is readable on each.
COLOURS = ("#56B4E9", "#E69F00", "#009E73", "#F0E442", "#CC79A7", "#D55E00", "#9FB4C7", "#BFBFBF")
WIDTH, LABEL, AMOUNT, BAR, GAP = 960, 200, 110, 26, 12
LETTER = 7
"""Pixels that a letter takes at 12 px."""
STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #ffffff; --line: #c9d1d9; --faint: #57606a; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --paper: #0d1117; --line: #30363d; --faint: #9198a1; }
}
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
       max-width: 980px; margin: 2rem auto; padding: 0 1rem; }
svg { width: 100%; height: auto; } svg text { font: 12px system-ui, sans-serif; fill: var(--ink); }
svg .on { fill: #000000; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
th, td { border-bottom: 1px solid var(--line); padding: .25rem .5rem; text-align: left; vertical-align: top; }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
small, .faint { color: var(--faint); }
"""


def page(bill: Bill) -> str:
    """The whole page."""
    title = f"Cost of {bill.stack}"
    low, expected, high = map(money, bill.totals)
    return "\n".join(
        [
            '<!doctype html><html lang="en"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)}</title><style>{STYLE}</style></head><body><main>",
            f"<h1>{escape(title)}: {expected} a month</h1>",
            f"<p>{low} with low usage, {high} with high usage. {escape(BASIS)}</p>",
            *(f"<p>{escape(text)}</p>" for text in bill.words),
            *_warnings(bill),
            "<h2>By component and service</h2>",
            picture(bill),
            *_comparison(bill),
            "<h2>Components</h2>",
            *_table(("component", "low", "expected", "high"), _component_rows(bill), numbers=3),
            "<h2>Every charge</h2>",
            *_table(
                ("resource", "what", "price and source", "quantity", "USD"), _charge_rows(bill), numbers=2
            ),
            "</main></body></html>",
            "",
        ]
    )


def picture(bill: Bill) -> str:
    """Stacked bars as inline SVG: one bar a component, one part a service."""
    components = {name: _services(bill, name) for name, *_ in bill.components}
    colours = _colours(components)
    shown = [(name, parts) for name, parts in components.items() if parts]
    longest = max((sum(parts.values(), Decimal(0)) for _, parts in shown), default=Decimal(1))
    scale = (WIDTH - LABEL - AMOUNT) / float(longest)
    height = len(shown) * (BAR + GAP) + 60
    body: list[str] = []
    for row, (name, parts) in enumerate(shown):
        body += _bar(name, parts, row * (BAR + GAP), scale, colours)
    body += _legend(colours, len(shown) * (BAR + GAP) + 8)
    about = "; ".join(f"{name} {money(sum(parts.values(), Decimal(0)))}" for name, parts in shown)
    return "\n".join(
        [
            f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="t d">',
            '<title id="t">USD a month by component and service</title>',
            f'<desc id="d">{escape(about)}</desc>',
            *body,
            "</svg>",
        ]
    )


def _bar(
    name: str, parts: Mapping[str, Decimal], top: int, scale: float, colours: Mapping[str, str]
) -> Iterator[str]:
    middle = top + BAR / 2 + 4
    yield f'<text x="{LABEL - 8}" y="{middle}" text-anchor="end">{escape(_short(name, LABEL - 8))}</text>'
    left = float(LABEL)
    for service, usd in parts.items():
        width = float(usd) * scale
        hint = f"{service}: {money(usd)}"
        yield (
            f'<g><title>{escape(hint)}</title><rect x="{left:.1f}" y="{top}" width="{width:.1f}" '
            f'height="{BAR}" fill="{colours[service]}" stroke="var(--paper)"/>'
        )
        if width > LETTER * len(service) + 8:
            yield f'<text class="on" x="{left + 5:.1f}" y="{middle}">{escape(service)}</text>'
        yield "</g>"
        left += width
    total = money(sum(parts.values(), Decimal(0)))
    yield f'<text x="{left + 6:.1f}" y="{middle}">{total}</text>'


def _legend(colours: Mapping[str, str], top: int) -> Iterator[str]:
    named = dict(list(colours.items())[: len(COLOURS) - 1])
    if len(colours) > len(named):
        named["other services"] = COLOURS[-1]
    for place, (service, colour) in enumerate(named.items()):
        x, y = (place % 6) * 155 + 4, top + (place // 6) * 24
        yield f'<rect x="{x}" y="{y}" width="14" height="14" fill="{colour}"/>'
        yield f'<text x="{x + 20}" y="{y + 12}">{escape(service)}</text>'


def _services(bill: Bill, component: str) -> dict[str, Decimal]:
    """A component's USD by service, the dearest first."""
    found: dict[str, Decimal] = {}
    for each in bill.resources(component):
        for line in each.lines:
            if line.usd:
                found[line.price.service] = found.get(line.price.service, Decimal(0)) + line.usd
    return dict(sorted(found.items(), key=lambda entry: (-entry[1], entry[0])))


def _colours(components: Mapping[str, Mapping[str, Decimal]]) -> dict[str, str]:
    """A colour for each service, the dearest first; the last colour is that of all others."""
    totals: dict[str, Decimal] = {}
    for parts in components.values():
        for service, usd in parts.items():
            totals[service] = totals.get(service, Decimal(0)) + usd
    order = sorted(totals, key=lambda service: (-totals[service], service))
    return {service: COLOURS[min(place, len(COLOURS) - 1)] for place, service in enumerate(order)}


def _short(text: str, width: int) -> str:
    most = width // LETTER
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _warnings(bill: Bill) -> Iterator[str]:
    if bill.warnings:
        yield "<ul>" + "".join(f"<li>{escape(each)}</li>" for each in bill.warnings) + "</ul>"


def _comparison(bill: Bill) -> Iterator[str]:
    found = bill.comparison
    if found is None:
        return
    yield f"<h2>Compared with {escape(bill.compared_with)}: {signed(found.usd)} a month</h2>"
    rows = [
        (
            each.kind,
            f"{each.name} {kind(each.type)}",
            "none" if each.before is None else money(each.before),
            "none" if each.after is None else money(each.after),
            signed(each.usd),
        )
        for each in found.changes
    ]
    yield from _table(("", "resource", "before", "after", "difference"), rows, numbers=3)


def _component_rows(bill: Bill) -> Iterator[Sequence[str]]:
    for name, *amounts in bill.components:
        yield (name, *map(money, amounts))
    yield ("total", *map(money, bill.totals))


def _charge_rows(bill: Bill) -> Iterator[Sequence[str]]:
    """Charges by component; what several of its resources are charged alike for is one row."""
    for name, *_ in bill.components:
        alike: dict[tuple[object, ...], list[tuple[str, Line]]] = {}
        for each in bill.resources(name):
            for line in each.lines:
                alike.setdefault((line.what, line.bought, line.price.key), []).append((each.name, line))
        for charged in alike.values():
            (first, line), *others = charged
            price = line.price
            unit = f"{price.usd:f} a {price.unit}"
            yield (
                f"{first} and {len(others)} more" if others else first,
                f"{line.what} ({line.bought})" if line.bought else line.what,
                f"{price.service} {price.sku}: {unit} ({price.source}, {price.as_of})",
                quantity(sum((each.quantity for _, each in charged), Decimal(0))),
                money(sum((each.usd for _, each in charged), Decimal(0))),
            )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], numbers: int) -> list[str]:
    """A table whose last columns are numbers."""
    first = len(head) - numbers

    def cells(tag: str, row: Sequence[str]) -> str:
        return "".join(
            f"<{tag}{' class=n' if place >= first else ''}>{escape(cell)}</{tag}>"
            for place, cell in enumerate(row)
        )

    body = "".join(f"<tr>{cells('td', row)}</tr>" for row in rows)
    return [f"<table><thead><tr>{cells('th', head)}</tr></thead><tbody>{body}</tbody></table>"]

"""Each stage's bill against its range, as an SVG that needs no network: amounts on a logarithmic scale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from math import log10

from tenfold_pricing.charges import Range

WIDTH, LABEL, RIGHT, ROW = 900, 90, 20, 84
TOP = 40
TICKS = (1_000, 10_000, 100_000, 1_000_000)
NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'
STYLE = """
:root { --ink: #1b1f24; --line: #c9d1d9; --range: #b6d7f2; --bill: #0a5ca8; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --line: #444c56; --range: #1f4b6e; --bill: #79c0ff; }
}
text { font: 13px system-ui, sans-serif; fill: var(--ink); }
"""


def chart(bills: Mapping[str, tuple[tuple[int, int], Range]]) -> str:
    """The picture.

    Args:
        bills: by stage, the range that is promised and the bill in the three cases.
    """
    height = TOP + ROW * len(bills) + 30
    about = "; ".join(
        f"{stage}: {_usd(usd.expected)}, from {_usd(usd.low)} to {_usd(usd.high)}, promised {_usd(least)} to "
        f"{_usd(most)}"
        for stage, ((least, most), usd) in bills.items()
    )
    body = [
        f'<svg {NAMESPACE} viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="t d">',
        '<title id="t">USD a month of all stacks at each stage, against the range that is promised</title>',
        f'<desc id="d">{escape(about)}</desc>',
        f"<style>{STYLE}</style>",
        *_axis(height),
    ]
    for row, (stage, (promised, usd)) in enumerate(bills.items()):
        body += _bill(stage, promised, usd, TOP + row * ROW)
    return "\n".join([*body, "</svg>", ""])


def _axis(height: int) -> Iterator[str]:
    for tick in TICKS:
        x = _x(tick)
        yield f'<line x1="{x}" y1="{TOP - 12}" x2="{x}" y2="{height - 28}" stroke="var(--line)"/>'
        anchor = "end" if tick == TICKS[-1] else "middle"
        yield f'<text x="{x}" y="{height - 10}" text-anchor="{anchor}">{_usd(tick)}</text>'
    yield (
        f'<rect x="{LABEL}" y="6" width="22" height="14" fill="var(--range)"/>'
        f'<text x="{LABEL + 28}" y="18">promised</text>'
        f'<line x1="{LABEL + 110}" y1="13" x2="{LABEL + 140}" y2="13" stroke="var(--bill)" stroke-width="4"/>'
        f'<circle cx="{LABEL + 125}" cy="13" r="6" fill="var(--bill)"/>'
        f'<text x="{LABEL + 148}" y="18">reckoned: low, expected, high</text>'
    )


def _bill(stage: str, promised: tuple[int, int], usd: Range, top: int) -> Iterator[str]:
    least, most = map(_x, promised)
    low, expected, high = map(_x, usd)
    middle = top + 44
    yield f'<text x="{LABEL - 12}" y="{middle + 5}" text-anchor="end">{escape(stage)}</text>'
    width = round(most - least, 1)
    yield f'<rect x="{least}" y="{top + 26}" width="{width}" height="36" fill="var(--range)"/>'
    yield (
        f'<line x1="{low}" y1="{middle}" x2="{high}" y2="{middle}" stroke="var(--bill)" stroke-width="4" '
        'stroke-linecap="round"/>'
    )
    yield f'<circle cx="{expected}" cy="{middle}" r="7" fill="var(--bill)"/>'
    yield f'<text x="{expected}" y="{top + 18}" text-anchor="middle">{_usd(usd.expected)}</text>'


def _x(usd: object) -> float:
    first, last = log10(TICKS[0]), log10(TICKS[-1])
    share = (log10(float(str(usd))) - first) / (last - first)
    return round(LABEL + share * (WIDTH - LABEL - RIGHT), 1)


def _usd(usd: object) -> str:
    return f"${float(str(usd)):,.0f}"

"""What the policy packs add to a preview, and how that grows."""

from __future__ import annotations

from pathlib import Path

from measure import QUICK, ROUNDS, Bench, compare

from engine import MANY
from support.sandbox import ROOT, Project

PACKS = [
    part
    for pack in ("cost", "resilience", "security")
    for part in ("--policy-pack", f"{ROOT}/policies/{pack}")
]
SIZES = (20, 60) if QUICK else (200, 2_000)


def policies(folder: Path) -> list[dict[str, object]]:
    """A preview with the three packs / without; with one pack of fifty rules; and 2,000 / 200 resources."""
    prod = Project.of_stacks(folder / "prod")
    few, many = (Project.of_program(folder / f"judged-{size}", MANY.format(count=size)) for size in SIZES)
    try:
        small, big = Bench(few), Bench(many)
        bench = small if QUICK else Bench(prod, "prod")
        one = PACKS[2:4]
        return [
            compare(
                "preview of prod, with the resilience pack / without",
                lambda: bench.preview(*one),
                bench.preview,
                ROUNDS,
            ),
            compare(
                "preview of prod, with three packs / without",
                lambda: bench.preview(*PACKS),
                bench.preview,
                ROUNDS,
            ),
            compare(
                f"preview with three packs of {SIZES[1]} / {SIZES[0]} resources",
                lambda: big.preview(*PACKS),
                lambda: small.preview(*PACKS),
                min(ROUNDS, 2),
            ),
        ]
    finally:
        for project in (prod, few, many):
            project.end()

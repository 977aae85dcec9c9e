"""An audit as a table for a terminal, as Markdown, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from tenfold_pricing.estimate import cents

from ..cost_bill import money
from ..cost_text import BASIS
from .finding import Audit, Finding, Kind, Refusal, Resource, Unsure, counted
from .prices import Saving

_SHOWN = 5
"""Resources that a line names before it only counts."""
_MOST = 20
"""Findings of a kind that are shown before they are only summed; the JSON has all."""
T = TypeVar("T", Finding, Unsure)


def as_table(audit: Audit) -> str:
    """Kinds with their findings, the dearest first; then what is not judged, and what was not looked at."""
    lines = [_headline(audit)]
    for kind, findings in _by_kind(audit.findings):
        lines += ["", f"{_title(kind)}: {len(findings)}"]
        for each in findings[:_MOST]:
            lines.append(f"  {_amount(each.saving):>12}  {_called(each.resource)}  {each.resource.region}")
            lines += [f"{'':16}{each.why}.", *(f"{'':16}Without {gap}." for gap in each.saving.missing)]
            lines.append(f"{'':16}→ {each.remedy}")
        lines += [f"  {words}" for words in _more(findings)]
    for words in _left_open(audit):
        lines += ["", words]
    return "\n".join([*lines, *_basis(audit)])


def as_markdown(audit: Audit) -> str:
    """The same for a page or a pull request."""
    lines = [f"### {_headline(audit)}", ""]
    if audit.findings:
        lines += ["| USD a month | resource | region | why | remedy |", "|--:|---|---|---|---|"]
        for kind, findings in _by_kind(audit.findings):
            for each in findings[:_MOST]:
                gaps = "".join(f" Without {gap}." for gap in each.saving.missing)
                lines.append(
                    f"| {_amount(each.saving)} | {_title(kind)}: `{_called(each.resource)}` | "
                    f"{each.resource.region} | {_cell(each.why)}.{_cell(gaps)} | {_cell(each.remedy)} |"
                )
            lines += [f"| | {_title(kind)}: {words} | | | |" for words in _more(findings)]
        lines.append("")
    lines += [f"- {words}" for words in _left_open(audit)]
    return "\n".join([*lines, *_basis(audit)])


def as_json(audit: Audit) -> str:
    """The same for a program. ``usd`` is null where no price is listed."""
    return json.dumps(
        {
            "account": audit.account,
            "regions": list(audit.regions),
            "days": audit.days,
            "usd": float(cents(audit.usd)),
            "findings": [_finding(each) for _, some in _by_kind(audit.findings) for each in some],
            "notJudged": [
                {"kind": each.kind, **_resource(each.resource), "reason": each.reason}
                for each in audit.unsure
            ],
            "notLookedAt": [_refusal(each) for each in audit.refusals],
        },
        indent=2,
    )


def _finding(each: Finding) -> Mapping[str, Any]:
    usd = each.saving.usd
    return {
        "kind": each.kind,
        **_resource(each.resource),
        "why": each.why,
        "usd": None if usd is None else float(cents(usd)),
        "atMost": each.saving.at_most,
        "missing": list(each.saving.missing),
        "remedy": each.remedy,
    }


def _resource(each: Resource) -> Mapping[str, Any]:
    return {"id": each.id, "name": each.name, "region": each.region, "tags": dict(each.tags)}


def _refusal(each: Refusal) -> Mapping[str, str]:
    return {"part": each.part, "region": each.region, "reason": each.reason}


def _headline(audit: Audit) -> str:
    where = f"account {audit.account} in {', '.join(audit.regions)}"
    if not audit.findings:
        return f"No waste found in {where}{', as far as AWS answered' if audit.refusals else ''}."
    upto = "Up to " if any(each.saving.at_most for each in audit.findings) else ""
    return f"{upto}{money(audit.usd)} a month to save in {where}: {counted(len(audit.findings), 'finding')}."


def _basis(audit: Audit) -> list[str]:
    return ["", BASIS] if audit.findings else []


def _by_kind(found: Sequence[T]) -> list[tuple[Kind, list[T]]]:
    """Kinds and what is of them, the dearest first."""
    kinds = {kind: [each for each in found if each.kind is kind] for kind in Kind}
    ordered = [(kind, sorted(some, key=_order)) for kind, some in kinds.items() if some]
    return sorted(ordered, key=lambda entry: sum(_order(each)[0] for each in entry[1]))


def _order(each: Finding | Unsure) -> tuple[Decimal, str, str]:
    usd = each.saving.usd if isinstance(each, Finding) else None
    return (-(usd or Decimal(0)), each.resource.region, each.resource.id)


def _more(findings: Sequence[Finding]) -> list[str]:
    rest = findings[_MOST:]
    usd = sum((each.saving.usd or Decimal(0) for each in rest), Decimal(0))
    return [f"and {len(rest)} more, {money(usd)} together; --json has them all"] if rest else []


def _left_open(audit: Audit) -> Iterator[str]:
    for kind, unsure in _by_kind(audit.unsure):
        for reason in dict.fromkeys(each.reason for each in unsure):
            mine = [each.resource for each in unsure if each.reason == reason]
            names = ", ".join(_called(each) for each in mine[:_SHOWN])
            more = f" and {len(mine) - _SHOWN} more" if len(mine) > _SHOWN else ""
            yield f"Cannot tell of {kind}, {reason}: {names}{more}."
    for each in audit.refusals:
        yield f"Not looked at: {each.part.replace('-', ' ')} in {each.region}: {each.reason}"


def _title(kind: Kind) -> str:
    words = kind.replace("-", " ")
    return f"{words[0].upper()}{words[1:]}"


def _called(each: Resource) -> str:
    """An ARN is shown by its last part, as consoles do; the JSON has the whole."""
    short = each.id.partition(":loadbalancer/")[2] or each.id
    return f"{short} ({each.name})" if each.name and each.name not in short else short


def _amount(saving: Saving) -> str:
    if saving.usd is None:
        return "no price"
    return f"{'≤ ' if saving.at_most else ''}{money(saving.usd)}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")

"""A review as Markdown, for the comment on a pull request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tenfold_policies.packs import rules_of
from tenfold_policies.rule import Domain

from ..cost_bill import Bill, kind
from ..cost_text import markdown
from .review import Finding, Review

MOST_CHARACTERS = 65_000
"""GitHub refuses a comment of more than 65,536 characters."""
_SEVERITIES = ("critical", "high", "medium", "low", "")
_CHANGES = ("create", "update", "replace", "delete")


def report(review: Review, bill: Bill | None, project: str) -> str:
    """Verdict, findings, changes and cost.

    The first line names project and stack, unseen by readers: a comment that begins with it is to be written
    anew rather than joined by another.
    """
    lines = [
        f"<!-- tenfold ci: {project}/{review.stack} -->",
        f"## Preview of `{review.stack}`: {_verdict(review)}",
    ]
    lines += ["", *(f"````text\n{each}\n````" for each in review.errors)]
    lines += _findings(review)
    lines += _changes(review)
    if bill:
        lines += [markdown(bill)]
    return _cut("\n".join(lines))


def _verdict(review: Review) -> str:
    if review.errors:
        return "it fails"
    count = len(review.mandatory)
    return f"{count} mandatory fault{'' if count == 1 else 's'}" if count else "no mandatory fault"


def _findings(review: Review) -> Iterator[str]:
    if review.mandatory:
        yield from ("### To be mended", "", *_rows(review.mandatory), "")
    if review.advisory:
        yield from (f"<details><summary>Advice: {len(review.advisory)}</summary>", "")
        yield from (*_rows(review.advisory), "", "</details>", "")


def _rows(findings: Sequence[Finding]) -> Iterator[str]:
    for each in sorted(findings, key=lambda each: (_SEVERITIES.index(each.severity), each.rule, each.name)):
        text = " ".join(each.message.split()).replace("<", "&lt;")
        severity = f" ({each.severity})" if each.severity else ""
        yield f"- **{_linked(each)}**{severity} `{each.name}` {kind(each.type)}: {text}"


def _linked(finding: Finding) -> str:
    """The rule's name; of Tenfold's, with the page that it is from."""
    domain = finding.pack.removeprefix("tenfold-")
    rule = rules_of(Domain(domain)).get(finding.rule) if domain in list(Domain) else None
    return f"[{finding.rule}]({rule.reference})" if rule else finding.rule


def _changes(review: Review) -> Iterator[str]:
    counts = [f"{count} to {verb}" for verb in _CHANGES if (count := review.changes.get(verb))]
    if not review.errors:
        yield from ("### Changes", "", f"{', '.join(counts) or 'None'}.", "")
    if review.lost:
        yield from (*(f"- {each}" for each in review.lost), "")


def _cut(text: str) -> str:
    """No more than a comment may hold, at the end of a line."""
    if len(text) <= MOST_CHARACTERS:
        return text
    kept = text[:MOST_CHARACTERS].rpartition("\n")[0]
    open_ = kept.count("<details>") - kept.count("</details>")
    return kept + "\n\n</details>" * open_ + "\n\nThe rest is left out: it is more than a comment may hold."

"""Findings as a table or as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence

from .checks import Finding, Verdict, ready
from .facts import Facts

_MARKS = {Verdict.PASS: "✓", Verdict.NOTE: "!", Verdict.FAIL: "✗"}


def as_table(facts: Facts, target: str, findings: Sequence[Finding]) -> str:
    """A line per finding, its remedy below it, and the verdict last."""
    width = max(len(finding.check) for finding in findings)
    lines = [f"{facts.cluster}: from Kubernetes {facts.version} to {target}", ""]
    for finding in findings:
        lines.append(f"{_MARKS[finding.verdict]} {finding.check:{width}}  {finding.detail}")
        if finding.remedy:
            lines.append(f"{'':{width + 4}}→ {finding.remedy}")
    blocking = sum(finding.verdict is Verdict.FAIL for finding in findings)
    ending = "Ready to upgrade." if ready(findings) else f"Not ready: {blocking} to mend."
    return "\n".join([*lines, "", ending])


def as_json(facts: Facts, target: str, findings: Sequence[Finding]) -> str:
    """The same for a program."""
    return json.dumps(
        {
            "cluster": facts.arn,
            "from": facts.version,
            "to": target,
            "ready": ready(findings),
            "checks": [
                {
                    "check": finding.check,
                    "verdict": finding.verdict,
                    "detail": finding.detail,
                    "remedy": finding.remedy,
                }
                for finding in findings
            ],
        },
        indent=2,
    )

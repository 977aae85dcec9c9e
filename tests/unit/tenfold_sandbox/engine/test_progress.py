"""Progress on a terminal and in a log."""

from __future__ import annotations

import io

import pytest

from tenfold_sandbox.engine import progress
from tenfold_sandbox.engine.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_one_line_that_renews_itself() -> None:
    stream = Terminal()
    shown = Progress(stream)
    shown.update("1 of 2")
    shown.update("2 of 2")
    shown.say("done")
    assert stream.getvalue().count("\n") == 2
    assert stream.getvalue().count("\r") == 2


def test_a_log_gets_a_line_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 1.0, 12.0, 13.0, 25.0])
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))
    stream = io.StringIO()
    shown = Progress(stream)
    for count in range(4):
        shown.update(f"{count} of 4")
    assert stream.getvalue().splitlines() == ["  1 of 4 (12 s)", "  3 of 4 (25 s)"]

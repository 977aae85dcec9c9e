"""Progress of long work: one line that renews itself on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from typing import TextIO

_QUIET_SECONDS = 10


class Progress:
    """Writes to ``stream`` (stderr by default, since stdout belongs to the command that is run)."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._terminal = self._stream.isatty()
        self._started = self._last = time.monotonic()
        self._open_line = False

    def say(self, text: str) -> None:
        """Write a line that stays; elapsed time is counted from here."""
        self._close_line()
        self._stream.write(f"{text}\n")
        self._stream.flush()
        self._started = self._last = time.monotonic()

    def update(self, text: str) -> None:
        """Tell how far the work is, with the time elapsed since the last ``say``."""
        now = time.monotonic()
        line = f"  {text} ({now - self._started:.0f} s)"
        if self._terminal:
            self._stream.write(f"\r\033[K{line}")
            self._open_line = True
        elif now - self._last >= _QUIET_SECONDS:
            self._stream.write(f"{line}\n")
            self._last = now
        self._stream.flush()

    def _close_line(self) -> None:
        if self._open_line:
            self._stream.write("\n")
            self._open_line = False

"""How the session tells the providers that nothing which a command deletes is worth protecting."""

from __future__ import annotations

import os

DISPOSING = "TENFOLD_SANDBOX_DISPOSING"
"""The variable of a command whose deletions dispose."""


def is_disposing() -> bool:
    """Whether this command's deletions dispose."""
    return bool(os.environ.get(DISPOSING))

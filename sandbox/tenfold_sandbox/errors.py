"""The one error that the sandbox's commands show to their user."""

from __future__ import annotations


class SandboxError(Exception):
    """A message for the user: what is wrong, where, and what to do. Shown without a traceback."""

"""How IAM tags: each kind by operations of its own."""

from __future__ import annotations

from tenfold_sandbox.provider.table import Tagging


def tagging(kind: str, key: str, target: str = "id") -> Tagging:
    return Tagging(add=f"Tag{kind}", remove=f"Untag{kind}", key=key, target=target)

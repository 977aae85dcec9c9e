"""A search among things of which some can't be told yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from tenfold_policies.values import Undecided

T = TypeVar("T")


def matching(candidates: Iterable[T], test: Callable[[T], bool]) -> list[T]:
    """The candidates that pass a test.

    Raises:
        Undecided: none passes, and one may once its values are known.
    """
    found: list[T] = []
    missing: Undecided | None = None
    for each in candidates:
        try:
            if test(each):
                found.append(each)
        except Undecided as unknown:
            missing = unknown
    if missing and not found:
        raise missing
    return found

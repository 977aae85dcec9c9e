"""Whether a stack costs anything at all."""

from __future__ import annotations

from tenfold_policies.resource import Stack
from tenfold_pricing.pricers import REGISTRY


def costs_anything(stack: Stack) -> bool:
    """Whether it has a resource that AWS charges for."""
    return any(each.type in REGISTRY for each in stack)

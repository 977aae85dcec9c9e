"""The one error that the price list and the cost model raise for input that cannot work."""

from __future__ import annotations


class PricingError(ValueError):
    """A message for the user: which file, line or key is wrong, what is allowed, and what to do."""

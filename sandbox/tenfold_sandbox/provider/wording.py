"""How AWS rewords what it is told, where several services do it alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

DESCRIPTION = "Managed by Pulumi"
"""What the provider says where the program describes nothing."""


def lower_case_name(name: str, _: Mapping[str, Any]) -> str:
    """For ``autoname_form``: the service keeps names in lower case."""
    return name.lower()


def in_lower_case(live: Any, wanted: Any) -> bool:
    """For ``alike``: AWS keeps it in lower case."""
    return live == str(wanted).lower()


def is_version_of(live: Any, wanted: Any) -> bool:
    """For ``alike``: ``17`` is asked for, and AWS makes ``17.5`` of it."""
    return str(live).startswith(f"{wanted}.")

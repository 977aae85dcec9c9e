"""Names and tags of everything Tenfold creates, planned in one place. Pure: no pulumi import."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

MANAGED_BY = "tenfold"


def physical_name(*parts: str, limit: int) -> str:
    """Join parts with dashes; longer than ``limit`` it is cut and ends in a hash, so that it stays unique.

    A name that fits is never changed, so that a service's limit is the only reason for an unreadable name.

    >>> physical_name("prod", "cache", limit=40)
    'prod-cache'
    """
    name = "-".join(part for part in parts if part)
    if len(name) <= limit:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{name[: limit - 9].rstrip('-')}-{digest}"


def tags(component: str, name: str, extra: Mapping[str, str] | None = None, **own: str) -> dict[str, str]:
    """The tags of one resource: who made it, its name, the resource's own, then the user's, which win.

    Args:
        component: the component's class name, such as ``Network``.
        name: the value of ``Name``, which the AWS console shows.
        extra: the user's tags.
        own: tags that the resource needs to work, such as those by which EKS finds subnets.
    """
    return {
        "Name": name,
        "ManagedBy": MANAGED_BY,
        "tenfold:component": component,
        **own,
        **(extra or {}),
    }

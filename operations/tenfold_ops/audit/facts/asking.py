"""One region of an account, as the parts of an audit ask it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ...eks.account import Account, Client
from ..figures import Figures

Described = Mapping[str, Any]
"""What an API tells of one resource."""


@dataclass(frozen=True)
class Place:
    """A region: where to ask, and the figures of the window."""

    account: Account
    account_id: str
    region: str
    figures: Figures
    _clients: dict[str, Client] = field(default_factory=dict[str, Client])

    def client(self, service: str) -> Client:
        """A service's client, made once."""
        if service not in self._clients:
            self._clients[service] = self.account.client(service)
        return self._clients[service]

    def all(self, service: str, operation: str, key: str, **arguments: Any) -> list[Described]:
        """Every item of a listing, page by page."""
        client = self.client(service)
        if not client.can_paginate(operation):
            return list(getattr(client, operation)(**arguments)[key])
        pages = client.get_paginator(operation).paginate(**arguments)
        return [item for page in pages for item in page.get(key) or ()]


def tags(described: Described, key: str = "Tags") -> dict[str, str]:
    """A description's tags."""
    return as_tags(described.get(key) or ())


def as_tags(listed: Iterable[Described]) -> dict[str, str]:
    """A list of keys and values."""
    return {each["Key"]: each.get("Value", "") for each in listed}

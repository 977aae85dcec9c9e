"""What every cache offers, however it is run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import pulumi

from tenfold.parts.iam import Statement


class CacheEndpoint(Protocol):
    """A Valkey or Redis OSS cache, as its users see it: in cluster mode, over TLS, with a user's password.

    Cache and ServerlessCache both are one, so a program can change from one to the other without changing
    what uses it. The data does not move with it: restore a snapshot, or let the new cache fill.
    """

    endpoint: pulumi.Output[str]
    """Host name at which a cluster-aware client learns of all nodes."""
    port: pulumi.Output[int]
    secret_arn: pulumi.Output[str]
    """Secrets Manager secret with the keys ``username`` and ``password`` of the application's user."""
    user_secret_arns: pulumi.Output[Mapping[str, str]]
    """The same for each of ``users`` that has a password, by its name in the args."""
    user_names: pulumi.Output[Mapping[str, str]]
    """What each of ``users`` logs in as, by its name in the args."""
    security_group_id: pulumi.Output[str]
    """The cache's security group: closed but for the sources that its args name."""

    def secret_statements(self, user: str = "app") -> Sequence[Statement]:
        """What a role needs to read a user's password."""
        ...

    def connect_statements(self, user: str) -> Sequence[Statement]:
        """What a role needs to log in as a user of IAM."""
        ...

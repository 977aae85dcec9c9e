"""What every database offers, however it is run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import pulumi

from tenfold.parts.iam import Statement


class Database(Protocol):
    """A PostgreSQL database, as its users see it: write to one address, read from another, log in with a
    secret.

    AuroraDatabase and PostgresDatabase both are one, so a program can change from one to the other without
    changing what uses it.
    """

    endpoint: pulumi.Output[str]
    """Host name of the writer."""
    reader_endpoint: pulumi.Output[str]
    """Host name for reads; the writer's where there is no reader."""
    port: pulumi.Output[int]
    secret_arn: pulumi.Output[str]
    """Secrets Manager secret with the keys ``username`` and ``password`` of the master user."""
    security_group_id: pulumi.Output[str]
    """The database's security group: closed but for the sources that its args name."""
    proxy_endpoint: pulumi.Output[str] | None
    """Host name of RDS Proxy before the writer; None without one."""

    proxy_reader_endpoint: pulumi.Output[str] | None
    """Host name of RDS Proxy before the readers; None without it."""

    def secret_statements(self) -> Sequence[Statement]:
        """What a role needs to read the master user's password."""
        ...

    def connect_statements(self, username: str) -> Sequence[Statement]:
        """What a role needs to log in as this user with an IAM token."""
        ...

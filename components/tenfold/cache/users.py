"""Who may log in to a cache, besides the application's user."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from pydantic import model_validator

from tenfold.args import Args
from tenfold.cache import plan


class Authentication(StrEnum):
    """How a user proves who it is."""

    PASSWORD = "password"
    """A generated password that never expires, in a secret of Secrets Manager."""
    IAM = "iam"
    """A token that the client signs with its role, good for 15 minutes. AWS ends such a connection after 12
    hours unless the client has sent a new one (ElastiCache User Guide, "Authenticating with IAM")."""


class CacheUser(Args):
    """One more user."""

    access: str
    """What it may do, as an access string without a password: ``on ~session:* +@read`` reads the keys that
    begin so. Required, since a second user is for less than everything."""
    authentication: Authentication = Authentication.PASSWORD
    """How it logs in. With IAM, a role needs ``connect_statements`` and the user's name is the id that
    ``user_names`` tells."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        plan.check_access("CacheUser.access", self.access)
        return self

"""Users, their passwords and secrets, and the group that a cache lets in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_random as random
from pulumi_aws import elasticache, secretsmanager

from tenfold.cache import plan
from tenfold.cache.users import Authentication, CacheUser
from tenfold.component import Component
from tenfold.errors import InvalidInputError
from tenfold.naming import physical_name
from tenfold.parts.iam import Statement, secret_statements


@dataclass(frozen=True)
class Access:
    """Who may log in."""

    key_arn: pulumi.Input[str]
    secrets: Mapping[str, secretsmanager.Secret]
    """Of the users that have a password."""
    users: Mapping[str, elasticache.User]
    """All but the one that is off."""
    iam: frozenset[str]
    group: elasticache.UserGroup

    @property
    def user_secret_arns(self) -> pulumi.Output[Mapping[str, str]]:
        """Of the further users, by name."""
        further = {name: each.arn for name, each in self.secrets.items() if name != plan.APP_USERNAME}
        return pulumi.Output.from_input(further)  # pyright: ignore[reportReturnType]  # it unwraps the values too

    @property
    def user_names(self) -> pulumi.Output[Mapping[str, str]]:
        """What each of the further users logs in as."""
        further = {name: each.user_name for name, each in self.users.items() if name != plan.APP_USERNAME}
        return pulumi.Output.from_input(further)  # pyright: ignore[reportReturnType]  # as above

    def secret_statements(self, user: str) -> Sequence[Statement]:
        """To read a password."""
        if user not in self.secrets:
            raise _no_such(user, self.secrets, "a user with a password")
        return secret_statements([self.secrets[user].arn], self.key_arn)

    def connect_statements(self, user: str, cache_arn: pulumi.Output[str]) -> Sequence[Statement]:
        """To log in with a signed token. AWS checks the cache and the user both."""
        if user not in self.iam:
            raise _no_such(user, self.iam, "a user of IAM")
        return [Statement(actions=["elasticache:Connect"], resources=[cache_arn, self.users[user].arn])]


def _no_such(user: str, known: Mapping[str, object] | frozenset[str], kind: str) -> InvalidInputError:
    names = ", ".join(sorted(known)) or "there is none"
    return InvalidInputError("user", user, f"{kind}: {names}", "Name one of the args' users.")


class AccessMaker:
    """Makes users and all that belongs to them, as children of a cache."""

    def __init__(
        self, component: Component, *, engine: str, key_arn: pulumi.Input[str], region: str | None
    ) -> None:
        self._component = component
        self._name = component.pulumi_resource_name
        self._engine = engine
        self._key_arn = key_arn
        self._region = region
        self._secrets: dict[str, secretsmanager.Secret] = {}
        self._users: dict[str, elasticache.User] = {}

    def make(self, app_access: str, users: Mapping[str, CacheUser]) -> Access:
        """The application's user with this access, the further ones, one that is off, and their group."""
        password = self._password(plan.APP_USERNAME)
        self._secrets[plan.APP_USERNAME] = self._secret("", plan.APP_USERNAME, password)
        # A group needs a user named "default", and Valkey's a password for each user, even one that is off.
        off = self._user(plan.OFF_USERNAME, plan.NO_ACCESS, self._password(plan.OFF_USERNAME))
        self._users[plan.APP_USERNAME] = self._user(plan.APP_USERNAME, app_access, password)
        for label, user in users.items():
            self._further(label, user)
        return Access(
            key_arn=self._key_arn,
            secrets=self._secrets,
            users=self._users,
            iam=frozenset(name for name, user in users.items() if user.authentication is Authentication.IAM),
            group=self._group([off, *self._users.values()]),
        )

    def _further(self, label: str, user: CacheUser) -> None:
        if user.authentication is Authentication.IAM:
            self._users[label] = self._user(label, user.access, None)
            return
        password = self._password(label)
        self._secrets[label] = self._secret(f"{label}-", label, password)
        self._users[label] = self._user(label, user.access, password)

    def _password(self, username: str) -> pulumi.Output[str]:
        return random.RandomPassword(
            f"{self._name}-{username}-password",
            length=64,
            special=False,  # 64 letters and digits are 381 bits, and fit into a URL
            opts=self._component.child(),
        ).result

    def _secret(self, stem: str, username: str, password: pulumi.Output[str]) -> secretsmanager.Secret:
        whose = f"User {username}" if stem else "Application's user"
        secret = secretsmanager.Secret(
            f"{self._name}-{stem}secret",
            description=f"{whose} of the cache {self._name}",
            kms_key_id=self._key_arn,
            region=self._region,
            tags=self._component.tags_for(f"{stem}secret"),
            opts=self._component.child(),
        )
        secretsmanager.SecretVersion(
            f"{self._name}-{stem}secret-version",
            secret_id=secret.id,
            secret_string=pulumi.Output.json_dumps({"username": username, "password": password}),
            region=self._region,
            opts=self._component.child(),
        )
        return secret

    def _user(self, username: str, access: str, password: pulumi.Output[str] | None) -> elasticache.User:
        """A user of IAM has no password, and its name is its id."""
        user_id = physical_name(self._name, username, limit=40)
        by_iam = elasticache.UserAuthenticationModeArgs(type="iam")
        return elasticache.User(
            f"{self._name}-{username}-user",
            user_id=user_id,
            user_name=user_id if password is None else username,
            engine=self._engine,
            access_string=access,
            passwords=None if password is None else [password],
            authentication_mode=by_iam if password is None else None,
            region=self._region,
            tags=self._component.tags_for(f"{username}-user"),
            opts=self._component.child(),
        )

    def _group(self, users: Sequence[elasticache.User]) -> elasticache.UserGroup:
        return elasticache.UserGroup(
            f"{self._name}-users",
            user_group_id=self._name,
            engine=self._engine,
            user_ids=[user.user_id for user in users],
            region=self._region,
            tags=self._component.tags_for("users"),
            opts=self._component.child(),
        )

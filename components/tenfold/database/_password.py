"""The master user's password: made here and kept in a secret, or RDS's own affair."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi
import pulumi_random as random
from pulumi_aws import rds, secretsmanager

from tenfold.component import Component
from tenfold.database.args import DatabaseArgs
from tenfold.errors import InvalidInputError


class MasterPassword:
    """What an instance or cluster is told of its password, and the secret that then holds it."""

    generated: pulumi.Output[str] | None
    """The password that was made here; None where RDS makes it."""
    managed: bool | None
    """True where RDS makes it; else None, since the provider refuses a password beside False."""
    managed_key_arn: pulumi.Input[str] | None
    """The key of RDS's secret, where RDS has one."""

    def __init__(self, component: Component, args: DatabaseArgs, key_arn: pulumi.Input[str]) -> None:
        self._component, self._args, self._key_arn = component, args, key_arn
        self.generated = None if args.managed_password else self._generate()
        self.managed = True if args.managed_password else None
        self.managed_key_arn = key_arn if args.managed_password else None

    def secret_arn(
        self,
        store: rds.Instance | rds.Cluster,
        copies: Sequence[secretsmanager.SecretReplicaArgs] | None = None,
    ) -> pulumi.Output[str]:
        """The secret with the master user's name and password.

        Args:
            store: the instance or cluster that was told the password.
            copies: of a secret that is made here, in other regions.
        """
        if self.generated is None:
            return _managed_secret_arn(store)
        return self._make_secret(self.generated, copies).arn

    def _generate(self) -> pulumi.Output[str]:
        version = self._args.password_version
        return random.RandomPassword(
            f"{self._component.pulumi_resource_name}-password",
            length=40,
            special=False,  # 40 letters and digits are 238 bits, and fit into a URL
            # Nothing at first: a keeper that appears would change the password too.
            keepers={"version": str(version)} if version > 1 else None,
            opts=self._component.child(),
        ).result

    def _make_secret(
        self, password: pulumi.Output[str], copies: Sequence[secretsmanager.SecretReplicaArgs] | None
    ) -> secretsmanager.Secret:
        name, args = self._component.pulumi_resource_name, self._args
        secret = secretsmanager.Secret(
            f"{name}-secret",
            description=f"Master user of the database {name}",
            kms_key_id=self._key_arn,
            replicas=copies,
            region=args.region,
            tags=self._component.tags_for("secret"),
            opts=self._component.child(),
        )
        secretsmanager.SecretVersion(
            f"{name}-secret-version",
            secret_id=secret.id,
            secret_string=pulumi.Output.json_dumps({"username": args.master_username, "password": password}),
            region=args.region,
            opts=self._component.child(),
        )
        return secret


def _managed_secret_arn(store: rds.Instance | rds.Cluster) -> pulumi.Output[str]:
    def arn(known: Sequence[str | None]) -> str:
        if known and known[0]:
            return known[0]
        # When management is turned on, the provider's preview has the list as it was: empty.
        if pulumi.runtime.is_dry_run():
            return pulumi.UNKNOWN  # pyright: ignore[reportReturnType]  # stands for any value
        raise InvalidInputError(
            "managed_password",
            True,
            "a secret that RDS has made by now",
            "It is still being made: repeat the update in a minute, with --refresh.",
        )

    return store.master_user_secrets.apply(lambda secrets: arn([each.secret_arn for each in secrets]))

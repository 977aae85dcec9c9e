"""What both caches stand on: key, network, users, and the outputs that ``CacheEndpoint`` promises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pulumi

from tenfold.cache import plan
from tenfold.cache.access import AccessMaker
from tenfold.cache.args import CacheArgs
from tenfold.cache.serverless_args import ServerlessCacheArgs
from tenfold.component import Component
from tenfold.parts.iam import Statement
from tenfold.parts.keys import key_arn
from tenfold.parts.security_groups import closed_security_group


class CacheComponent(Component):
    """Base of the caches. Its outputs are those of the ``CacheEndpoint`` protocol."""

    endpoint: pulumi.Output[str]
    """Host name at which a cluster-aware client learns of all nodes."""
    port: pulumi.Output[int]
    secret_arn: pulumi.Output[str]
    """Secrets Manager secret with the keys ``username`` and ``password`` of the application's user."""
    user_secret_arns: pulumi.Output[Mapping[str, str]]
    """The same for each of ``users`` that has a password, by its name."""
    user_names: pulumi.Output[Mapping[str, str]]
    """What each of ``users`` logs in as, by its name in the args: with IAM that is the user's id in AWS."""
    security_group_id: pulumi.Output[str]

    _arn: pulumi.Output[str]
    """What a user of IAM connects to."""

    def __init__(
        self,
        name: str,
        args: CacheArgs | ServerlessCacheArgs,
        opts: pulumi.ResourceOptions | None,
        *,
        last_port: int | None = None,
    ) -> None:
        plan.check_name(type(self).__name__, name)
        super().__init__(name, args.tags, opts, deletion_protection=args.deletion_protection)
        self._key_arn = key_arn(
            self,
            args.kms_key_arn,
            description=f"Data and secret of the cache {name}",
            region=args.region,
            protect=args.deletion_protection,
        )
        self.security_group_id = closed_security_group(
            self,
            vpc_id=args.vpc_id,
            port=plan.PORT,
            last_port=last_port,
            sources=args.allowed_security_groups,
            description=f"Access to the cache {name}",
            clients="Cache clients in",
            region=args.region,
        ).id
        maker = AccessMaker(self, engine=args.engine, key_arn=self._key_arn, region=args.region)
        self._access = maker.make(args.access, args.users)
        self.secret_arn = self._access.secrets[plan.APP_USERNAME].arn
        self.user_secret_arns = self._access.user_secret_arns
        self.user_names = self._access.user_names

    def secret_statements(self, user: str = plan.APP_USERNAME) -> Sequence[Statement]:
        """What a role needs to read the password of a user, by its name in the args."""
        return self._access.secret_statements(user)

    def connect_statements(self, user: str) -> Sequence[Statement]:
        """What a role needs to log in as a user of IAM, by its name in the args."""
        return self._access.connect_statements(user, self._arn)

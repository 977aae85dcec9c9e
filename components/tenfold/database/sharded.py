"""ShardedDatabase: many databases, and the map that tells where a key's data lie."""

from __future__ import annotations

import pulumi
import pulumi_random as random
from pulumi_aws import ssm

from tenfold.component import Component
from tenfold.database import sharding
from tenfold.database.aurora import AuroraDatabase
from tenfold.database.aurora_args import AuroraDatabaseArgs
from tenfold.database.postgres import PostgresDatabase
from tenfold.database.sharded_args import ShardedDatabaseArgs

_STANDARD_CHARACTERS = 4_096  # what a parameter of the standard tier holds


class ShardedDatabase(Component):
    """Many databases of one kind, with a map of 4,096 slots that applications read.

    A key, such as a customer's number, has a slot: the first three hexadecimal digits of the SHA-256 of its
    text, which every language and PostgreSQL itself can reckon. The map says which shard has the slot. Slots
    move one by one, so data never have to be spread anew when a shard is added: only what ``moves`` names
    changes its place.

    Creates a database for each shard, an SSM parameter with the map, one for each shard with its endpoints
    and its secret's ARN, and marks in the state that hold the founders and the moves fast.

    To add a shard: name it in ``shards`` and update. Copy the rows of some slots to it, those that
    ``suggest_moves`` names, keep them in step by logical replication, then add the ``moves`` and update: the
    map's version rises, applications read it again, and the old rows can go.

    Refuses founders and moves that name no shard, slots beyond 4,095, a map that no parameter holds, and
    all that the databases refuse. A shard that has slots can't be removed: moves to other shards come first.

    Replaced when changed: the marks of founders and moves, which Pulumi refuses while ``deletion_protection``
    is on; the databases as their own pages say.

    Cost: that of its databases; the map is free in SSM's standard tier, $0.05 a month beyond 4 KB
    (aws.amazon.com/systems-manager/pricing).

    Availability: a shard's that of its database (aws.amazon.com/rds/aurora/sla, aws.amazon.com/rds/sla); a
    shard that is down takes its own keys with it and no others. Applications keep the map in memory, so that
    SSM need not be there.
    """

    shard_map: pulumi.Output[str]
    """The map as JSON: ``version``, ``hash``, ``slots``, ``runs`` of slots by shard, and ``shards`` with each
    one's ``endpoint``, ``reader_endpoint``, ``port``, ``secret_arn`` and, with a proxy, its endpoints."""
    map_parameter: pulumi.Output[str]
    """Name of the SSM parameter with the map, without ``shards``."""
    shard_parameters: pulumi.Output[dict[str, str]]
    """Names of the SSM parameters with the shards' endpoints, by shard."""

    databases: dict[str, AuroraDatabase | PostgresDatabase]

    def __init__(
        self, name: str, args: ShardedDatabaseArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, args.database.tags, opts)
        self._args = args
        self._hold_fast()
        self.databases = {label: self._database(label) for label in args.shards}
        connections = {label: _connection(each) for label, each in self.databases.items()}
        parameters = {
            label: self._parameter(f"shard-{label}", f"shards/{label}", pulumi.Output.json_dumps(connection))
            for label, connection in connections.items()
        }
        text = sharding.map_text(args.founders, args.runs)
        whole = sharding.map_of(args.founders, args.runs)
        # Last, so that nobody is sent to a shard that is not there yet.
        published = self._parameter("map", "map", text, size=len(text), after=[*parameters.values()])
        self.map_parameter = published.name
        self.shard_parameters = pulumi.Output.all(**{key: each.name for key, each in parameters.items()})
        self.shard_map = pulumi.Output.json_dumps({**whole, "shards": connections})
        self.register_outputs()

    def _database(self, label: str) -> AuroraDatabase | PostgresDatabase:
        args = self._args.shard_args(label)
        if isinstance(args, AuroraDatabaseArgs):
            return AuroraDatabase(f"{self._name}-{label}", args, self.child())
        return PostgresDatabase(f"{self._name}-{label}", args, self.child())

    def _hold_fast(self) -> None:
        """Marks that would be replaced, hence refused, if history were written anew."""
        self._mark("founders", ",".join(self._args.founders))
        for number, move in enumerate(self._args.moves, start=1):
            self._mark(f"move-{number}", f"{move.slots} to {move.to}")

    def _mark(self, role: str, said: str) -> None:
        random.RandomId(
            f"{self._name}-{role}",
            byte_length=1,
            keepers={"said": said},
            opts=self.child(protect=self._args.database.deletion_protection),
        )

    def _parameter(
        self,
        role: str,
        path: str,
        value: pulumi.Input[str],
        size: int = 0,
        after: list[pulumi.Resource] | None = None,
    ) -> ssm.Parameter:
        return ssm.Parameter(
            f"{self._name}-{role}",
            name=f"/databases/{self._name}/{path}",
            type=ssm.ParameterType.STRING,  # it names secrets, and holds none
            tier="Advanced" if size > _STANDARD_CHARACTERS else "Standard",
            insecure_value=value,  # so that a preview shows what changes
            region=self._args.database.region,
            tags=self.tags_for(role),
            opts=self.child(depends_on=after),
        )


def _connection(database: AuroraDatabase | PostgresDatabase) -> dict[str, pulumi.Input[str | int]]:
    """Where one shard is found."""
    found: dict[str, pulumi.Input[str | int]] = {
        "endpoint": database.endpoint,
        "reader_endpoint": database.reader_endpoint,
        "port": database.port,
        "secret_arn": database.secret_arn,
    }
    for field in ("proxy_endpoint", "proxy_reader_endpoint"):
        endpoint = getattr(database, field)
        if endpoint is not None:
            found[field] = endpoint
    return found

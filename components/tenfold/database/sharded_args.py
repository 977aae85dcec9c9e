"""What the user says about a database in many parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, model_validator

from tenfold.args import Args, Label
from tenfold.database.aurora_args import AuroraDatabaseArgs
from tenfold.database.postgres_args import PostgresDatabaseArgs
from tenfold.database.sharding import Run, check_sharding, map_text, parse_run
from tenfold.errors import InvalidInputError


def _check_run(text: str) -> str:
    parse_run(text)
    return text


class Shard(Args):
    """One database among the many, where it differs from the others."""

    instance_class: str | None = None
    """Instance class; None takes that of ``database``."""
    reader_count: int | None = Field(default=None, ge=0, le=15)
    """Readers or read replicas; None takes the number in ``database``."""


class Move(Args):
    """Slots whose data have been copied to another shard, which has them from now on."""

    slots: Annotated[str, AfterValidator(_check_run)]
    """From the first to the last, such as ``0-511``."""
    to: Label
    """The shard that has them now."""


class ShardedDatabaseArgs(Args):
    """A database in many parts, each one an AuroraDatabase or a PostgresDatabase."""

    database: AuroraDatabaseArgs | PostgresDatabaseArgs
    """What every shard is, and its engine with it. In YAML and other languages, where no class says which, it
    is Aurora unless a field stands in it that only RDS has, such as ``deployment``."""
    shards: Mapping[Label, Shard] = Field(min_length=1)
    """The shards by a name of your choice, which ends the database's name. One that is added has no slots,
    hence no data, until a move gives it some."""
    founders: Sequence[Label] = Field(min_length=1)
    """The shards that share all slots at first. They can't be changed later, since that would leave data
    behind: Pulumi refuses it while ``deletion_protection`` is on."""
    moves: Sequence[Move] = ()
    """All slots that ever changed their shard, oldest first. Append only: Pulumi refuses to change or remove
    one while ``deletion_protection`` is on."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_sharding(list(self.shards), self.founders, self.runs)
        for label in self.shards:
            self.shard_args(label)
        most, text = 8_192, map_text(self.founders, self.runs)
        if len(text) > most:
            raise InvalidInputError(
                "ShardedDatabaseArgs.moves",
                f"a map of {len(text)} characters",
                f"{most}, which is all that an SSM parameter holds",
                "Move longer runs of slots, so that the map needs fewer.",
            )
        return self

    @property
    def runs(self) -> list[tuple[Run, str]]:
        """The moves, parsed."""
        return [(parse_run(move.slots), move.to) for move in self.moves]

    def shard_args(self, label: str) -> AuroraDatabaseArgs | PostgresDatabaseArgs:
        """The arguments of one shard: ``database``'s with the shard's own over them."""
        own, changes = self.shards[label], dict[str, Any]()
        if own.instance_class is not None:
            changes["instance_class"] = own.instance_class
        if own.reader_count is not None:
            aurora = isinstance(self.database, AuroraDatabaseArgs)
            changes["reader_count" if aurora else "read_replica_count"] = own.reader_count
        return self.database.revised(**changes)

"""What the user says about an Aurora database."""

from __future__ import annotations

from typing import ClassVar, Self

from pydantic import Field, model_validator

from tenfold.args import Args
from tenfold.database.args import DatabaseArgs
from tenfold.database.parameters import Engine
from tenfold.errors import InvalidInputError


class ServerlessCapacity(Args):
    """Aurora Serverless v2: every instance scales between two limits."""

    min_acu: float = Field(default=0.5, ge=0, le=256, multiple_of=0.5)
    """Least Aurora capacity units (2 GiB of memory each). 0 pauses when idle: the first query then waits."""
    max_acu: float = Field(default=8, ge=1, le=256, multiple_of=0.5)
    """Most Aurora capacity units."""
    auto_pause_seconds: int | None = Field(default=None, ge=300, le=86_400)
    """Seconds without a connection after which an instance pauses, for ``min_acu=0`` alone; None is AWS's
    default, 300. RDS Proxy keeps connections open, so that behind one nothing ever pauses."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.auto_pause_seconds is not None and self.min_acu > 0:
            raise InvalidInputError(
                "ServerlessCapacity.auto_pause_seconds",
                self.auto_pause_seconds,
                "nothing unless min_acu is 0",
                "Remove it, or set min_acu=0.",
            )
        if self.max_acu < self.min_acu:
            raise InvalidInputError(
                "ServerlessCapacity.max_acu", self.max_acu, f"{self.min_acu} or more", "Raise it."
            )
        return self


class ReaderAutoscaling(Args):
    """More readers by Application Auto Scaling while the readers' CPU is busy; ``reader_count`` always stay.

    Before the database is deleted, set ``reader_autoscaling`` to None and delete the readers whose names
    begin with ``application-autoscaling-``: AWS deletes no cluster that has an instance left.
    """

    max_readers: int = Field(ge=2, le=15)
    """Most readers, those of ``reader_count`` among them; 15 is Aurora's most."""
    target_cpu_percent: float = Field(default=60, ge=10, le=90)
    """The readers' CPU that it aims at. A new reader takes minutes to come: under two thirds there is room
    until then."""
    scale_in_cooldown_seconds: int = Field(default=300, ge=0, le=86_400)
    """Seconds between two removals: AWS's default."""
    scale_out_cooldown_seconds: int = Field(default=300, ge=0, le=86_400)
    """Seconds between two additions: AWS's default."""


class AuroraDatabaseArgs(DatabaseArgs):
    """An Aurora PostgreSQL cluster."""

    engine: ClassVar[Engine] = Engine.AURORA

    reader_count: int = Field(default=1, ge=0, le=15)
    """Readers beside the writer; one takes over in about 30 s when the writer is lost. 0 means some ten
    minutes of outage instead; 15 is Aurora's most."""
    reader_autoscaling: ReaderAutoscaling | None = None
    """Readers beyond ``reader_count`` while the readers are busy."""
    serverless: ServerlessCapacity | None = None
    """Serverless v2 limits for all instances, in place of ``instance_class``."""
    io_optimized: bool | None = None
    """Storage without a charge per request; cheaper once requests are over a quarter of the bill (AWS's
    figure). False goes back to the charge; None, the default, leaves a cluster's storage as it is and makes a
    new one's with the charge. Changed in place, to True once in 30 days."""
    managed_password: bool = True
    """True lets RDS make the master password and rotate it every week. AWS refuses that in a Global Database:
    False generates it here, unrotated, into a secret of the component's own. Changed in place, with a new
    ``secret_arn``."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.serverless and "instance_class" in self.model_fields_set:
            raise InvalidInputError(
                "AuroraDatabaseArgs.instance_class",
                self.instance_class,
                "nothing while serverless is set",
                "Remove one of the two.",
            )
        scaled = self.reader_autoscaling
        if scaled and not 1 <= self.reader_count < scaled.max_readers:
            raise InvalidInputError(
                "AuroraDatabaseArgs.reader_count",
                self.reader_count,
                f"1 to {scaled.max_readers - 1}, less than reader_autoscaling.max_readers",
                "It scales on the readers' CPU, so there must be one; and its most must be above this.",
            )
        return self

"""The engine's parameters: tested defaults, what each family knows, and when a change takes effect.

The table beside this module has every parameter that a group of a family may set. PostgreSQL's own and those
of its contributed modules are the servers' (``pg_settings`` of 13.23, 14.23, 15.18, 16.14, 17.10 and 18.4),
less what AWS keeps to itself: files, sockets, archiving, recovery. A parameter of context ``postmaster`` is
static, the others are dynamic. AWS's and its extensions' are those of "Amazon Aurora PostgreSQL parameters"
(Aurora User Guide), "Working with parameters on your RDS for PostgreSQL DB instance" (RDS User Guide) and the
pages on query plan management, adaptive joins, logical replication and write forwarding. Aurora's storage
does without checkpoints, the background writer and most of the write-ahead log's parameters.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from importlib.resources import files

from tenfold.errors import InvalidInputError

OLDEST, NEWEST = 13, 18


class Engine(StrEnum):
    """A database engine, as AWS names it and the families of its parameter groups."""

    POSTGRES = "postgres"
    AURORA = "aurora-postgresql"


@dataclass(frozen=True)
class Parameter:
    """One parameter of a group; a static one takes effect at the next restart."""

    name: str
    value: str
    apply_method: str


# Not here, since AWS's defaults are right and a value that equals the default shows as a change for ever:
# shared_buffers (a quarter of memory on RDS, about two thirds on Aurora), effective_cache_size,
# max_connections, maintenance_work_mem and shared_preload_libraries (pg_stat_statements).
_DEFAULTS: Mapping[str, str] = {
    "rds.force_ssl": "1",
    "log_lock_waits": "1",  # waits longer than deadlock_timeout, a second
    "log_min_duration_statement": "1000",  # ms: a second is slow for a query on any stage of growth
    "log_temp_files": "10240",  # KiB: sorts that work_mem was too small for
    # Without the second, RDS suppresses what the first logs (RDS User Guide, "Logging autovacuum and vacuum
    # activities").
    "log_autovacuum_min_duration": "1000",  # ms
    "rds.force_autovacuum_logging_level": "log",
    # ms. AWS's is a day; until it ends, vacuum can't clean up behind a forgotten transaction.
    "idle_in_transaction_session_timeout": "300000",
}
# KiB for each sort or hash, in RDS's formulas over bytes: a thousandth of memory, half of that on Aurora,
# whose buffers take more. Never less than PostgreSQL's own 4 MiB.
_WORK_MEM = {
    Engine.POSTGRES: "GREATEST({DBInstanceClassMemory/1048576},4096)",
    Engine.AURORA: "GREATEST({DBInstanceClassMemory/2097152},4096)",
}


def family(engine: Engine, version: str) -> str:
    """The parameter group family of an engine's version, such as ``aurora-postgresql17``."""
    return engine + version.split(".")[0]


def planned_parameters(
    field: str, engine: Engine, version: str, given: Mapping[str, str]
) -> Sequence[Parameter]:
    """The defaults with the user's values over them, by name, and how AWS applies each.

    Raises:
        InvalidInputError: the family has no such parameter.
    """
    known = known_parameters(engine, version)
    for name in given:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            raise InvalidInputError(
                field,
                name,
                f"a parameter of {family(engine, version)}"
                + (f", such as {near[0]!r}, which is the nearest" if near else ""),
                "Mend its spelling. One that AWS has added since can be set by an Override of the group.",
            )
    wanted = {**_DEFAULTS, "work_mem": _WORK_MEM[engine], **given}
    return [Parameter(name, wanted[name], known[name]) for name in sorted(wanted)]


@cache
def known_parameters(engine: Engine, version: str) -> Mapping[str, str]:
    """Every parameter that a group of the family may set, and how AWS applies a change of it.

    A version beyond the table's is taken for the nearest that is in it.
    """
    major = min(max(int(version.split(".")[0]), OLDEST), NEWEST)
    # "immediate" is refused for a static parameter, "pending-reboot" for none. RDS answers with it for
    # rds.force_ssl whatever it was told, hence that one's place among the static ones.
    methods = {"static": "pending-reboot", "dynamic": "immediate"}
    return {
        row["name"]: methods[row["apply"]]
        for row in _table()
        if row["engine"] in ("all", engine) and int(row["first"]) <= major <= int(row["last"])
    }


@cache
def _table() -> Sequence[Mapping[str, str]]:
    text = files("tenfold.database").joinpath("parameters.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))

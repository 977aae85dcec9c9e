"""PostgreSQL databases behind one interface: Aurora, RDS with standbys and replicas, and many of either."""

from tenfold.database.alarms import DatabaseAlarms
from tenfold.database.args import CaCertificate, DatabaseArgs, InsightsMode, MonitoringInterval, Proxy
from tenfold.database.aurora import AuroraDatabase
from tenfold.database.aurora_args import AuroraDatabaseArgs, ReaderAutoscaling, ServerlessCapacity
from tenfold.database.interface import Database
from tenfold.database.postgres import PostgresDatabase
from tenfold.database.postgres_args import (
    BackupReplication,
    CrossRegionReplica,
    Deployment,
    PostgresDatabaseArgs,
)
from tenfold.database.sharded import ShardedDatabase
from tenfold.database.sharded_args import Move, Shard, ShardedDatabaseArgs
from tenfold.database.sharding import shard_of, slot_of, suggest_moves
from tenfold.parts.windows import DailyWindow, Weekday, WeeklyWindow

__all__ = [
    "AuroraDatabase",
    "AuroraDatabaseArgs",
    "BackupReplication",
    "CaCertificate",
    "CrossRegionReplica",
    "DailyWindow",
    "Database",
    "DatabaseAlarms",
    "DatabaseArgs",
    "Deployment",
    "InsightsMode",
    "MonitoringInterval",
    "Move",
    "PostgresDatabase",
    "PostgresDatabaseArgs",
    "Proxy",
    "ReaderAutoscaling",
    "ServerlessCapacity",
    "Shard",
    "ShardedDatabase",
    "ShardedDatabaseArgs",
    "Weekday",
    "WeeklyWindow",
    "shard_of",
    "slot_of",
    "suggest_moves",
]

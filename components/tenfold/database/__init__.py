"""PostgreSQL databases behind one interface: Aurora, and RDS with read replicas."""

from tenfold.database.args import (
    AuroraDatabaseArgs,
    CaCertificate,
    DatabaseArgs,
    InsightsMode,
    MonitoringInterval,
    PostgresDatabaseArgs,
    ServerlessCapacity,
)
from tenfold.database.aurora import AuroraDatabase
from tenfold.database.interface import Database
from tenfold.database.postgres import PostgresDatabase
from tenfold.parts.windows import DailyWindow, Weekday, WeeklyWindow

__all__ = [
    "AuroraDatabase",
    "AuroraDatabaseArgs",
    "CaCertificate",
    "DailyWindow",
    "Database",
    "DatabaseArgs",
    "InsightsMode",
    "MonitoringInterval",
    "PostgresDatabase",
    "PostgresDatabaseArgs",
    "ServerlessCapacity",
    "Weekday",
    "WeeklyWindow",
]

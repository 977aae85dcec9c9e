"""Tenfold: Pulumi components for AWS that a company grows into tenfold without rebuilding."""

from tenfold.cache import Cache, CacheArgs
from tenfold.database import (
    AuroraDatabase,
    AuroraDatabaseArgs,
    Database,
    PostgresDatabase,
    PostgresDatabaseArgs,
)
from tenfold.eks import EksCluster, EksClusterArgs, NodePool
from tenfold.errors import InvalidInputError
from tenfold.network import Network, NetworkArgs
from tenfold.storage import Bucket, BucketArgs

__all__ = [
    "AuroraDatabase",
    "AuroraDatabaseArgs",
    "Bucket",
    "BucketArgs",
    "Cache",
    "CacheArgs",
    "Database",
    "EksCluster",
    "EksClusterArgs",
    "InvalidInputError",
    "Network",
    "NetworkArgs",
    "NodePool",
    "PostgresDatabase",
    "PostgresDatabaseArgs",
]

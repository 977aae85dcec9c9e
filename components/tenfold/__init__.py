"""Tenfold: Pulumi components for AWS that a company grows into tenfold without rebuilding.

Each name is loaded when it is first used: a program pays for the parts of the AWS SDK that it needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tenfold.lazy import exports

if TYPE_CHECKING:
    from tenfold.backup import BackupPlan as BackupPlan
    from tenfold.backup import BackupPlanArgs as BackupPlanArgs
    from tenfold.budget import Budget as Budget
    from tenfold.budget import BudgetArgs as BudgetArgs
    from tenfold.cache import Cache as Cache
    from tenfold.cache import CacheArgs as CacheArgs
    from tenfold.cache import ServerlessCache as ServerlessCache
    from tenfold.cache import ServerlessCacheArgs as ServerlessCacheArgs
    from tenfold.database import AuroraDatabase as AuroraDatabase
    from tenfold.database import AuroraDatabaseArgs as AuroraDatabaseArgs
    from tenfold.database import BackupReplication as BackupReplication
    from tenfold.database import CrossRegionReplica as CrossRegionReplica
    from tenfold.database import Database as Database
    from tenfold.database import DatabaseAlarms as DatabaseAlarms
    from tenfold.database import Deployment as Deployment
    from tenfold.database import Move as Move
    from tenfold.database import PostgresDatabase as PostgresDatabase
    from tenfold.database import PostgresDatabaseArgs as PostgresDatabaseArgs
    from tenfold.database import Proxy as Proxy
    from tenfold.database import ReaderAutoscaling as ReaderAutoscaling
    from tenfold.database import ServerlessCapacity as ServerlessCapacity
    from tenfold.database import Shard as Shard
    from tenfold.database import ShardedDatabase as ShardedDatabase
    from tenfold.database import ShardedDatabaseArgs as ShardedDatabaseArgs
    from tenfold.edge import Cdn as Cdn
    from tenfold.edge import CdnArgs as CdnArgs
    from tenfold.edge import Certificate as Certificate
    from tenfold.edge import CertificateArgs as CertificateArgs
    from tenfold.edge import CloudflareCdn as CloudflareCdn
    from tenfold.edge import CloudflareCdnArgs as CloudflareCdnArgs
    from tenfold.edge import DnsZone as DnsZone
    from tenfold.edge import DnsZoneArgs as DnsZoneArgs
    from tenfold.edge import LoadBalancer as LoadBalancer
    from tenfold.edge import LoadBalancerArgs as LoadBalancerArgs
    from tenfold.edge import WebAcl as WebAcl
    from tenfold.edge import WebAclArgs as WebAclArgs
    from tenfold.eks import EksCluster as EksCluster
    from tenfold.eks import EksClusterArgs as EksClusterArgs
    from tenfold.eks import Karpenter as Karpenter
    from tenfold.eks import KarpenterArgs as KarpenterArgs
    from tenfold.eks import KarpenterNodePool as KarpenterNodePool
    from tenfold.eks import KarpenterNodes as KarpenterNodes
    from tenfold.eks import KarpenterNodesArgs as KarpenterNodesArgs
    from tenfold.eks import NodePool as NodePool
    from tenfold.eks import PodIdentity as PodIdentity
    from tenfold.eks import PodIdentityArgs as PodIdentityArgs
    from tenfold.errors import InvalidInputError as InvalidInputError
    from tenfold.network import Network as Network
    from tenfold.network import NetworkArgs as NetworkArgs
    from tenfold.observability import AlarmTopic as AlarmTopic
    from tenfold.observability import AlarmTopicArgs as AlarmTopicArgs
    from tenfold.override import Override as Override
    from tenfold.queue import Queue as Queue
    from tenfold.queue import QueueArgs as QueueArgs
    from tenfold.queue import QueueWorker as QueueWorker
    from tenfold.queue import QueueWorkerArgs as QueueWorkerArgs
    from tenfold.storage import Bucket as Bucket
    from tenfold.storage import BucketArgs as BucketArgs

_HOMES = {
    "backup": ("BackupPlan", "BackupPlanArgs"),
    "budget": ("Budget", "BudgetArgs"),
    "cache": ("Cache", "CacheArgs", "ServerlessCache", "ServerlessCacheArgs"),
    "database": (
        "AuroraDatabase",
        "AuroraDatabaseArgs",
        "BackupReplication",
        "CrossRegionReplica",
        "Database",
        "DatabaseAlarms",
        "Deployment",
        "Move",
        "PostgresDatabase",
        "PostgresDatabaseArgs",
        "Proxy",
        "ReaderAutoscaling",
        "ServerlessCapacity",
        "Shard",
        "ShardedDatabase",
        "ShardedDatabaseArgs",
    ),
    "edge": (
        "Cdn",
        "CdnArgs",
        "Certificate",
        "CertificateArgs",
        "CloudflareCdn",
        "CloudflareCdnArgs",
        "DnsZone",
        "DnsZoneArgs",
        "LoadBalancer",
        "LoadBalancerArgs",
        "WebAcl",
        "WebAclArgs",
    ),
    "eks": (
        "EksCluster",
        "EksClusterArgs",
        "Karpenter",
        "KarpenterArgs",
        "KarpenterNodePool",
        "KarpenterNodes",
        "KarpenterNodesArgs",
        "NodePool",
        "PodIdentity",
        "PodIdentityArgs",
    ),
    "errors": ("InvalidInputError",),
    "network": ("Network", "NetworkArgs"),
    "observability": ("AlarmTopic", "AlarmTopicArgs"),
    "override": ("Override",),
    "queue": ("Queue", "QueueArgs", "QueueWorker", "QueueWorkerArgs"),
    "storage": ("Bucket", "BucketArgs"),
}

__all__, __getattr__, __dir__ = exports(__name__, _HOMES)

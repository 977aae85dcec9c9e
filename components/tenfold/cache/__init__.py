"""Amazon ElastiCache: a sharded Valkey or Redis OSS cache with replicas in other zones, or one without
nodes."""

from tenfold.cache.alarms import CacheAlarms, ServerlessCacheAlarms
from tenfold.cache.args import CacheArgs, CacheEngine, EvictionPolicy
from tenfold.cache.autoscaling import ReplicaAutoscaling, ShardAutoscaling
from tenfold.cache.component import Cache
from tenfold.cache.interface import CacheEndpoint
from tenfold.cache.serverless import ServerlessCache
from tenfold.cache.serverless_args import ServerlessCacheArgs
from tenfold.cache.users import Authentication, CacheUser

__all__ = [
    "Authentication",
    "Cache",
    "CacheAlarms",
    "CacheArgs",
    "CacheEndpoint",
    "CacheEngine",
    "CacheUser",
    "EvictionPolicy",
    "ReplicaAutoscaling",
    "ServerlessCache",
    "ServerlessCacheAlarms",
    "ServerlessCacheArgs",
    "ShardAutoscaling",
]

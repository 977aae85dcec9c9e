"""Amazon ElastiCache: a sharded Valkey or Redis OSS cache with replicas in other zones."""

from tenfold.cache.args import CacheArgs, CacheEngine, EvictionPolicy
from tenfold.cache.component import Cache

__all__ = ["Cache", "CacheArgs", "CacheEngine", "EvictionPolicy"]

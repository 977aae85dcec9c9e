"""Which parameters a family has that a user may set. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from tenfold.errors import InvalidInputError

# ElastiCache User Guide, "Engine specific parameters": those that are modifiable, by when they came and went.
_SINCE_REDIS_2_6 = """
client-output-buffer-limit-normal-hard-limit client-output-buffer-limit-normal-soft-limit
client-output-buffer-limit-normal-soft-seconds client-output-buffer-limit-pubsub-hard-limit
client-output-buffer-limit-pubsub-soft-limit client-output-buffer-limit-pubsub-soft-seconds
maxmemory-samples set-max-intset-entries slowlog-log-slower-than slowlog-max-len tcp-keepalive timeout
"""
_SINCE_REDIS_2_8 = "notify-keyspace-events repl-backlog-size repl-backlog-ttl"
_SINCE_REDIS_3 = "list-compress-depth cluster-require-full-coverage hll-sparse-max-bytes"
_SINCE_REDIS_4 = """
lfu-log-factor lfu-decay-time activedefrag active-defrag-ignore-bytes active-defrag-threshold-lower
active-defrag-threshold-upper active-defrag-cycle-min active-defrag-cycle-max client-query-buffer-limit
proto-max-bulk-len
"""
_SINCE_REDIS_5 = """
stream-node-max-bytes stream-node-max-entries active-defrag-max-scan-fields min-replicas-to-write
min-replicas-max-lag close-on-replica-write rename-commands
"""
_SINCE_REDIS_6 = """
acl-pubsub-default cluster-allow-reads-when-down tracking-table-max-keys acllog-max-len active-expire-effort
"""
_SINCE_REDIS_7 = """
cluster-allow-pubsubshard-when-down cluster-preferred-endpoint-type latency-tracking hash-max-listpack-entries
hash-max-listpack-value zset-max-listpack-entries zset-max-listpack-value
"""
_ONLY_REDIS_7 = """
lazyfree-lazy-eviction lazyfree-lazy-expire lazyfree-lazy-server-del lazyfree-lazy-user-del
"""
_SINCE_VALKEY_8 = """
extended-redis-compatibility commandlog-request-larger-than commandlog-large-request-max-len
commandlog-reply-larger-than commandlog-large-reply-max-len search-fanout-target-mode
search-default-timeout-ms search-enable-partial-results
"""
_SINCE_VALKEY_9 = "cluster-databases"

_COMMON = frozenset(
    " ".join(
        (
            *(_SINCE_REDIS_2_6, _SINCE_REDIS_2_8, _SINCE_REDIS_3, _SINCE_REDIS_4),
            *(_SINCE_REDIS_5, _SINCE_REDIS_6, _SINCE_REDIS_7),
        )
    ).split()
)
_VALKEY_8 = _COMMON | set(_SINCE_VALKEY_8.split())
KNOWN: Mapping[str, frozenset[str]] = {
    "redis7": _COMMON | set(_ONLY_REDIS_7.split()),
    "valkey7": _COMMON | set(_ONLY_REDIS_7.split()),
    "valkey8": _VALKEY_8,
    "valkey9": _VALKEY_8 | set(_SINCE_VALKEY_9.split()),
}
"""The names that each family knows, but for those that have a field of their own."""

OWN: Mapping[str, str] = {
    "maxmemory-policy": "eviction_policy",
    "reserved-memory-percent": "reserved_memory_percent",
}
"""Parameters that a field sets. ``cluster-enabled`` is always ``yes``."""


def check_parameters(field: str, family: str, parameters: Mapping[str, str]) -> None:
    """Refuse names that the family does not know or lets nobody set, and those that a field sets."""
    for name in parameters:
        if name in OWN:
            remedy = f"Set {OWN[name]} instead."
            raise InvalidInputError(f"{field}.{name}", name, "parameters that no field sets", remedy)
        if name not in KNOWN[family]:
            close = sorted(KNOWN[family], key=lambda known: _distance(name, known))[:3]
            raise InvalidInputError(
                f"{field}.{name}",
                name,
                f"the parameters of {family} that may be set",
                f"Mend its spelling, or take it out. The nearest are {', '.join(close)}.",
            )


def _distance(name: str, known: str) -> int:
    """How many of the dash-separated words differ."""
    return len(set(name.split("-")) ^ set(known.split("-")))

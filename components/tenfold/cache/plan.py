"""Pure decisions of the cache: names, versions, node types, parameters, what can't be combined."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tenfold.errors import InvalidInputError

PORT = 6379
READER_PORT = 6380  # of serverless caches alone
MAX_NAME_LENGTH = 40  # ElastiCache's limit for a replication group's id
LOG_TYPES = ("slow-log", "engine-log")

APP_USERNAME = "app"
OFF_USERNAME = "default"
# Every key, channel and command but those that only an administrator needs (such as KEYS, FLUSHALL, CONFIG).
APP_ACCESS = "on ~* &* +@all -@dangerous"
NO_ACCESS = "off ~* -@all"

# Versions are named up to the minor one: ElastiCache chooses the patch.
DEFAULT_VERSIONS = {"valkey": "8.2", "redis": "7.1"}
_VERSION = {"valkey": re.compile(r"(7\.2|[89]\.\d)"), "redis": re.compile(r"7\.[01]")}
_ALLOWED = {"valkey": "'7.2' or a minor version of 8 or 9", "redis": "'7.0' or '7.1'"}

_NODE_TYPE = re.compile(r"cache\.([a-z]+)(\d+)([a-z]*)\.([a-z0-9]+)")

# ElastiCache User Guide, "Auto Scaling Valkey and Redis OSS clusters", prerequisites.
_SCALABLE_FAMILIES = ("r7g", "r6g", "r6gd", "r5", "m7g", "m6g", "m5", "c7gn")
_SCALABLE_SIZES = ("large", "xlarge", "2xlarge")

# ElastiCache User Guide, "Data tiering in ElastiCache": the one family that has it, and always has.
_TIERED_FAMILY = "r6gd"
TIERED_POLICIES = ("volatile-lru", "allkeys-lru", "noeviction")

# ElastiCache User Guide, "Managing reserved memory for Valkey and Redis OSS": the default, and what it
# recommends for burstable types, which swap when they are nearly full.
_RESERVED_PERCENT = 25
_RESERVED_PERCENT_BY_SIZE = {"micro": 50, "small": 30}


def check_name(component: str, name: str) -> None:
    """Refuse a component name that ElastiCache would refuse or rewrite as an identifier."""
    if len(name) > MAX_NAME_LENGTH or not re.fullmatch(r"(?!sg-)[a-z](-?[a-z0-9])*", name):
        raise InvalidInputError(
            f"{component} name",
            name,
            f"1 to {MAX_NAME_LENGTH} lower-case letters, digits, single dashes; a letter, not 'sg-', first",
            "It becomes the cache's id in AWS: choose another.",
        )


def check_node_type(field: str, node_type: str) -> None:
    """Refuse what has not the shape of a node type; whether it exists, AWS knows."""
    if not _NODE_TYPE.fullmatch(node_type):
        raise InvalidInputError(
            field, node_type, "a node type such as 'cache.r7g.large'", "Mend its spelling."
        )


def check_engine_version(field: str, engine: str, version: str) -> None:
    """Refuse a version that the engine has not, or that lacks users and groups for a cluster."""
    if not _VERSION[engine].fullmatch(version):
        raise InvalidInputError(field, version, _ALLOWED[engine], f"Choose a version of {engine}.")


def check_major_version(field: str, engine: str, version: str) -> None:
    """Refuse a major version that the engine has not, or that lacks users and groups."""
    allowed = {"valkey": ("7", "8", "9"), "redis": ("7",)}[engine]
    if version not in allowed:
        raise InvalidInputError(
            field, version, f"a major version: {', '.join(allowed)}", f"Choose a version of {engine}."
        )


def check_access(field: str, access: str) -> None:
    """Refuse an access string that ElastiCache would, or that would bring a password into the program."""
    tokens = access.split()
    secrets = any(token[0] in "<>#!" or token in ("nopass", "resetpass") for token in tokens)
    if not tokens or tokens[0] not in ("on", "off") or secrets:
        raise InvalidInputError(
            field,
            "(has a password)" if secrets else access,
            "'on' or 'off', then keys, channels and commands, such as 'on ~session:* +@read'; no password",
            "Passwords are generated and kept in Secrets Manager.",
        )


def check_usernames(field: str, labels: Sequence[str]) -> None:
    """Refuse the names of the users that every cache has."""
    for label in labels:
        if label in (APP_USERNAME, OFF_USERNAME):
            raise InvalidInputError(
                f"{field}.{label}",
                label,
                f"other names: {APP_USERNAME!r} has access, {OFF_USERNAME!r} is off for good",
                "Choose another name.",
            )


def parameter_group_family(engine: str, version: str) -> str:
    """The parameter group family of an engine's version, such as ``valkey8``."""
    return engine + version.split(".")[0]


def parameters(
    eviction_policy: str, reserved_memory_percent: int, further: Mapping[str, str]
) -> dict[str, str]:
    """Cluster mode from the first day, so that a second shard is added without a rebuild."""
    return {
        "cluster-enabled": "yes",
        "maxmemory-policy": eviction_policy,
        "reserved-memory-percent": str(reserved_memory_percent),
        **further,
    }


def reserved_memory_percent(node_type: str) -> int:
    """The memory that snapshots and failovers need, in percent of the node's.

    >>> reserved_memory_percent("cache.t4g.micro"), reserved_memory_percent("cache.r7g.large")
    (50, 25)
    """
    return _RESERVED_PERCENT_BY_SIZE.get(_size(node_type), _RESERVED_PERCENT)


def is_tiered(node_type: str) -> bool:
    """Whether the type keeps what is rarely read on SSD."""
    return _family(node_type) == _TIERED_FAMILY


def check_scalable(field: str, node_type: str) -> None:
    """Refuse node types that AWS does not scale by itself."""
    if _family(node_type) not in _SCALABLE_FAMILIES or _size(node_type) not in _SCALABLE_SIZES:
        raise InvalidInputError(
            field,
            node_type,
            f"with autoscaling: {', '.join(_SCALABLE_FAMILIES)} in {', '.join(_SCALABLE_SIZES)}",
            "Choose one of these, or leave autoscaling out.",
        )


def check_between(field: str, least: int, count: int, most: int) -> None:
    """Refuse a first count that the bounds of autoscaling don't hold, which AWS would change at once."""
    if not least <= count <= most:
        raise InvalidInputError(
            field,
            count,
            f"{least} to {most}, as autoscaling has it",
            "It is what the cache begins with: choose one between the bounds, or move these.",
        )


def global_datastore_obstacles(*, node_type: str, replicas_per_shard: int, autoscaled: bool) -> Sequence[str]:
    """Why a cache can't become the primary of a Global Datastore as it is; nothing means it can, in place.

    Every engine version of ``CacheArgs`` can (Redis OSS from 5.0.6 on). From ElastiCache User Guide, "Global
    datastores: prerequisites and limitations", and "Auto Scaling Valkey and Redis OSS clusters".
    """
    found: list[str] = []
    kind, generation = _family_parts(node_type)
    if kind not in ("m", "r", "c") or generation < 5:
        found.append(f"node_type {node_type!r}: it takes M5, R5, C7gn or newer, and no burstable type")
    if replicas_per_shard < 1:
        found.append("replicas_per_shard 0: it takes automatic failover to a replica, so 1 or more")
    if autoscaled:
        found.append("autoscaling: AWS does not scale the members of a Global Datastore by itself")
    return found


def check_global_datastore(field: str, *, node_type: str, replicas_per_shard: int, autoscaled: bool) -> None:
    """Refuse what would keep the cache from becoming the primary of a Global Datastore."""
    obstacles = global_datastore_obstacles(
        node_type=node_type, replicas_per_shard=replicas_per_shard, autoscaled=autoscaled
    )
    if obstacles:
        raise InvalidInputError(
            field,
            True,
            "False, as long as these stand: " + "; ".join(obstacles),
            "Change them: all change in place.",
        )


def node_ids(name: str, shard: int, nodes: int) -> Sequence[str]:
    """The ids that ElastiCache gives a shard's nodes in cluster mode, such as ``prod-0001-001``.

    >>> node_ids("prod", 1, 2)
    ['prod-0001-001', 'prod-0001-002']
    """
    return [f"{name}-{shard:04}-{node:03}" for node in range(1, nodes + 1)]


def _family(node_type: str) -> str:
    return node_type.split(".")[1]


def _family_parts(node_type: str) -> tuple[str, int]:
    found = _NODE_TYPE.fullmatch(node_type)
    return (found[1], int(found[2])) if found else ("", 0)


def _size(node_type: str) -> str:
    return node_type.rpartition(".")[2]

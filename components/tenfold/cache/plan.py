"""Pure decisions of the cache: names, versions, parameters."""

from __future__ import annotations

import re

from tenfold.errors import InvalidInputError

PORT = 6379
MAX_NAME_LENGTH = 40  # ElastiCache's limit for a replication group's id
LOG_TYPES = ("slow-log", "engine-log")

APP_USERNAME = "app"
# Every key, channel and command but those that only an administrator needs (such as KEYS, FLUSHALL, CONFIG).
APP_ACCESS = "on ~* &* +@all -@dangerous"
NO_ACCESS = "off ~* -@all"

# Versions are named up to the minor one: ElastiCache chooses the patch.
DEFAULT_VERSIONS = {"valkey": "8.2", "redis": "7.1"}
_VERSION = {"valkey": re.compile(r"(7\.2|[89]\.\d)"), "redis": re.compile(r"7\.[01]")}
_ALLOWED = {"valkey": "'7.2' or a minor version of 8 or 9", "redis": "'7.0' or '7.1'"}


def check_name(name: str) -> None:
    """Refuse a component name that ElastiCache would refuse or rewrite as an identifier."""
    if len(name) > MAX_NAME_LENGTH or not re.fullmatch(r"(?!sg-)[a-z](-?[a-z0-9])*", name):
        raise InvalidInputError(
            "Cache name",
            name,
            f"1 to {MAX_NAME_LENGTH} lower-case letters, digits, single dashes; a letter, not 'sg-', first",
            "It becomes the replication group's id in AWS: choose another.",
        )


def check_node_type(field: str, node_type: str) -> None:
    """Refuse what has not the shape of a node type; whether it exists, AWS knows."""
    if not re.fullmatch(r"cache\.[a-z0-9-]+\.[a-z0-9]+", node_type):
        raise InvalidInputError(
            field, node_type, "a node type such as 'cache.r7g.large'", "Mend its spelling."
        )


def check_engine_version(field: str, engine: str, version: str) -> None:
    """Refuse a version that the engine has not, or that lacks users and groups for a cluster."""
    if not _VERSION[engine].fullmatch(version):
        raise InvalidInputError(field, version, _ALLOWED[engine], f"Choose a version of {engine}.")


def parameter_group_family(engine: str, version: str) -> str:
    """The parameter group family of an engine's version, such as ``valkey8``."""
    return engine + version.split(".")[0]


def parameters(eviction_policy: str) -> dict[str, str]:
    """Cluster mode from the first day, so that a second shard is added without a rebuild."""
    return {"cluster-enabled": "yes", "maxmemory-policy": eviction_policy}

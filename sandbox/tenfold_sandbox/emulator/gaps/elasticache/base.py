"""What ElastiCache's parts share: tables, look-ups, checks of references."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from ...messages import Document
from .. import Call, Gaps, Table, refuse, store, tag_map
from ..published import cache_node_types, engine_versions
from ..references import backend, kms_key, security_group

GAPS = Gaps("elasticache")
VALUE, COMBINATION = "InvalidParameterValue", "InvalidParameterCombination"


def table(call: Call, name: str, region: str | None = None) -> Table:
    """One of ElastiCache's tables in the call's region or another."""
    return store(backend(call, "elasticache", region), name)


def now() -> datetime:
    """The time of a creation."""
    return datetime.now(UTC)


def copy_of(call: Call, *names: str) -> Document:
    """Those of the parameters that the call has."""
    return {name: call.params[name] for name in names if name in call.params}


def common(call: Call, kind: str, name: str) -> Document:
    """What every resource has: its ARN, and its tags for the tag operations (no output has a member Tags)."""
    return {"ARN": call.arn("elasticache", f"{kind}:{name}"), "Tags": tag_map(call.params.get("Tags"))}


def select(found: Table, name: str | None, code: str, noun: str) -> list[Document]:
    """The one that a describe call names, or all."""
    if not name:
        return list(found.values())
    if name.lower() not in found:
        refuse(code, f"{noun} {name} not found.")
    return [found[name.lower()]]


def versions(engine: str) -> tuple[str, ...]:
    """The engine's versions that AWS publishes, from old to new."""
    return engine_versions("aws_elasticache_cachecluster", engine)


def resolve_version(engine: str, wanted: str | None) -> str:
    """The version of what was asked for; a major one, or none, stands for its newest."""
    known = versions(engine)
    if not known:
        refuse(VALUE, f"Invalid engine {engine}; allowed: memcached, redis, valkey")
    newest = [version for version in known if not wanted or f"{wanted}.".startswith(f"{version}.")]
    newest = newest or [version for version in known if version.startswith(f"{wanted}.")]
    return newest[-1] if newest else refuse(VALUE, f"Cannot find version {wanted} for {engine}")


def full_version(version: str) -> str:
    """The version as clusters tell it, with a patch level."""
    return version if version.count(".") == 2 else f"{version}.0"


def family_of(engine: str, version: str) -> str:
    """The parameter group family: ``valkey8``, ``redis7``, ``redis6.x``, ``memcached1.6``."""
    major, minor = version.split(".")[:2]
    if engine == "memcached":
        return f"memcached{major}.{minor}"
    if engine == "redis" and int(major) < 6:
        return f"redis{major}.0"
    return f"redis{major}.x" if engine == "redis" and major == "6" else f"{engine}{major}"


def check_node_type(call: Call, name: str | None) -> None:
    """Refuse a node type that the region doesn't have."""
    if not name:
        refuse(VALUE, "The parameter CacheNodeType must be provided and must not be blank.")
    known = cache_node_types(call.region)
    if known and name not in known:
        refuse(VALUE, f"The specified node type {name} is not offered in {call.region}")


def check_security_groups(call: Call, group_ids: Iterable[str]) -> None:
    """Refuse security groups that don't exist."""
    for group_id in group_ids:
        if security_group(call, group_id) is None:
            refuse(VALUE, f"Some security group id don't exist: [{group_id}]")


def check_key(call: Call, key: str | None) -> None:
    """Refuse a KMS key that doesn't exist."""
    if key and kms_key(call, key) is None:
        refuse("InvalidKMSKeyFault", f"The KMS key {key} does not exist or can't be used")

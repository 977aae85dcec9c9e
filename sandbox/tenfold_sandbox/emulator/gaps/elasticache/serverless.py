"""Serverless caches."""

from __future__ import annotations

import secrets

from ...messages import Document
from .. import Call, refuse
from ..references import backend, subnet
from .base import (
    GAPS,
    VALUE,
    check_key,
    check_security_groups,
    common,
    copy_of,
    full_version,
    now,
    resolve_version,
    select,
    table,
)
from .users import find_group

_CHANGEABLE = ("Description", "CacheUsageLimits", "SecurityGroupIds", "UserGroupId", "SnapshotRetentionLimit")
# CDK's CacheUsageLimitsProperty: gigabytes, and ElastiCache Processing Units per second.
_LIMITS = {"DataStorage": (1, 5000), "ECPUPerSecond": (1000, 15_000_000)}
_MISSING = "ServerlessCacheNotFoundFault"


@GAPS.replaces("CreateServerlessCache")
def create_serverless_cache(call: Call) -> Document:
    name, engine = call.params["ServerlessCacheName"].lower(), call.params["Engine"].lower()
    if name in table(call, "serverless"):
        refuse("ServerlessCacheAlreadyExistsFault", f"Serverless cache {name} already exists.")
    version = resolve_version(engine, call.params.get("MajorEngineVersion"))
    check_key(call, call.params.get("KmsKeyId"))
    _check(call)
    subnets = call.params.get("SubnetIds") or _default_subnets(call)
    for subnet_id in subnets:
        if subnet(call, subnet_id) is None:
            refuse(VALUE, f"The subnet {subnet_id} does not exist")
    host = f"{name}-{secrets.token_hex(3)}.serverless.{call.region}.cache.amazonaws.com"
    cache: Document = {
        "ServerlessCacheName": name,
        "Description": "",
        "CreateTime": now(),
        "Status": "available",
        "Engine": engine,
        "MajorEngineVersion": version.split(".")[0],
        "FullEngineVersion": full_version(version).rsplit(".", 1)[0],
        "Endpoint": {"Address": host, "Port": 6379 if engine != "memcached" else 11211},
        "ReaderEndpoint": {"Address": host, "Port": 6380},
        "SnapshotRetentionLimit": 0,
        "DailySnapshotTime": call.params.get("DailySnapshotTime", "05:00"),
        "SubnetIds": subnets,
        "SecurityGroupIds": [],
        "NetworkType": call.params.get("NetworkType", "ipv4"),
        **copy_of(call, "KmsKeyId", *_CHANGEABLE),
        **common(call, "serverlesscache", name),
    }
    table(call, "serverless")[name] = cache
    return {"ServerlessCache": cache}


@GAPS.replaces("DescribeServerlessCaches")
def describe_serverless_caches(call: Call) -> Document:
    name = call.params.get("ServerlessCacheName")
    return {"ServerlessCaches": select(table(call, "serverless"), name, _MISSING, "ServerlessCache")}


@GAPS.replaces("ModifyServerlessCache")
def modify_serverless_cache(call: Call) -> Document:
    cache = _find(call)
    _check(call)
    cache.update(copy_of(call, "DailySnapshotTime", *_CHANGEABLE))
    if call.params.get("RemoveUserGroup"):
        cache.pop("UserGroupId", None)
    if "MajorEngineVersion" in call.params:
        version = resolve_version(cache["Engine"], call.params["MajorEngineVersion"])
        cache |= {"MajorEngineVersion": version.split(".")[0], "FullEngineVersion": version}
    return {"ServerlessCache": cache}


@GAPS.replaces("DeleteServerlessCache")
def delete_serverless_cache(call: Call) -> Document:
    cache = _find(call)
    del table(call, "serverless")[cache["ServerlessCacheName"]]
    return {"ServerlessCache": {**cache, "Status": "deleting"}}


def _find(call: Call) -> Document:
    name = call.params["ServerlessCacheName"]
    return select(table(call, "serverless"), name, _MISSING, "ServerlessCache")[0]


def _check(call: Call) -> None:
    check_security_groups(call, call.params.get("SecurityGroupIds", []))
    if "UserGroupId" in call.params:
        find_group(call, call.params["UserGroupId"])
    limits = call.params.get("CacheUsageLimits", {})
    for name, (least, most) in _LIMITS.items():
        low, high = limits.get(name, {}).get("Minimum"), limits.get(name, {}).get("Maximum")
        given = [value for value in (low, high) if value is not None]
        if any(not least <= value <= most for value in given) or given != sorted(given):
            wanted = f"{name}: minimum {low}, maximum {high}"
            refuse(VALUE, f"Invalid CacheUsageLimits, {wanted}; allowed: {least} to {most}, minimum first")
    if not 0 <= call.params.get("SnapshotRetentionLimit", 0) <= 35:
        message = f"SnapshotRetentionLimit must be 0 to 35; given: {call.params['SnapshotRetentionLimit']}"
        refuse(VALUE, message)


def _default_subnets(call: Call) -> list[str]:
    return [item.id for item in backend(call, "ec2").get_default_subnets().values()][:3]

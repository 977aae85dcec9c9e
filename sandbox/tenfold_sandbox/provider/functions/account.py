"""Who and where: the account, the partition, regions and their zones."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

import botocore.session

from tenfold_sandbox.plugin import PluginError
from tenfold_sandbox.provider.functions.query import Query
from tenfold_sandbox.values import Properties


def _asked_filters(query: Query) -> list[dict[str, Any]]:
    filters: list[Mapping[str, Any]] = query.args.get("filters") or []
    asked = [{"Name": each["name"], "Values": each["values"]} for each in filters]
    if query.args.get("state"):
        asked.append({"Name": "state", "Values": [query.args["state"]]})
    return asked


def _availability_zones(query: Query) -> Properties:
    zones = query.call("ec2", "DescribeAvailabilityZones", Filters=_asked_filters(query))["AvailabilityZones"]
    left_out: set[str] = {*query.args.get("excludeNames", []), *query.args.get("excludeZoneIds", [])}
    kept = [zone for zone in zones if not left_out & {zone["ZoneName"], zone.get("ZoneId")}]
    kept.sort(key=lambda zone: zone["ZoneName"])
    return {
        "names": [zone["ZoneName"] for zone in kept],
        "zoneIds": [zone.get("ZoneId", "") for zone in kept],
        "groupNames": sorted({zone.get("GroupName") or query.region for zone in kept}),
        "id": query.region,
        "region": query.region,
    }


def _availability_zone(query: Query) -> Properties:
    zones = query.call("ec2", "DescribeAvailabilityZones", Filters=_asked_filters(query))["AvailabilityZones"]
    wanted = {"ZoneName": query.args.get("name"), "ZoneId": query.args.get("zoneId")}
    zone: Mapping[str, Any] = query.the_one(
        [each for each in zones if all(value in (None, each.get(key)) for key, value in wanted.items())]
    )
    name: str = zone["ZoneName"]
    return {
        "id": name,
        "name": name,
        "nameSuffix": name.removeprefix(query.region),
        "zoneId": zone.get("ZoneId", ""),
        "zoneType": zone.get("ZoneType", "availability-zone"),
        "state": zone["State"],
        "region": query.region,
        "groupName": zone.get("GroupName") or query.region,
        "networkBorderGroup": zone.get("NetworkBorderGroup") or query.region,
        "optInStatus": zone.get("OptInStatus", "opt-in-not-required"),
        "groupLongName": "",
        "parentZoneId": "",
        "parentZoneName": "",
    }


def _caller_identity(query: Query) -> Properties:
    answer = query.call("sts", "GetCallerIdentity")
    account = answer["Account"]
    return {"accountId": account, "arn": answer["Arn"], "userId": answer["UserId"], "id": account}


@functools.cache
def _descriptions() -> Mapping[str, str]:
    data: Any = botocore.session.Session().get_data("endpoints")
    return {name: each["description"] for name, each in data["partitions"][0]["regions"].items()}


def _region(query: Query) -> Properties:
    endpoint: str = query.args.get("endpoint") or ""
    region = endpoint.split(".")[1] if endpoint.count(".") >= 2 else query.args.get("name") or query.region
    if region not in _descriptions():
        raise PluginError(f"there is no region {region!r}. Use one of: {', '.join(sorted(_descriptions()))}.")
    return {
        "id": region,
        "name": region,
        "region": region,
        "endpoint": f"ec2.{region}.amazonaws.com",
        "description": _descriptions()[region],
    }


def _regions(query: Query) -> Properties:
    params = {"AllRegions": True} if query.args.get("allRegions") else {}
    found = query.call("ec2", "DescribeRegions", Filters=_asked_filters(query), **params)["Regions"]
    return {"id": "aws", "names": sorted(each["RegionName"] for each in found)}


def _partition(_: Query) -> Properties:
    return {
        "id": "aws",
        "partition": "aws",
        "dnsSuffix": "amazonaws.com",
        "reverseDnsPrefix": "com.amazonaws",
    }


def _default_tags(query: Query) -> Properties:
    return {"id": "aws", "tags": dict(query.default_tags)}


def _service_principal(query: Query) -> Properties:
    service: str = query.args["serviceName"]
    return {
        "id": f"{service}.{query.region}.amazonaws.com",
        "name": f"{service}.amazonaws.com",
        "region": query.region,
        "serviceName": service,
        "suffix": "amazonaws.com",
    }


FUNCTIONS = {
    "aws:index/getAvailabilityZone:getAvailabilityZone": _availability_zone,
    "aws:index/getAvailabilityZones:getAvailabilityZones": _availability_zones,
    "aws:index/getCallerIdentity:getCallerIdentity": _caller_identity,
    "aws:index/getDefaultTags:getDefaultTags": _default_tags,
    "aws:index/getPartition:getPartition": _partition,
    "aws:index/getRegion:getRegion": _region,
    "aws:index/getRegions:getRegions": _regions,
    "aws:index/getServicePrincipal:getServicePrincipal": _service_principal,
}

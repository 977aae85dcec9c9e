"""Data sources: what programs ask AWS before they create anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tenfold_sandbox.plugin import PluginError
from tenfold_sandbox.provider.aws import Aws
from tenfold_sandbox.values import Properties

Function = Callable[["Query"], Properties]


class Query:
    """One question: its arguments, its region, and the API to answer it by."""

    def __init__(self, aws: Aws, args: Properties, region: str) -> None:
        self._aws = aws
        self.args = args
        self.region: str = args.get("region") or region

    def call(self, service: str, operation: str, **params: Any) -> dict[str, Any]:
        """Ask AWS."""
        return self._aws.call(service, operation, params, self.region)


def _availability_zones(query: Query) -> Properties:
    filters: list[Mapping[str, Any]] = query.args.get("filters") or []
    wanted = [{"Name": each["name"], "Values": each["values"]} for each in filters]
    if query.args.get("state"):
        wanted.append({"Name": "state", "Values": [query.args["state"]]})
    zones = query.call("ec2", "DescribeAvailabilityZones", Filters=wanted)["AvailabilityZones"]
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


def _caller_identity(query: Query) -> Properties:
    answer = query.call("sts", "GetCallerIdentity")
    account = answer["Account"]
    return {"accountId": account, "arn": answer["Arn"], "userId": answer["UserId"], "id": account}


FUNCTIONS: dict[str, Function] = {
    "aws:index/getAvailabilityZones:getAvailabilityZones": _availability_zones,
    "aws:index/getCallerIdentity:getCallerIdentity": _caller_identity,
}


def invoke(aws: Aws, token: str, args: Properties, region: str) -> Properties:
    """Answer a data source; one that the sandbox does not know is refused, since a guess would mislead."""
    function = FUNCTIONS.get(token)
    if function is None:
        known = ", ".join(sorted(name.rsplit(":", 1)[-1] for name in FUNCTIONS))
        raise PluginError(
            f"the sandbox does not know the data source {token}. It knows {known}. "
            "Add it to tenfold_sandbox/provider/functions, or give the program the value by configuration."
        )
    answer = function(Query(aws, args, region))
    return {**args, **answer}

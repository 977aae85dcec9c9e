"""Load balancers of all four kinds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..figures import Query, Series
from ..finding import Resource
from .asking import Described, Place, as_tags

_TAGS_AT_ONCE = 20
"""Elastic Load Balancing API reference: DescribeTags."""
_TRAFFIC: Mapping[str, tuple[str, str, str]] = {
    "application": ("AWS/ApplicationELB", "RequestCount", "Sum"),
    "network": ("AWS/NetworkELB", "ActiveFlowCount", "Maximum"),
    "gateway": ("AWS/GatewayELB", "ActiveFlowCount", "Maximum"),
    "classic": ("AWS/ELB", "RequestCount", "Sum"),
}
"""Namespace, metric and statistic that tell of traffic, by kind."""


@dataclass(frozen=True)
class LoadBalancer:
    """One load balancer.

    Args:
        kind: application, network, gateway or classic.
        zones: how many it is in.
        internal: whether it has private addresses only.
        targets: how many are registered; None if it has no target group, as one that only redirects.
        requests: requests of each hour, or the most flows at a time.
        healthy: the most healthy targets at a time of each hour.
    """

    resource: Resource
    kind: str
    created: datetime
    zones: int
    internal: bool
    targets: int | None
    requests: Series
    healthy: Series

    @property
    def unit(self) -> str:
        """What its traffic is counted in."""
        return "flows" if self.kind in ("network", "gateway") else "requests"


def read(place: Place) -> list[LoadBalancer]:
    return [*_current(place), *_classic(place)]


def _current(place: Place) -> list[LoadBalancer]:
    described = place.all("elbv2", "describe_load_balancers", "LoadBalancers")
    if not described:
        return []
    groups = _groups(place)
    labels = _tags(place, "elbv2", [each["LoadBalancerArn"] for each in described])
    asked = {each["LoadBalancerArn"]: _queries(each, groups) for each in described}
    series = place.figures.of(query for some in asked.values() for query in some)
    found: list[LoadBalancer] = []
    for each in described:
        arn = each["LoadBalancerArn"]
        mine = groups.get(arn)
        traffic, *healthy = (series[query] for query in asked[arn])
        found.append(
            LoadBalancer(
                Resource(arn, place.region, each["LoadBalancerName"], labels.get(arn, {})),
                each["Type"],
                each["CreatedTime"],
                len(each["AvailabilityZones"]),
                each.get("Scheme") != "internet-facing",
                sum(mine.values()) if mine else None,
                traffic,
                tuple(value for one in healthy for value in one),
            )
        )
    return found


def _groups(place: Place) -> dict[str, dict[str, int]]:
    """Target groups by load balancer, each with the number of its targets."""
    client = place.client("elbv2")
    found: dict[str, dict[str, int]] = {}
    for group in place.all("elbv2", "describe_target_groups", "TargetGroups"):
        arn: str = group["TargetGroupArn"]
        for owner in group["LoadBalancerArns"]:
            targets = client.describe_target_health(TargetGroupArn=arn)["TargetHealthDescriptions"]
            found.setdefault(owner, {})[arn] = len(targets)
    return found


def _queries(described: Described, groups: Mapping[str, Mapping[str, int]]) -> list[Query]:
    """That of the traffic, and one of healthy targets for each target group."""
    arn: str = described["LoadBalancerArn"]
    namespace, metric, statistic = _TRAFFIC[described["Type"]]
    owner = ("LoadBalancer", arn.partition(":loadbalancer/")[2])
    healthy = [
        Query(
            namespace,
            "HealthyHostCount",
            (("TargetGroup", group.rpartition(":")[2]), owner),
            "Maximum",
        )
        for group in groups.get(arn, ())
    ]
    return [Query(namespace, metric, (owner,), statistic), *healthy]


def _classic(place: Place) -> list[LoadBalancer]:
    described = place.all("elb", "describe_load_balancers", "LoadBalancerDescriptions")
    if not described:
        return []
    labels = _tags(place, "elb", [each["LoadBalancerName"] for each in described])
    asked = {each["LoadBalancerName"]: _classic_queries(each["LoadBalancerName"]) for each in described}
    series = place.figures.of(query for some in asked.values() for query in some)
    found: list[LoadBalancer] = []
    for each in described:
        name: str = each["LoadBalancerName"]
        requests, healthy = (series[query] for query in asked[name])
        found.append(
            LoadBalancer(
                Resource(name, place.region, name, labels.get(name, {})),
                "classic",
                each["CreatedTime"],
                len(each["AvailabilityZones"]),
                each.get("Scheme") == "internal",
                len(each["Instances"]),
                requests,
                healthy,
            )
        )
    return found


def _classic_queries(name: str) -> tuple[Query, Query]:
    namespace, metric, statistic = _TRAFFIC["classic"]
    dimensions = (("LoadBalancerName", name),)
    return (
        Query(namespace, metric, dimensions, statistic),
        Query(namespace, "HealthyHostCount", dimensions, "Maximum"),
    )


def _tags(place: Place, service: str, names: Sequence[str]) -> dict[str, dict[str, str]]:
    """Tags by ARN, or by name where there is no ARN."""
    client = place.client(service)
    argument, key = (
        ("ResourceArns", "ResourceArn") if service == "elbv2" else ("LoadBalancerNames", "LoadBalancerName")
    )
    found: dict[str, dict[str, str]] = {}
    for first in range(0, len(names), _TAGS_AT_ONCE):
        some = list(names[first : first + _TAGS_AT_ONCE])
        for each in client.describe_tags(**{argument: some})["TagDescriptions"]:
            found[each[key]] = as_tags(each["Tags"])
    return found

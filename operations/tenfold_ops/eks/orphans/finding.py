"""What a cluster's controllers left in an account and region. Only reads."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, cast

from tenfold_sandbox.errors import SandboxError

from ..account import Account, asked
from . import prices
from .ownership import (
    MARKERS,
    Kind,
    Orphan,
    Tags,
    belongs,
    is_orphan,
    is_orphaned_group,
    is_orphaned_interface,
)

Described = Mapping[str, Any]
"""What an API tells of one resource."""

_TAGS_AT_ONCE = 20  # DescribeTags of both load balancing APIs
_GOING_INSTANCES = ("shutting-down", "terminated")


@dataclass(frozen=True)
class Cluster:
    """The cluster whose orphans are looked for."""

    name: str
    status: str | None
    """EKS's word for its state; None when it is gone."""

    @classmethod
    def of(cls, account: Account, name: str) -> Cluster:
        """Ask EKS. Raises SandboxError when it does not answer."""
        eks = account.client("eks")
        try:
            return cls(name, asked(lambda: eks.describe_cluster(name=name)["cluster"]["status"]))
        except SandboxError as error:
            if not isinstance(error.__cause__, eks.exceptions.ResourceNotFoundException):
                raise
            return cls(name, None)


def find(
    account: Account, cluster: Cluster, known: Set[str] = frozenset(), kinds: Iterable[Kind] = Kind
) -> list[Orphan]:
    """Every orphan of the cluster, in the order in which they can be removed.

    Args:
        account: where to look.
        cluster: whose.
        known: ids and ARNs that a program knows: those are no orphans.
        kinds: what to look for.

    Raises:
        SandboxError: AWS does not answer, or refuses.
    """
    search = _Search(account, cluster)
    found = {orphan.id: orphan for kind in kinds for orphan in search.of(kind)}
    return [orphan for orphan in found.values() if orphan.id not in known]


def known_to(account: Account, stack: str) -> set[str]:
    """The ids of what a stack's state holds."""
    state: dict[str, Any] = json.loads(account.pulumi().export(stack))
    resources: list[Described] = state.get("deployment", {}).get("resources", [])
    return {cast("str", each["id"]) for each in resources if each.get("id")}


class _Search:
    """One look at an account; each kind of orphan has a method."""

    def __init__(self, account: Account, cluster: Cluster) -> None:
        self._account = account
        self._cluster = cluster
        self._ec2 = account.client("ec2")
        self._region: str = self._ec2.meta.region_name

    def of(self, kind: Kind) -> Iterator[Orphan]:
        searches: dict[Kind, Callable[[], Iterator[Orphan]]] = {
            Kind.INSTANCE: self._instances,
            Kind.LOAD_BALANCER: self._load_balancers,
            Kind.CLASSIC_LOAD_BALANCER: self._classic_load_balancers,
            Kind.TARGET_GROUP: self._target_groups,
            Kind.LAUNCH_TEMPLATE: self._launch_templates,
            Kind.NETWORK_INTERFACE: self._network_interfaces,
            Kind.SECURITY_GROUP: self._security_groups,
            Kind.VOLUME: self._volumes,
            Kind.SNAPSHOT: self._snapshots,
        }
        return searches[kind]()

    def _instances(self) -> Iterator[Orphan]:
        for reservation in self._marked(Kind.INSTANCE, "describe_instances", "Reservations"):
            for each in reservation["Instances"]:
                tags = _tags(each)
                going = each["State"]["Name"] in _GOING_INSTANCES
                if going or _operated(each) or not is_orphan(Kind.INSTANCE, tags, self._cluster.name):
                    continue
                spot = each.get("InstanceLifecycle") == "spot"
                yield Orphan(
                    Kind.INSTANCE,
                    each["InstanceId"],
                    tags.get("Name", ""),
                    f"{each['InstanceType']}, {'spot' if spot else 'on demand'}, {each['State']['Name']}",
                    each.get("LaunchTime"),
                    prices.instance(each["InstanceType"], self._region, spot=spot),
                )

    def _load_balancers(self) -> Iterator[Orphan]:
        client = self._account.client("elbv2")
        described = _all(client, "describe_load_balancers", "LoadBalancers")
        arns = [each["LoadBalancerArn"] for each in described]
        tags = _tags_of(arns, lambda some: client.describe_tags(ResourceArns=some), "ResourceArn")
        for each in described:
            if is_orphan(Kind.LOAD_BALANCER, tags[each["LoadBalancerArn"]], self._cluster.name):
                yield Orphan(
                    Kind.LOAD_BALANCER,
                    each["LoadBalancerArn"],
                    each["LoadBalancerName"],
                    f"{each['Type']}, {each.get('Scheme', '')}",
                    each.get("CreatedTime"),
                    prices.load_balancer(each["Type"], self._region),
                )

    def _classic_load_balancers(self) -> Iterator[Orphan]:
        client = self._account.client("elb")
        described = _all(client, "describe_load_balancers", "LoadBalancerDescriptions")
        names = [each["LoadBalancerName"] for each in described]
        tags = _tags_of(names, lambda some: client.describe_tags(LoadBalancerNames=some), "LoadBalancerName")
        for each in described:
            name = each["LoadBalancerName"]
            if is_orphan(Kind.CLASSIC_LOAD_BALANCER, tags[name], self._cluster.name):
                yield Orphan(
                    Kind.CLASSIC_LOAD_BALANCER,
                    name,
                    name,
                    each.get("Scheme", ""),
                    each.get("CreatedTime"),
                    prices.load_balancer("classic", self._region),
                )

    def _target_groups(self) -> Iterator[Orphan]:
        client = self._account.client("elbv2")
        described = _all(client, "describe_target_groups", "TargetGroups")
        arns = [each["TargetGroupArn"] for each in described]
        tags = _tags_of(arns, lambda some: client.describe_tags(ResourceArns=some), "ResourceArn")
        for each in described:
            if is_orphan(Kind.TARGET_GROUP, tags[each["TargetGroupArn"]], self._cluster.name):
                detail = f"{each.get('Protocol', '')} {each.get('Port', '')}".strip()
                yield Orphan(
                    Kind.TARGET_GROUP, each["TargetGroupArn"], each["TargetGroupName"], detail, created=None
                )

    def _launch_templates(self) -> Iterator[Orphan]:
        for each in self._marked(Kind.LAUNCH_TEMPLATE, "describe_launch_templates", "LaunchTemplates"):
            if not _operated(each) and is_orphan(Kind.LAUNCH_TEMPLATE, _tags(each), self._cluster.name):
                yield Orphan(
                    Kind.LAUNCH_TEMPLATE,
                    each["LaunchTemplateId"],
                    each["LaunchTemplateName"],
                    "",
                    each.get("CreateTime"),
                )

    def _network_interfaces(self) -> Iterator[Orphan]:
        unused = [{"Name": "status", "Values": ["available"]}]
        described = _all(self._ec2, "describe_network_interfaces", "NetworkInterfaces", Filters=unused)
        own = self._cluster_s_groups() if described else set[str]()
        for each in described:
            groups = {group["GroupId"] for group in each.get("Groups", [])}
            description = each.get("Description", "")
            tags = _tags(each, "TagSet")
            if not _operated(each) and is_orphaned_interface(
                description, tags, self._cluster.name, in_cluster_s_group=bool(groups & own)
            ):
                where = f"{each['SubnetId']}, {each.get('PrivateIpAddress', '')}"
                yield Orphan(
                    Kind.NETWORK_INTERFACE, each["NetworkInterfaceId"], description, where, created=None
                )

    def _cluster_s_groups(self) -> set[str]:
        groups = _all(self._ec2, "describe_security_groups", "SecurityGroups")
        return {each["GroupId"] for each in groups if belongs(_tags(each), self._cluster.name)}

    def _security_groups(self) -> Iterator[Orphan]:
        there = self._cluster.status is not None
        for each in _all(self._ec2, "describe_security_groups", "SecurityGroups"):
            name = each["GroupName"]
            if is_orphaned_group(name, _tags(each), self._cluster.name, cluster_is_there=there):
                vpc = each.get("VpcId", "")
                yield Orphan(Kind.SECURITY_GROUP, each["GroupId"], name, vpc, created=None)

    def _volumes(self) -> Iterator[Orphan]:
        for each in self._marked(Kind.VOLUME, "describe_volumes", "Volumes"):
            tags = _tags(each)
            if not _operated(each) and is_orphan(Kind.VOLUME, tags, self._cluster.name):
                claim = tags.get("kubernetes.io/created-for/pvc/name", "")
                space = tags.get("kubernetes.io/created-for/pvc/namespace", "")
                users = [attachment["InstanceId"] for attachment in each.get("Attachments", [])]
                state = f"used by {', '.join(users)}" if users else each["State"]
                yield Orphan(
                    Kind.VOLUME,
                    each["VolumeId"],
                    f"{space}/{claim}" if claim else tags.get("Name", ""),
                    f"{each['Size']} GiB {each['VolumeType']}, {state}",
                    each.get("CreateTime"),
                    prices.volume(each["VolumeType"], each["Size"], self._region),
                )

    def _snapshots(self) -> Iterator[Orphan]:
        own = {"OwnerIds": ["self"]}
        for each in self._marked(Kind.SNAPSHOT, "describe_snapshots", "Snapshots", **own):
            tags = _tags(each)
            if is_orphan(Kind.SNAPSHOT, tags, self._cluster.name):
                yield Orphan(
                    Kind.SNAPSHOT,
                    each["SnapshotId"],
                    tags.get("Name", ""),
                    f"{each['VolumeSize']} GiB, of {each['VolumeId']}",
                    each.get("StartTime"),
                    prices.snapshot(each["VolumeSize"], self._region),
                )

    def _marked(self, kind: Kind, operation: str, key: str, **given: Any) -> Iterator[Described]:
        """What bears one of the kind's markers: EC2 filters, so that a large account is not read whole.

        What bears two comes twice.
        """
        for marker in MARKERS[kind]:
            marked = [{"Name": "tag-key", "Values": [marker]}]
            yield from _all(self._ec2, operation, key, Filters=marked, **given)


def _all(client: Any, operation: str, key: str, **given: Any) -> list[Described]:
    pages = client.get_paginator(operation).paginate(**given)
    return asked(lambda: [each for page in pages for each in page[key]])


def _tags_of(names: Sequence[str], ask: Callable[[list[str]], Described], named: str) -> dict[str, Tags]:
    """Tags by name, of load balancing's APIs, which tell them apart from the rest."""
    found: dict[str, Tags] = {name: {} for name in names}
    for start in range(0, len(names), _TAGS_AT_ONCE):
        some = list(names[start : start + _TAGS_AT_ONCE])
        described: list[Described] = asked(lambda some=some: ask(some)["TagDescriptions"])
        found.update({each[named]: _tags(each) for each in described})
    return found


def _tags(described: Described, key: str = "Tags") -> Tags:
    tags: list[Mapping[str, str]] = described.get(key) or []
    return {tag["Key"]: tag.get("Value", "") for tag in tags}


def _operated(described: Described) -> bool:
    """Whether an AWS service keeps it for itself, as EKS Auto Mode does its nodes; it removes it too."""
    return bool(described.get("Operator", {}).get("Managed"))

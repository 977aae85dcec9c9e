"""Instance types as resources name them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tenfold_policies.resource import Resource

PATHS: Mapping[str, tuple[str, ...]] = {
    "aws:autoscaling/group:Group": ("mixedInstancesPolicy.launchTemplate.overrides.*.instanceType",),
    "aws:docdb/clusterInstance:ClusterInstance": ("instanceClass",),
    "aws:ec2/instance:Instance": ("instanceType",),
    "aws:ec2/launchConfiguration:LaunchConfiguration": ("instanceType",),
    "aws:ec2/launchTemplate:LaunchTemplate": ("instanceType",),
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest": ("instanceType",),
    "aws:eks/nodeGroup:NodeGroup": ("instanceTypes",),
    "aws:elasticache/cluster:Cluster": ("nodeType",),
    "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup": ("cacheNodeType",),
    "aws:elasticache/replicationGroup:ReplicationGroup": ("nodeType",),
    "aws:memorydb/cluster:Cluster": ("nodeType",),
    "aws:msk/cluster:Cluster": ("brokerNodeGroupInfo.instanceType",),
    "aws:neptune/clusterInstance:ClusterInstance": ("instanceClass",),
    "aws:opensearch/domain:Domain": (
        "clusterConfig.instanceType",
        "clusterConfig.dedicatedMasterType",
        "clusterConfig.warmType",
    ),
    "aws:rds/cluster:Cluster": ("dbClusterInstanceClass",),
    "aws:rds/clusterInstance:ClusterInstance": ("instanceClass",),
    "aws:rds/instance:Instance": ("instanceClass",),
}
"""Where a type's resources name instance types."""

TYPES = tuple(PATHS)
DEFAULT_NODE = "t3.medium"
"""A managed node's type where neither node group nor launch template says one (EKS API: CreateNodegroup)."""

SIZES = (
    *("nano", "micro", "small", "medium", "large", "xlarge", "2xlarge", "3xlarge", "4xlarge", "6xlarge"),
    *("8xlarge", "9xlarge", "10xlarge", "12xlarge", "16xlarge", "18xlarge", "24xlarge", "32xlarge"),
    *("48xlarge", "56xlarge", "96xlarge", "112xlarge", "metal"),
)
"""Sizes from the smallest; the metal ones are the largest of their family."""


@dataclass(frozen=True)
class InstanceType:
    """An instance type: of EC2 (``m7g.large``), or of a service (``db.m7g.large``, ``m7g.large.search``)."""

    text: str

    @property
    def bare(self) -> str:
        """As EC2 calls it."""
        return self.text.removesuffix(".search").removesuffix(".elasticsearch").removeprefix(self.service)

    @property
    def service(self) -> str:
        """What a service puts in front: ``db.``, ``cache.``, ``kafka.`` or nothing."""
        return next((each for each in ("db.", "cache.", "kafka.") if self.text.startswith(each)), "")

    @property
    def family(self) -> str:
        """Such as ``m7g``."""
        return self.bare.partition(".")[0]

    @property
    def size(self) -> str:
        """Such as ``large``; empty for ``db.serverless``."""
        parts = self.bare.split(".")
        return parts[1] if len(parts) > 1 else ""

    @property
    def rank(self) -> int:
        """Its place among the sizes; of one that is not known, none: -1."""
        size = self.size.partition("-")[0]
        return SIZES.index(size) if size in SIZES else -1

    def of_family(self, family: str) -> str:
        """The same size of another family, as the same service calls it."""
        return f"{self.service}{family}.{self.size}"


def instance_types(resource: Resource) -> Iterator[InstanceType]:
    """The instance types that a resource names.

    Raises:
        Undecided: one is not known yet; those that are known come first.
    """
    for path in PATHS[resource.type]:
        above, star, below = path.partition(".*.")
        found = [each.get(below) for each in resource.parts(above)] if star else resource.items(path)
        yield from (InstanceType(str(each)) for each in found if each)
    if resource.type == "aws:eks/nodeGroup:NodeGroup" and not (
        resource.has("instanceTypes") or resource.has("launchTemplate")
    ):
        yield InstanceType(DEFAULT_NODE)

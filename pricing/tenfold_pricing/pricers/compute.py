"""EC2, EBS, EKS and Fargate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from ..charges import HOURS_A_MONTH, CannotTellError, Charge, Kind, Range, Subject, derived, prices, use
from ..loads import autoscaling

LAUNCH_TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
GP3_FREE_IOPS = Decimal(3000)
GP3_FREE_THROUGHPUT = Decimal(125)
IO2_FIRST_TIER = Decimal(32_000)
DEFAULT_NODE_DISK_GB = Decimal(20)
"""The disk of a managed node for which nothing else is said (Amazon EKS API reference: CreateNodegroup)."""
DEFAULT_ROOT_GB = Decimal(8)
"""The root volume of Amazon Linux's images."""
DETAILED_METRICS = Decimal(7)
"""Metrics that detailed monitoring of an instance counts as (Amazon CloudWatch pricing)."""
REFERENCE_INSTANCE = "m7g.large"
"""What nodes that are in no graph, Karpenter's and Auto Mode's, are counted in."""


def instance_hours(what: str, instance_type: str, hours: Decimal, *, spot: bool = False) -> Charge:
    """Hours of one instance type, Linux with shared tenancy."""
    family = instance_type.partition(".")[0]
    return Charge(what, "EC2", instance_type, "hour", hours, kind=Kind.COMPUTE, family=family, spot=spot)


def volume(what: str, disk: Mapping[str, Any], default_gb: Decimal, count: Decimal) -> Iterator[Charge]:
    """Charges of ``count`` EBS volumes by size, and by IOPS and throughput above what is included."""
    kind = str(disk.get("volumeType") or disk.get("type") or "gp3")
    size = _number(disk, "volumeSize", _number(disk, "size", default_gb))
    yield Charge(f"{what} ({kind})", "EBS", f"{kind}-storage", "GB-month", size * count)
    iops, throughput = _number(disk, "iops", Decimal(0)), _number(disk, "throughput", Decimal(0))
    if kind == "gp3":
        more = max(iops - GP3_FREE_IOPS, Decimal(0)) * count
        faster = max(throughput - GP3_FREE_THROUGHPUT, Decimal(0)) * count
        yield from _positive(Charge(f"{what}: IOPS", "EBS", "gp3-iops", "IOPS-month", more))
        yield from _positive(Charge(f"{what}: throughput", "EBS", "gp3-throughput", "MiBps-month", faster))
    elif kind == "io1":
        yield from _positive(Charge(f"{what}: IOPS", "EBS", "io1-iops", "IOPS-month", iops * count))
    elif kind == "io2":
        first = min(iops, IO2_FIRST_TIER)
        tier_2 = (iops - first) * count
        yield from _positive(Charge(f"{what}: IOPS", "EBS", "io2-iops tier-1", "IOPS-month", first * count))
        yield from _positive(Charge(f"{what}: IOPS", "EBS", "io2-iops tier-2", "IOPS-month", tier_2))


@prices("aws:ec2/instance:Instance")
def instance(subject: Subject) -> Iterator[Charge]:
    """Instance, its volumes, and its public address if it asks for one."""
    hours, one = subject.hours, Decimal(1)
    spot = subject.text("instanceMarketOptions", "marketType") == "spot"
    yield instance_hours("instance", subject.required("instanceType"), hours, spot=spot)
    root = subject.items("rootBlockDevice")
    yield from volume("root volume", root[0] if root else {}, DEFAULT_ROOT_GB, one)
    for disk in subject.items("ebsBlockDevices"):
        yield from volume("volume", disk, DEFAULT_ROOT_GB, one)
    if subject.flag("associatePublicIpAddress"):
        yield Charge("public IPv4 address", "VPC", "public-ipv4", "hour", hours)
    if subject.flag("monitoring"):
        yield Charge(
            "detailed monitoring", "CloudWatch", "custom-metric first 10000", "metric-month", DETAILED_METRICS
        )


@prices("aws:ebs/volume:Volume")
def ebs_volume(subject: Subject) -> Iterator[Charge]:
    disk = {**subject.resource.inputs, "type": subject.text("type", default="gp2")}
    if "size" not in disk:
        raise CannotTellError("size is not given: it is that of the snapshot")
    yield from volume("volume", disk, Decimal(0), Decimal(1))


@prices("aws:ebs/snapshot:Snapshot", gb_stored=use("GB of changed blocks that it holds", 1, 10, 100))
def ebs_snapshot(subject: Subject) -> Iterator[Charge]:
    tier = "archive" if subject.text("storageTier") == "archive" else "standard"
    stored = subject.use("gb_stored")
    yield Charge("snapshot", "EBS", f"snapshot-{tier}", "GB-month", stored)


_NODES = derived(
    "nodes on average over the month",
    "low the least, expected the desired, high the most nodes; by the load curve if there is one",
)
_PEAK = derived("nodes that the load curve's highest hour needs", "the most nodes")


@prices("aws:eks/nodeGroup:NodeGroup", nodes=_NODES, nodes_at_peak=_PEAK)
def node_group(subject: Subject) -> Iterator[Charge]:
    """Nodes of the first instance type with the disk of the launch template: what AWS tries first."""
    sizes = ("minSize", "desiredSize", "maxSize")

    def counts() -> Range:
        desired = subject.number("scalingConfig", "desiredSize", default=1)
        return Range(*(subject.number("scalingConfig", size, default=desired) for size in sizes))

    nodes = subject.use("nodes", lambda: _followed(subject, counts()))
    template = subject.related("launchTemplate", LAUNCH_TEMPLATE)
    types = subject.get("instanceTypes") or [template.get("instanceType") if template else None]
    if not types[0]:
        raise CannotTellError("instanceTypes is not known before the update")
    spot = subject.text("capacityType") == "SPOT"
    yield instance_hours("nodes", str(types[0]), nodes * subject.hours, spot=spot)
    yield from _template_volumes(subject, template, nodes * _part_of_month(subject))


def _template_volumes(subject: Subject, template: Subject | None, count: Decimal) -> Iterator[Charge]:
    disks = template.items("blockDeviceMappings") if template else ()
    if not disks:
        size = subject.number("diskSize", default=DEFAULT_NODE_DISK_GB)
        yield from volume("disks", {"volumeSize": size}, size, count)
    for disk in disks:
        yield from volume("disks", disk.get("ebs") or {}, DEFAULT_NODE_DISK_GB, count)


@prices("aws:autoscaling/group:Group", instances=_NODES, nodes_at_peak=_PEAK)
def autoscaling_group(subject: Subject) -> Iterator[Charge]:
    """Instances of the launch template's type."""

    def counts() -> Range:
        least, most = subject.number("minSize"), subject.number("maxSize")
        return Range(least, subject.number("desiredCapacity", default=least), most)

    count = subject.use("instances", lambda: _followed(subject, counts()))
    template = subject.related("launchTemplate", LAUNCH_TEMPLATE)
    if template is None:
        raise CannotTellError("its launch template is not in the graph")
    spot = template.text("instanceMarketOptions", "marketType") == "spot"
    yield instance_hours("instances", template.required("instanceType"), count * subject.hours, spot=spot)
    yield from _template_volumes(subject, template, count * _part_of_month(subject))


@prices(
    "aws:eks/cluster:Cluster",
    extended_support=use("1 while the version is out of standard support, else 0", 0, 0, 0),
    karpenter_nodes=use(f"nodes that Karpenter runs, counted in {REFERENCE_INSTANCE}", 0, 0, 0),
    auto_mode_nodes=derived(
        f"nodes that Auto Mode runs, counted in {REFERENCE_INSTANCE}", "0, 3 and 9 if it is on, else none"
    ),
)
def eks_cluster(subject: Subject) -> Iterator[Charge]:
    """Control plane; extended support is $0.60 an hour in all. Nodes that are in no graph come from usage."""
    extended = subject.use("extended_support") > 0
    sku = "cluster extended-support" if extended else "cluster standard-support"
    yield Charge("control plane", "EKS", sku, "hour", subject.hours)
    karpenter = subject.use("karpenter_nodes")
    on = subject.flag("computeConfig", "enabled")
    auto = subject.use("auto_mode_nodes", lambda: Range(Decimal(0), Decimal(3 * on), Decimal(9 * on)))
    for what, count in (("Karpenter's nodes", karpenter), ("Auto Mode's nodes", auto)):
        if count:
            yield instance_hours(what, REFERENCE_INSTANCE, count * subject.hours)
    if auto:
        surcharge = f"auto-mode {REFERENCE_INSTANCE}"
        yield Charge("Auto Mode's surcharge", "EKS", surcharge, "hour", auto * subject.hours)


@prices(
    "aws:eks/fargateProfile:FargateProfile",
    vcpus=use("vCPUs that its pods ask for, on average", 0.25, 1, 4),
    memory_gb=use("GB of memory that its pods ask for, on average", 0.5, 2, 8),
)
def fargate_profile(subject: Subject) -> Iterator[Charge]:
    """Fargate for EKS runs Linux on x86 only (Amazon EKS user guide: AWS Fargate considerations)."""
    vcpus, memory = subject.use("vcpus"), subject.use("memory_gb")
    yield Charge("vCPUs", "Fargate", "vcpu linux-x86", "vCPU-hour", vcpus * subject.hours)
    yield Charge("memory", "Fargate", "memory linux-x86", "GB-hour", memory * subject.hours)


def _followed(subject: Subject, counts: Range) -> Range:
    """Nodes on average: what the load curve needs if there is one, else the sizes that the program says."""
    if subject.curve is None:
        return counts
    most = max(counts.low, subject.use("nodes_at_peak", lambda: Range.same(counts.high)))
    hours = autoscaling(subject.curve, counts.low, most).scaled_hours
    return Range.same(hours / HOURS_A_MONTH)


def _number(values: Mapping[str, Any], key: str, default: Decimal) -> Decimal:
    value = values.get(key)
    return default if value in (None, "", 0) else Decimal(str(value))


def _positive(charge: Charge) -> Iterator[Charge]:
    if charge.quantity > 0:
        yield charge


def _part_of_month(subject: Subject) -> Decimal:
    """Disks are charged only while their node exists."""
    return subject.hours / HOURS_A_MONTH

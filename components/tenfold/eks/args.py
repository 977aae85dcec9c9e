"""What the user says about an EKS cluster."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from tenfold.args import Args, Input, Label, LogRetentionDays
from tenfold.eks import addons, plan
from tenfold.eks.access import ClusterAccess
from tenfold.eks.pools import NodePool
from tenfold.errors import InvalidInputError


class AddonName(StrEnum):
    """The add-ons that a cluster gets."""

    COREDNS = "coredns"
    EBS_CSI_DRIVER = "aws-ebs-csi-driver"
    KUBE_PROXY = "kube-proxy"
    METRICS_SERVER = "metrics-server"
    POD_IDENTITY_AGENT = "eks-pod-identity-agent"
    SNAPSHOT_CONTROLLER = "snapshot-controller"
    VPC_CNI = "vpc-cni"


class ComputeMode(StrEnum):
    """Who makes the nodes."""

    MANAGED_NODES = "managed_nodes"
    """Managed node groups: ``pools``, their sizes and AMIs are yours to say."""
    AUTO_MODE = "auto_mode"
    """EKS Auto Mode: AWS makes, sizes, patches and ends the nodes, for about 12 % on their on-demand price
    (aws.amazon.com/eks/pricing); networking, block storage and load balancing come with it."""


class IpFamily(StrEnum):
    """Addresses of pods and services."""

    IPV4 = "ipv4"
    IPV6 = "ipv6"
    """Pods never run out of addresses; the subnets need IPv6 ranges too."""


class SupportType(StrEnum):
    """What happens when a Kubernetes version's standard support ends, in EKS's words."""

    STANDARD = "STANDARD"
    """EKS raises the control plane to the next version."""
    EXTENDED = "EXTENDED"
    """It stays for another year, at $0.60 an hour instead of $0.10 (aws.amazon.com/eks/pricing)."""


class ControlPlaneTier(StrEnum):
    """Capacity set aside for the control plane (Amazon EKS User Guide, "Provisioned Control Plane")."""

    STANDARD = "standard"
    """It follows the load; what most clusters need."""
    XL = "tier-xl"
    XL2 = "tier-2xl"
    XL4 = "tier-4xl"
    XL8 = "tier-8xl"


class ClusterAlarms(Args):
    """From when on each alarm goes off; None leaves it out. They need ``alarm_topic_arn`` and are on what
    EKS measures by itself."""

    server_error_percent: float | None = Field(default=1, gt=0, le=100)
    """Requests that the Kubernetes API fails (5xx), in percent over five minutes. A healthy API fails next to
    none."""
    read_latency_p99_seconds: float | None = Field(default=1, gt=0)
    """Slowest hundredth of single reads, in seconds, for ten minutes of fifteen. One second is Kubernetes'
    own objective (kubernetes/community, "API call latency SLO")."""
    unschedulable_pods: int | None = Field(default=0, ge=0)
    """Pods for which there is no node, for fifteen minutes: an autoscaler has one within a few."""
    storage_gib: float | None = Field(default=6, gt=0)
    """Size of Kubernetes' own database in GiB. Three quarters of the 8 at which it takes no more writes (AWS
    Containers Blog, "Managing etcd database size on Amazon EKS clusters")."""


class EksClusterArgs(Args):
    """A private EKS cluster. Fields that replace the cluster when changed say so."""

    subnet_ids: Input[Sequence[Input[str]]]
    """Private subnets in two zones or more. The nodes follow a change: their groups are replaced, new ones
    first. The control plane's interfaces stay in the subnets of its creation, since EKS lets them into no
    other zone; they serve nodes in all zones."""
    version: str = "1.35"
    """Kubernetes minor version; raised one step at a time, in place, control plane first: ask
    ``tenfold eks preflight`` before. It can't go down. 1.35 is in EKS's standard support until March 2027."""
    support_type: SupportType = SupportType.STANDARD
    """What happens when that ends. By default EKS raises the control plane by itself, and updates fail until
    the new version is named here: raise it before."""
    compute: ComputeMode = ComputeMode.MANAGED_NODES
    """Who makes the nodes: your pools, or AWS."""
    pools: Mapping[str, NodePool] | None = None
    """Node pools by name; None is one, ``general``, and none in Auto Mode. A renamed pool is a new pool. One
    at least starts with a node that is not tainted: CoreDNS and the EBS CSI driver's controller have nowhere
    else to run."""
    karpenter: bool = False
    """Makes what Karpenter needs of AWS: queue, rules, roles, access entry (see ``Karpenter``)."""
    admins: Mapping[Label, Input[str]] = Field(default_factory=dict[Label, Input[str]])
    """Cluster administrators: IAM role or user ARNs by a name of your choice, which stays when the ARN
    changes. Empty by default: who creates a cluster is not thereby its administrator."""
    access: Mapping[Label, ClusterAccess] = Field(default_factory=dict[Label, ClusterAccess])
    """Who else may use the Kubernetes API, and for what, by a name of your choice. An IAM principal has one
    entry only, here or among the admins."""
    public_access_cidrs: Sequence[str] | None = None
    """Public addresses that may reach the API endpoint. None, the default, keeps it inside the VPC."""
    ip_family: IpFamily = IpFamily.IPV4
    """Addresses of pods and services. Changing it replaces the cluster."""
    control_plane_tier: ControlPlaneTier | None = None
    """Capacity that is set aside for the control plane; None leaves what is there, standard at first."""
    addon_versions: Mapping[AddonName, str] = Field(default_factory=dict[AddonName, str])
    """Add-on versions, such as ``{"vpc-cni": "v1.22.4-eksbuild.3"}``. An add-on that is not named is pinned
    to the release that AWS had as its default for the cluster version when Tenfold's table was read, and
    moves with ``version`` or a release of Tenfold only; what the table doesn't know gets AWS's default at
    creation and stays."""
    unlisted_addon_versions: bool = False
    """Accepts releases that the table doesn't list: newer ones."""
    default_storage_class: bool = True
    """Lets the EBS CSI driver make a default StorageClass, ``ebs-csi-default-sc``: gp3 volumes, made in the
    pod's zone, that can grow. Not in Auto Mode, whose class you make yourself."""
    encrypt_volumes_by_default: bool = True
    """Turns on EBS's encryption by default, since that StorageClass can't ask for it. It is a setting of the
    whole account in the region, for new volumes only, costs nothing, and stays when the cluster goes."""
    session_manager: bool = False
    """Lets people open shells on nodes through Systems Manager; off, since `kubectl debug` does without
    it."""
    kubeconfig_role_arn: Input[str] | None = None
    """IAM role that the kubeconfig's users assume; None uses whoever they are already."""
    kms_key_arn: Input[str] | None = None
    """Key that encrypts Kubernetes' objects; None makes one. It can't be changed: doing so replaces the
    cluster."""
    log_retention_days: LogRetentionDays = 90
    """Days that the control plane's logs are kept: a quarter, the time most investigations look back."""
    alarm_topic_arn: Input[str] | None = None
    """SNS topic of the region that every alarm notifies; None makes no alarms, since nobody would hear
    them."""
    alarms: ClusterAlarms = ClusterAlarms()
    """From when on the alarms go off."""
    deletion_protection: bool = True
    """Refuses deletion, in AWS and in Pulumi. To destroy a cluster, set it to False and update first."""
    region: str | None = None
    """AWS region; None is the provider's. Changing it replaces everything."""
    tags: Mapping[str, str] = Field(default_factory=dict[str, str])
    """Tags for everything that is created, instances and volumes too."""

    @property
    def auto_mode(self) -> bool:
        """Whether AWS makes the nodes."""
        return self.compute is ComputeMode.AUTO_MODE

    @property
    def node_pools(self) -> Mapping[str, NodePool]:
        """The pools that are made."""
        if self.pools is not None:
            return self.pools
        return {} if self.auto_mode else {"general": NodePool()}

    @model_validator(mode="after")
    def _check(self) -> Self:
        plan.check_version("EksClusterArgs.version", self.version)
        self._check_endpoint()
        for name, arn in self.admins.items():
            if isinstance(arn, str):
                plan.check_principal(f"EksClusterArgs.admins.{name}", arn)
        self._check_one_entry_each()
        self._check_pools()
        for name, version in self.addon_versions.items():
            addons.check_version(
                f"EksClusterArgs.addon_versions.{name}",
                name,
                version,
                self.version,
                unlisted=self.unlisted_addon_versions,
            )
        subnets = self.subnet_ids
        if isinstance(subnets, Sequence) and len(subnets) < 2:
            raise InvalidInputError(
                "EksClusterArgs.subnet_ids",
                list(subnets),
                "subnets in two zones or more",
                "Give all private subnets.",
            )
        return self

    def _check_endpoint(self) -> None:
        field_name, cidrs = "EksClusterArgs.public_access_cidrs", self.public_access_cidrs
        if cidrs is None:
            return
        if not cidrs:
            raise InvalidInputError(
                field_name,
                [],
                "the addresses that may reach the public endpoint, or None",
                "Without any, EKS would open it to everyone: name them, or leave the field out to keep the "
                "endpoint private.",
            )
        plan.check_public_access_cidrs(field_name, cidrs, ipv6=self.ip_family is IpFamily.IPV6)

    def _check_one_entry_each(self) -> None:
        admins = {arn: name for name, arn in self.admins.items() if isinstance(arn, str)}
        known: dict[str, str] = {}
        for name, access in self.access.items():
            arn = access.principal_arn
            if not isinstance(arn, str):
                continue
            other = admins.get(arn) or known.get(arn)
            if other is not None:
                raise InvalidInputError(
                    f"EksClusterArgs.access.{name}.principal_arn",
                    arn,
                    "one entry per principal",
                    f"{other!r} names it already: put both together.",
                )
            known[arn] = name

    def _check_pools(self) -> None:
        if self.auto_mode:
            if self.karpenter:
                raise InvalidInputError(
                    "EksClusterArgs.karpenter",
                    True,
                    "False in Auto Mode",
                    "Auto Mode runs a Karpenter of its own: leave it out, or take MANAGED_NODES.",
                )
            if self.pools:
                raise InvalidInputError(
                    "EksClusterArgs.pools",
                    list(self.pools),
                    "none in Auto Mode",
                    "AWS makes the nodes: leave it out, or take ComputeMode.MANAGED_NODES.",
                )
            return
        for name, pool in self.node_pools.items():
            self._check_pool(name, pool)
        if not any(pool.takes_add_ons for pool in self.node_pools.values()):
            raise InvalidInputError(
                "EksClusterArgs.pools",
                list(self.node_pools),
                "one pool or more that starts with a node and keeps no pods off it",
                "Add a pool without taints: the cluster's add-ons have nowhere else to run.",
            )

    def _check_pool(self, name: str, pool: NodePool) -> None:
        if not re.fullmatch(r"[a-z][a-z0-9-]{0,19}", name) or name.endswith("-spot"):
            raise InvalidInputError(
                "EksClusterArgs.pools",
                name,
                "1 to 20 lower-case letters, digits and dashes, a letter first, no '-spot' last",
                "Rename the pool.",
            )
        if pool.release_version and not pool.release_version.startswith(f"{self.version}."):
            raise InvalidInputError(
                f"EksClusterArgs.pools.{name}.release_version",
                pool.release_version,
                f"a release of Kubernetes {self.version}",
                "Move it together with the version.",
            )

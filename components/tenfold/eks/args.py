"""What the user says about an EKS cluster."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from tenfold.args import Args, Input, Label, LogRetentionDays
from tenfold.eks import plan
from tenfold.errors import InvalidInputError


class CapacityType(StrEnum):
    """How a pool's instances are bought."""

    ON_DEMAND = "ON_DEMAND"
    SPOT = "SPOT"


class TaintEffect(StrEnum):
    """What a taint does to pods that don't tolerate it; the values are those of the EKS API."""

    NO_SCHEDULE = "NO_SCHEDULE"
    NO_EXECUTE = "NO_EXECUTE"
    PREFER_NO_SCHEDULE = "PREFER_NO_SCHEDULE"


class AddonName(StrEnum):
    """The add-ons that every cluster gets."""

    COREDNS = "coredns"
    EBS_CSI_DRIVER = "aws-ebs-csi-driver"
    KUBE_PROXY = "kube-proxy"
    METRICS_SERVER = "metrics-server"
    POD_IDENTITY_AGENT = "eks-pod-identity-agent"
    VPC_CNI = "vpc-cni"


class Taint(Args):
    """Keeps pods that don't tolerate it off a pool's nodes."""

    key: str
    """The taint's key, such as ``dedicated``."""
    effect: TaintEffect = TaintEffect.NO_SCHEDULE
    """What happens to pods without a toleration."""
    value: str | None = None
    """The taint's value; None matches by the key alone."""


class NodePool(Args):
    """One managed node group, spread over the zones of all the cluster's subnets.

    Sizes, labels, taints and the disk change in place. Instance types, the capacity type and the subnets are
    fixed at creation: changing them makes a new group first and then drains the old one.
    """

    instance_types: Sequence[str] = ("m7g.large", "m6g.large", "m8g.large")
    """EC2 instance types of one architecture, in order of preference for on-demand. Several let a pool start
    when one is short. Graviton by default: AWS lists m7g at about 19 % below m7i for the same size."""
    capacity_type: CapacityType = CapacityType.ON_DEMAND
    """On-demand or spot. Spot is reclaimed at two minutes' notice: stateless work only."""
    min_size: Annotated[int, Field(ge=0, le=450)] = 3
    """Fewest nodes. Three, so that three zones have one each; 450 is EKS's quota per group."""
    desired_size: Annotated[int, Field(ge=0, le=450)] | None = None
    """Nodes at creation; None means ``min_size``. See ``autoscaled`` for later."""
    max_size: Annotated[int, Field(ge=1, le=450)] = 6
    """Most nodes. Twice the least by default: room to replace every node at once."""
    autoscaled: bool = True
    """True leaves the number of nodes, after creation, to an autoscaler, so that no update undoes its work.
    Then AWS refuses a ``min_size`` above the present number; False lets ``desired_size`` change it."""
    disk_size_gib: Annotated[int, Field(ge=20, le=16_384)] = 50
    """Root volume in GiB, encrypted gp3. 20 is EKS's default; images and logs outgrow it."""
    labels: Mapping[str, str] = Field(default_factory=dict[str, str])
    """Kubernetes labels of the nodes."""
    taints: Sequence[Taint] = ()
    """Kubernetes taints of the nodes."""
    max_unavailable_percentage: Annotated[int, Field(ge=1, le=100)] = 33
    """Nodes replaced at a time in an update, in percent: one zone's share of three."""
    release_version: str | None = None
    """AMI release such as ``1.35.0-20260901``. None takes the newest whenever nodes are replaced anyway (at
    creation, for a new Kubernetes version, disk or tags) and never otherwise: AWS's new AMIs replace no node
    unasked."""

    @property
    def first_size(self) -> int:
        """Nodes at creation."""
        return self.min_size if self.desired_size is None else self.desired_size

    @property
    def takes_add_ons(self) -> bool:
        """Whether pods without a toleration find a node here from the start."""
        return self.first_size > 0 and all(
            taint.effect is TaintEffect.PREFER_NO_SCHEDULE for taint in self.taints
        )

    @model_validator(mode="after")
    def _check(self) -> Self:
        plan.ami_type("NodePool.instance_types", self.instance_types)
        if not self.min_size <= self.first_size <= self.max_size:
            raise InvalidInputError(
                "NodePool.desired_size",
                self.first_size,
                f"min_size ({self.min_size}) to max_size ({self.max_size})",
                "Change it, or the two limits.",
            )
        return self


class EksClusterArgs(Args):
    """A private EKS cluster. Fields that replace the cluster when changed say so."""

    subnet_ids: Input[Sequence[Input[str]]]
    """Private subnets in two zones or more. The nodes follow a change: their groups are replaced, new ones
    first. The control plane's interfaces stay in the subnets of its creation, since EKS lets them into no
    other zone; they serve nodes in all zones."""
    version: str = "1.35"
    """Kubernetes minor version; raised one step at a time, in place, control plane first. It can't go down.
    1.35 is in EKS's standard support until March 2027. When that ends, EKS raises the control plane by
    itself, and updates fail until the new version is named here: raise it before."""
    admins: Mapping[Label, Input[str]] = Field(default_factory=dict[Label, Input[str]])
    """Cluster administrators: IAM role or user ARNs by a name of your choice, which stays when the ARN
    changes. Empty by default: who creates a cluster is not thereby its administrator."""
    public_access_cidrs: Sequence[str] = ()
    """Public addresses that may reach the API endpoint. Empty, the default, keeps it inside the VPC."""
    pools: Mapping[str, NodePool] = Field(default_factory=lambda: {"general": NodePool()})
    """Managed node groups by name. A renamed pool is a new pool. One at least starts with a node that is not
    tainted: CoreDNS and the EBS CSI driver's controller have nowhere else to run."""
    addon_versions: Mapping[AddonName, str] = Field(default_factory=dict[AddonName, str])
    """Add-on versions, such as ``{"vpc-cni": "v1.20.4-eksbuild.1"}``. An add-on that is not named gets AWS's
    default for the cluster version at creation, and stays there: nothing moves unasked."""
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
    deletion_protection: bool = True
    """Refuses deletion, in AWS and in Pulumi. To destroy a cluster, set it to False and update first."""
    region: str | None = None
    """AWS region; None is the provider's. Changing it replaces everything."""
    tags: Mapping[str, str] = Field(default_factory=dict[str, str])
    """Tags for everything that is created, instances and volumes too."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        plan.check_version("EksClusterArgs.version", self.version)
        plan.check_public_access_cidrs("EksClusterArgs.public_access_cidrs", self.public_access_cidrs)
        for name, arn in self.admins.items():
            if isinstance(arn, str):
                plan.check_admin(f"EksClusterArgs.admins.{name}", arn)
        for name, pool in self.pools.items():
            self._check_pool(name, pool)
        if not any(pool.takes_add_ons for pool in self.pools.values()):
            raise InvalidInputError(
                "EksClusterArgs.pools",
                list(self.pools),
                "one pool or more that starts with a node and keeps no pods off it",
                "Add a pool without taints: the cluster's add-ons have nowhere else to run.",
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

    def _check_pool(self, name: str, pool: NodePool) -> None:
        if not re.fullmatch(r"[a-z][a-z0-9-]{0,19}", name):
            raise InvalidInputError(
                "EksClusterArgs.pools",
                name,
                "1 to 20 lower-case letters, digits and dashes, a letter first",
                "Rename the pool.",
            )
        if pool.release_version and not pool.release_version.startswith(f"{self.version}."):
            raise InvalidInputError(
                f"EksClusterArgs.pools.{name}.release_version",
                pool.release_version,
                f"a release of Kubernetes {self.version}",
                "Move it together with the version.",
            )

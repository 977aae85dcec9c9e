"""What the user says about Karpenter in a cluster, and about the nodes that it makes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from tenfold.args import Args, Input
from tenfold.eks import capacity, karpenter_nodes_checks, karpenter_nodes_plan
from tenfold.eks.pools import Taint
from tenfold.errors import InvalidInputError


class Architecture(StrEnum):
    """Processors, in Kubernetes' words."""

    ARM64 = "arm64"
    """Graviton."""
    AMD64 = "amd64"
    """Intel and AMD."""


class InstanceCategory(StrEnum):
    """Kinds of EC2 instances, by the letter before the generation."""

    COMPUTE = "c"
    """2 GiB of memory for each vCPU."""
    GENERAL = "m"
    """4 GiB for each vCPU."""
    MEMORY = "r"
    """8 GiB for each vCPU."""


class ConsolidationPolicy(StrEnum):
    """Which nodes Karpenter may end to save money; the values are those of its API."""

    WHEN_EMPTY = "WhenEmpty"
    """Nodes on which nothing runs."""
    BALANCED = "Balanced"
    """Nodes of which the saving outweighs the pods that move."""
    WHEN_EMPTY_OR_UNDERUTILIZED = "WhenEmptyOrUnderutilized"
    """Any node that can be spared or be replaced by a cheaper one."""


class DisruptionReason(StrEnum):
    """Why Karpenter ends a node by itself; the values are those of its API."""

    DRIFTED = "Drifted"
    """It is not what the pool or its AMI now say."""
    EMPTY = "Empty"
    """Nothing runs on it."""
    UNDERUTILIZED = "Underutilized"
    """Its pods fit elsewhere, or on something cheaper."""


class DisruptionBudget(Args):
    """How many nodes of a NodePool Karpenter may be ending at once. The strictest of those in force counts.

    It holds back neither spot interruptions nor expiry (karpenter.sh, "Disruption").
    """

    nodes: str = Field(default="10%", pattern=r"^((100|[0-9]{1,2})%|[0-9]+)$")
    """A number, or a percentage of the nodes, rounded up; ``0`` forbids it. 10 % is Karpenter's default."""
    reasons: Sequence[DisruptionReason] = ()
    """For which reasons it holds; none is for all."""
    schedule: str | None = Field(
        default=None, pattern=r"^(@(annually|yearly|monthly|weekly|daily|midnight|hourly)|\S+( \S+){4})$"
    )
    """When it begins, as cron writes it, in UTC, such as ``0 8 * * mon-fri``; None is always."""
    duration_minutes: int | None = Field(default=None, ge=1)
    """How long it then holds. It comes with a schedule only."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.schedule is None) != (self.duration_minutes is None):
            raise InvalidInputError(
                "DisruptionBudget.duration_minutes",
                self.duration_minutes,
                "a duration with a schedule, and none without",
                "Give both, or neither for a budget that always holds.",
            )
        return self


class KarpenterNodePool(Args):
    """Nodes that Karpenter makes for pods that find no place, and ends when they are not needed.

    Karpenter knows no share of spot nodes. So a pool is two NodePools whose limits have it: ``<pool>-spot``,
    tried first, which buys on demand where the spot market has nothing, and ``<pool>``, on demand, for what
    is above. A few nodes are thus all spot; many, never more than the share. What must not be interrupted
    selects ``karpenter.sh/capacity-type: on-demand``. What must keep the share at any size spreads its pods
    over the label ``capacity-spread`` (``maxSkew: 1``, ``DoNotSchedule``), whose values are in that ratio in
    the two NodePools (karpenter.sh, "Scheduling", "On-Demand/Spot Ratio Split").

    Limits, budgets and consolidation change in place. After any other change, nodes that no longer fit are
    replaced one after the other, within the budgets. A pool or a part that goes takes its nodes along.
    """

    cpu_limit: int = Field(ge=1)
    """Most vCPUs of all its nodes: what you are ready to pay for. New nodes are made in parallel, so it can
    be overrun a little (karpenter.sh, "NodePools")."""
    memory_limit_gib: int = Field(ge=1)
    """Most memory of all its nodes, in GiB."""
    spot_percentage: int | None = Field(
        default=None, ge=0, le=100, multiple_of=karpenter_nodes_plan.SHARE_STEP
    )
    """Of the limits, the share for spot nodes, in percent. None means 70, and 0 in a stateful pool. The nodes
    of the cluster's own ``NodePool`` are there besides, three of them on demand by default."""
    stateful: bool = False
    """Whether pods here keep their data on the node or its volumes. Then no node is spot, and none is ended
    before it is empty."""
    architectures: Sequence[Architecture] = (Architecture.ARM64,)
    """Processors. Graviton by default: AWS lists m7g at about 19 % below m7i for the same size. With both,
    Karpenter takes the cheaper, and every image must be made for both."""
    instance_categories: Sequence[InstanceCategory] = Field(default=tuple(InstanceCategory), min_length=1)
    """Kinds of instances. All three, so that Karpenter finds what fits the pods, and the spot market has a
    choice."""
    min_generation: int = Field(default=6, ge=1)
    """Oldest generation. 6 is Graviton2's, the first that nodes get by ``NodePool`` too."""
    instance_families: Sequence[str] = ()
    """Families such as ``m8g``, instead of categories and generations; two or more where nodes are spot."""
    min_node_cpu: int = Field(default=2, ge=1)
    """Fewest vCPUs of a node. Of one vCPU, what runs on every node leaves little."""
    max_node_cpu: int = Field(default=16, ge=1)
    """Most vCPUs of a node. 16 keep what one lost node takes along small, and leave bare metal out."""
    zones: Sequence[str] = ()
    """Zones; none means all of the subnets."""
    consolidation_policy: ConsolidationPolicy | None = None
    """Which nodes go to save money. None is any that can be spared, Karpenter's default, and only empty ones
    in a stateful pool."""
    consolidate_after_minutes: int | None = Field(default=5, ge=0)
    """How long no pod has come or gone before a node is looked at; None never consolidates. Five outlast
    short lulls, which Karpenter's 0 does not."""
    disruption_budgets: Sequence[DisruptionBudget] = Field(default=(), max_length=50)
    """How many nodes go at once, in each of the two NodePools; none named is one of 10 %, Karpenter's
    default."""
    expire_after_days: int | None = Field(default=30, ge=1)
    """Age at which a node is drained, whatever the budgets say; None never. 30 is Karpenter's default: old
    nodes gather leaks and missed patches."""
    termination_grace_hours: int = Field(default=24, ge=1)
    """How long a drained node waits for pods that a PodDisruptionBudget or ``karpenter.sh/do-not-disrupt``
    holds; then they are ended. Without it such a pod would keep a node for ever. Longer than the longest work
    of a pod."""
    labels: Mapping[str, str] = Field(default_factory=dict[str, str])
    """Kubernetes labels of the nodes."""
    taints: Sequence[Taint] = ()
    """Kubernetes taints of the nodes. Give each pool for one purpose some: a pod that fits several pools goes
    to any."""

    @property
    def spot_share(self) -> int:
        """The share of the limits that is for spot nodes, in percent."""
        return capacity.spot_share(self.spot_percentage, self.stateful)

    @property
    def effective_consolidation(self) -> ConsolidationPolicy:
        """The consolidation policy that is in force."""
        if self.consolidation_policy is not None:
            return self.consolidation_policy
        whole = ConsolidationPolicy.WHEN_EMPTY_OR_UNDERUTILIZED
        return ConsolidationPolicy.WHEN_EMPTY if self.stateful else whole

    @property
    def parts(self) -> Sequence[karpenter_nodes_plan.Part]:
        """The NodePools that it is made of."""
        return karpenter_nodes_plan.parts(self.cpu_limit, self.memory_limit_gib, self.spot_share)

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.stateful and self.spot_share:
            raise InvalidInputError(
                "KarpenterNodePool.spot_percentage",
                self.spot_share,
                "0, since the pool is stateful",
                "A spot node takes its data with it at two minutes' notice: leave it out, or put what keeps "
                "no data into a pool of its own.",
            )
        if self.min_node_cpu > self.max_node_cpu:
            raise InvalidInputError(
                "KarpenterNodePool.min_node_cpu",
                self.min_node_cpu,
                f"at most max_node_cpu, {self.max_node_cpu}",
                "Lower it, or raise max_node_cpu.",
            )
        if not self.architectures:
            raise InvalidInputError(
                "KarpenterNodePool.architectures", [], "arm64, amd64 or both", "Name one."
            )
        karpenter_nodes_checks.check_families(self.instance_families, self.architectures)
        if self.spot_share and len(set(self.instance_families)) == 1:
            raise InvalidInputError(
                "KarpenterNodePool.instance_families",
                list(self.instance_families),
                "two families or more, or none, where nodes are bought on the spot market",
                "The market can run out of one: name others, or set spot_percentage=0.",
            )
        karpenter_nodes_checks.check_labels(self.labels)
        karpenter_nodes_checks.check_limits(
            self.cpu_limit, self.memory_limit_gib, self.spot_share, self.min_node_cpu
        )
        return self


class KarpenterNodesArgs(Args):
    """Karpenter in a cluster that has its AWS side, and the nodes that it may make."""

    cluster_name: Input[str]
    """The cluster's name."""
    interruption_queue: Input[str]
    """``Karpenter.queue_name``: where AWS tells of interruptions."""
    instance_profile: Input[str]
    """``Karpenter.instance_profile_name``: what the nodes are in AWS."""
    ami_version: str = Field(pattern=r"^v\d{8}$")
    """Release of the EKS-optimised AL2023 AMI, such as ``v20260917``. It has no default: nodes get a new one
    when you say so and never otherwise, and which there are goes by region and Kubernetes version. ``aws ssm
    get-parameters-by-path --recursive --path /aws/service/eks/optimized-ami/1.35/amazon-linux-2023`` lists
    them. A change replaces the nodes one after the other, within the budgets."""
    pools: Mapping[str, KarpenterNodePool] = Field(min_length=1)
    """The nodes, by name. A renamed pool is a new pool."""
    version: str = "1.14.1"
    """Release of Karpenter and of its custom resource definitions. 1.14 serves Kubernetes 1.31 to 1.36
    (karpenter.sh, "Compatibility"), and is the one whose needs the controller's role follows."""
    subnet_ids: Input[Sequence[Input[str]]] | None = None
    """The nodes' subnets; None finds those that are tagged ``karpenter.sh/discovery``."""
    discovery: Input[str] | None = None
    """The value of that tag, ``NetworkArgs.karpenter_discovery``; None is the cluster's name."""
    security_group_ids: Input[Sequence[Input[str]]] | None = None
    """The nodes' security groups; None finds the cluster's by the tag ``aws:eks:cluster-name`` that EKS gives
    it."""
    disk_size_gib: int = Field(default=50, ge=20, le=16_384)
    """Root volume of each node in GiB, encrypted gp3. 20 is EKS's default; images and logs outgrow it."""
    max_pods: int | None = Field(default=110, ge=10, le=250)
    """Most pods on a node. 110 is what managed nodes have with prefix delegation, which ``EksCluster`` turns
    on (Amazon EKS User Guide, "Assign more IP addresses to Amazon EKS nodes with prefixes"). Without it take
    None: Karpenter then counts the addresses of the network interfaces."""
    namespace: str = "kube-system"
    """The controller's namespace, which must be there: ``KarpenterArgs.namespace``. A change replaces the
    controller. In another namespace the API server may throttle it (karpenter.sh, "Getting Started with
    Karpenter")."""
    service_account: str = "karpenter"
    """The controller's service account: ``KarpenterArgs.service_account``."""
    controller_replicas: int = Field(default=2, ge=1)
    """Controllers, each on another node that Karpenter did not make: one works, the others stand by."""
    controller_cpu: int = Field(default=1, ge=1)
    """vCPUs of a controller. One is what Karpenter's documentation gives it."""
    controller_memory_gib: int = Field(default=1, ge=1)
    """Memory of a controller in GiB. One is what Karpenter's documentation gives it; watch it as the nodes
    grow many."""
    zonal_shift: bool = True
    """Makes no nodes in a zone that you or AWS shift away from. The cluster must have zonal shift, as an
    ``EksCluster`` has: set it to False for one that does not."""
    isolated_vpc: bool = False
    """Whether no way leads out of the VPC: then Karpenter takes prices from the list in its release."""
    tags: Mapping[str, str] = Field(default_factory=dict[str, str])
    """Tags of the nodes, their volumes and interfaces."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        for name in self.pools:
            karpenter_nodes_checks.check_pool_name(name)
        karpenter_nodes_checks.check_version(self.version)
        if self.subnet_ids is not None and self.discovery is not None:
            raise InvalidInputError(
                "KarpenterNodesArgs.discovery",
                self.discovery,
                "subnet_ids or discovery",
                "Leave one out: the subnets are named, or found by their tag.",
            )
        for field in ("subnet_ids", "security_group_ids"):
            if getattr(self, field) == []:
                raise InvalidInputError(
                    f"KarpenterNodesArgs.{field}", [], "one or more, or None", "Name some, or leave it out."
                )
        return self

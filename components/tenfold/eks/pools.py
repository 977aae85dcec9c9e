"""What the user says about a cluster's nodes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from tenfold.args import Args, Input
from tenfold.eks import capacity
from tenfold.errors import InvalidInputError


class TaintEffect(StrEnum):
    """What a taint does to pods that don't tolerate it; the values are those of the EKS API."""

    NO_SCHEDULE = "NO_SCHEDULE"
    NO_EXECUTE = "NO_EXECUTE"
    PREFER_NO_SCHEDULE = "PREFER_NO_SCHEDULE"


class Taint(Args):
    """Keeps pods that don't tolerate it off a pool's nodes."""

    key: str
    """The taint's key, such as ``dedicated``."""
    effect: TaintEffect = TaintEffect.NO_SCHEDULE
    """What happens to pods without a toleration."""
    value: str | None = None
    """The taint's value; None matches by the key alone."""


class NodePool(Args):
    """Nodes of one kind, on-demand and spot, spread over the zones of all the cluster's subnets.

    EKS buys a managed node group either on demand or on the spot market, so a pool that mixes them is two
    groups: the one of the pool's name and ``<pool>-spot``. ``on_demand_base`` nodes are on demand; of those
    above it, ``spot_percentage`` are spot, rounded down, since a node that stays is worth more than the
    saving. Fewest, first and most nodes are each split so; their sums stay what is said here.

    Sizes, shares, labels, taints and the disk change in place; AWS refuses fewer nodes on demand than run
    there, so scale in before you raise the share. Instance types and the subnets are fixed at creation:
    changing them makes a new group first and then drains the old one.
    """

    instance_types: Sequence[str] = ("m7g.large", "m6g.large", "m8g.large")
    """EC2 instance types of one architecture, in order of preference for on-demand; alike in vCPU and memory,
    so that an autoscaler foresees what a new node holds. Several let a pool start when one is short; a pool
    with spot nodes needs two. Graviton by default: AWS lists m7g at about 19 % below m7i for the same
    size."""
    on_demand_base: int = Field(default=3, ge=0, le=450)
    """Nodes that are on demand before the first spot node. Three, so that each of three zones keeps one when
    the spot market takes all others."""
    spot_percentage: int | None = Field(default=None, ge=0, le=100)
    """Of the nodes above the base, the share bought on the spot market, in percent. None means 70, and 0 in a
    stateful pool. Spot nodes go at two minutes' notice and carry the label
    ``eks.amazonaws.com/capacityType: SPOT``, no taint: pods that must not be interrupted select
    ``ON_DEMAND``."""
    stateful: bool = False
    """Whether pods here keep their data on the node or its volumes. Then no node is bought on the spot
    market."""
    min_size: int = Field(default=3, ge=0, le=450)
    """Fewest nodes. Three, so that three zones have one each; 450 is EKS's quota per group."""
    desired_size: int | None = Field(default=None, ge=0, le=450)
    """Nodes at creation; None means ``min_size``. See ``autoscaled`` for later."""
    max_size: int = Field(default=6, ge=1, le=450)
    """Most nodes. Twice the least by default: room to replace every node at once."""
    autoscaled: bool = True
    """True leaves the number of nodes, after creation, to an autoscaler, so that no update undoes its work.
    Then AWS refuses a ``min_size`` above the present number; False lets ``desired_size`` change it."""
    subnet_ids: Input[Sequence[Input[str]]] | None = None
    """Subnets of this pool; None takes the cluster's. An EBS volume stays in its zone: where an autoscaler
    grows a stateful pool, make one pool per zone (Amazon EKS Best Practices Guide, "Cluster Autoscaler")."""
    disk_size_gib: int = Field(default=50, ge=20, le=16_384)
    """Root volume in GiB, encrypted gp3. 20 is EKS's default; images and logs outgrow it."""
    labels: Mapping[str, str] = Field(default_factory=dict[str, str])
    """Kubernetes labels of the nodes."""
    taints: Sequence[Taint] = ()
    """Kubernetes taints of the nodes."""
    max_unavailable_percentage: int = Field(default=33, ge=1, le=100)
    """Nodes replaced at a time in an update, in percent: one zone's share of three."""
    node_repair: bool = True
    """Lets EKS replace nodes that stay unready for 30 minutes. It holds back while more than a fifth of a
    group of over five is unhealthy, and during a zonal shift (Amazon EKS User Guide, "Automatically repair
    nodes in EKS clusters")."""
    release_version: str | None = None
    """AMI release such as ``1.35.0-20260901``. None takes the newest whenever nodes are replaced anyway (at
    creation, for a new Kubernetes version, disk or tags) and never otherwise: AWS's new AMIs replace no node
    unasked."""

    @property
    def spot_share(self) -> int:
        """The share of spot nodes above the base, in percent."""
        return capacity.spot_share(self.spot_percentage, self.stateful)

    @property
    def groups(self) -> Sequence[capacity.Group]:
        """The pool's node groups with their sizes."""
        sizes = capacity.Sizes(self.min_size, self.first_size, self.max_size)
        return capacity.groups(sizes, self.on_demand_base, self.spot_share)

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
        capacity.ami_type("NodePool.instance_types", self.instance_types)
        if not self.min_size <= self.first_size <= self.max_size:
            raise InvalidInputError(
                "NodePool.desired_size",
                self.first_size,
                f"min_size ({self.min_size}) to max_size ({self.max_size})",
                "Change it, or the two limits.",
            )
        if self.stateful and self.spot_share:
            raise InvalidInputError(
                "NodePool.spot_percentage",
                self.spot_share,
                "0, since the pool is stateful",
                "A spot node takes its data with it at two minutes' notice: leave it out, or put what keeps "
                "no data into a pool of its own.",
            )
        if len(self.groups) > 1 and len(set(self.instance_types)) < 2:
            raise InvalidInputError(
                "NodePool.instance_types",
                list(self.instance_types),
                "two instance types or more where nodes are bought on the spot market",
                "The market can run out of one type: name others of the same size, or set spot_percentage=0.",
            )
        return self

"""What the user says about a network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, ValidationInfo, field_validator, model_validator

from tenfold.args import Args, Input, LogRetentionDays
from tenfold.errors import InvalidInputError
from tenfold.network import plan
from tenfold.network.plan import Tier


class Nat(StrEnum):
    """How the private tier reaches the internet over IPv4."""

    NONE = "none"
    """Not at all: AWS services through endpoints only."""
    SINGLE = "single"
    """Through one gateway: the cheapest, but its zone's failure cuts off all zones."""
    ONE_PER_ZONE = "one_per_zone"
    """Through a gateway in each zone, each with an Elastic IP address of ours."""
    REGIONAL = "regional"
    """Through one gateway that AWS spreads over the zones in use, with addresses that AWS adds and removes.

    It follows to a new zone within an hour; until then traffic crosses zones.
    """


class GatewayEndpoint(StrEnum):
    """The services that a VPC reaches through its route tables; free of charge."""

    S3 = "s3"
    DYNAMODB = "dynamodb"


class InterfaceEndpoint(StrEnum):
    """Common services to reach without the internet; each costs per zone and hour, and per GB."""

    AUTOSCALING = "autoscaling"
    CLOUDWATCH = "monitoring"
    CLOUDWATCH_LOGS = "logs"
    EC2 = "ec2"
    EC2_MESSAGES = "ec2messages"
    ECR_API = "ecr.api"
    ECR_DOCKER = "ecr.dkr"
    EKS = "eks"
    EKS_AUTH = "eks-auth"
    ELASTIC_LOAD_BALANCING = "elasticloadbalancing"
    EVENTBRIDGE = "events"
    KMS = "kms"
    SECRETS_MANAGER = "secretsmanager"
    SNS = "sns"
    SQS = "sqs"
    SSM = "ssm"
    SSM_MESSAGES = "ssmmessages"
    STS = "sts"
    XRAY = "xray"


class BlockPublicAccess(StrEnum):
    """What the network does about VPC Block Public Access, which AWS sets per account and region."""

    UNMANAGED = "unmanaged"
    """Nothing."""
    EXCLUDE = "exclude"
    """Exclude this network's public and private subnets, since the account or another network blocks."""
    INGRESS = "block-ingress"
    """Block for the whole account in the region; exclude this network's public subnets."""
    BIDIRECTIONAL = "block-bidirectional"
    """As INGRESS, and block the way out too, from which the private subnets are excluded."""


class FlowLogTraffic(StrEnum):
    """Which traffic the flow log records."""

    ACCEPT = "ACCEPT"
    ALL = "ALL"
    REJECT = "REJECT"


class NetworkAlarms(Args):
    """From when on a network's alarms go off. A NAT gateway without a free port always sets one off."""

    nat_packets_dropped_percent: float | None = Field(default=0.01, gt=0, le=100)
    """Share of packets that a NAT gateway drops, over five minutes, in percent; None leaves the alarm out.
    AWS advises to look at its Health Dashboard beyond 0.01 % (Amazon VPC User Guide, "NAT gateway metrics and
    dimensions")."""


class NetworkArgs(Args):
    """A network in one region. Only ``cidr`` is required: networks of one range can never be connected."""

    cidr: str
    """The IPv4 range, private, /16 to /22 (/21 with max_zones=8). A change replaces the network.

    ``region_cidr`` gives each region of an environment a range of its own.
    """

    region: str | None = None
    """The AWS region; None is the provider's. A change replaces the network."""

    zone_count: int = Field(default=3, ge=1, le=8)
    """How many zones to pick: the first by letter in which EKS can run. Three survive a zone's loss with a
    majority left."""

    zones: Sequence[str] | None = Field(default=None, min_length=1)
    """The zones' names instead, such as ``us-east-1a``. Outputs keep this order, and a single NAT gateway
    stands in the first, so append new ones. The order does not touch the subnets."""

    max_zones: Literal[4, 8] = 4
    """Places that each tier keeps for zones, 4 (letters a to d) or 8 (a to h), which halves the subnets.
    A change replaces every subnet."""

    tiers: Sequence[Tier] = Field(default=tuple(Tier), min_length=1)
    """The tiers that get subnets. A tier's place stays free while it has none."""

    netmask_lengths: Mapping[Tier, int] = Field(default_factory=dict[Tier, int])
    """Smaller subnets for a tier, as netmask length; by default a subnet fills its place (see plan.py).
    A change replaces this tier's subnets and no others."""

    reserved_cidrs: Sequence[str] = ()
    """The ranges of networks to connect with (peers, offices, VPNs), which ``cidr`` must not overlap."""

    nat: Nat = Nat.ONE_PER_ZONE
    """How the private tier reaches the internet. A change replaces no subnet and no route, but the addresses
    that the world sees can change."""

    ipv6: bool = False
    """Add an Amazon-provided /56 and a /64 to each subnet; private subnets get an egress-only gateway.
    Turning it on changes in place. It stays on: AWS keeps a network's range while its subnets use it."""

    gateway_endpoints: Sequence[GatewayEndpoint] = tuple(GatewayEndpoint)
    """Services on each route table, free, which keep that traffic off the NAT gateways."""

    interface_endpoints: Sequence[
        InterfaceEndpoint | Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$")]
    ] = ()
    """Services with a private address in each zone: what stands behind ``com.amazonaws.<region>.``."""

    flow_logs: bool = True
    """Record the traffic's metadata in a CloudWatch log group of the network's own."""

    flow_log_traffic: FlowLogTraffic = FlowLogTraffic.ALL
    """Which traffic to record. REJECT is much cheaper and says less after an incident."""

    flow_log_retention_days: LogRetentionDays = 90
    """Days, one of those that CloudWatch Logs takes; the default covers a quarter's inquiries."""

    flow_log_kms_key_arn: Input[str] | None = None
    """A KMS key of the region for the log group, which the key's policy lets CloudWatch Logs use.
    None encrypts with a key of AWS's own."""

    block_public_access: BlockPublicAccess = BlockPublicAccess.UNMANAGED
    """INGRESS and BIDIRECTIONAL hold for the whole account in the region: set them on one network there,
    and EXCLUDE on the others."""

    alarm_topic_arn: Input[str] | None = None
    """The SNS topic of the region that every alarm notifies. None makes no alarms: nobody would hear them."""

    alarms: NetworkAlarms = NetworkAlarms()
    """From when on the alarms go off."""

    load_balancer_tags: bool = True
    """Tag public and private subnets so that the AWS Load Balancer Controller finds them."""

    karpenter_discovery: str | None = None
    """The value of ``karpenter.sh/discovery`` on private subnets, usually the cluster's name."""

    deletion_protection: bool = True
    """Protect the VPC and its subnets from ``pulumi destroy`` and from replacement.
    To remove a zone, a tier or the network, set False and run ``pulumi up`` first."""

    tags: Mapping[str, str] = Field(default_factory=dict[str, str])
    """Tags on every resource that takes them."""

    @field_validator("tiers", "gateway_endpoints", "interface_endpoints")
    @classmethod
    def _check_unique(cls, value: Sequence[str], info: ValidationInfo) -> Sequence[str]:
        for item in value:
            if value.count(item) > 1:
                field = f"NetworkArgs.{info.field_name}"
                raise InvalidInputError(field, str(item), "each value once", "Remove the second.")
        return value

    @field_validator("interface_endpoints")
    @classmethod
    def _check_no_gateway(cls, value: Sequence[str]) -> Sequence[str]:
        for item in value:
            if item in set(GatewayEndpoint):
                allowed = "services without a gateway endpoint"
                remedy = "Name it in gateway_endpoints, which are free."
                raise InvalidInputError("NetworkArgs.interface_endpoints", item, allowed, remedy)
        return value

    @model_validator(mode="after")
    def _check_addresses(self) -> Self:
        plan.check_cidr(self.cidr, self.max_zones, self.reserved_cidrs)
        plan.check_netmask_lengths(self.cidr, self.max_zones, self.netmask_lengths)
        if self.zones is not None:
            if "zone_count" in self.model_fields_set:
                raise InvalidInputError(
                    "NetworkArgs.zone_count",
                    self.zone_count,
                    "no count beside `zones`",
                    "Remove one of the two.",
                )
            plan.check_zones(self.zones, self.max_zones, self.region)
        elif self.zone_count > self.max_zones:
            raise InvalidInputError(
                "NetworkArgs.zone_count",
                self.zone_count,
                f"1 to {self.max_zones}, the places that max_zones keeps",
                "Lower it, or set max_zones=8 in a new network.",
            )
        return self

    @model_validator(mode="after")
    def _check_ways_out(self) -> Self:
        needed = {
            Nat.NONE: set[Tier](),
            Nat.SINGLE: {Tier.PUBLIC, Tier.PRIVATE},
            Nat.ONE_PER_ZONE: {Tier.PUBLIC, Tier.PRIVATE},
            Nat.REGIONAL: {Tier.PRIVATE},
        }[self.nat]
        if missing := sorted(needed - set(self.tiers)):
            allowed = f"'none' while `tiers` lacks {', '.join(missing)}"
            raise InvalidInputError(
                "NetworkArgs.nat", str(self.nat), allowed, "Add the tier or set nat='none'."
            )
        if self.block_public_access is BlockPublicAccess.BIDIRECTIONAL and self.nat is Nat.REGIONAL:
            raise InvalidInputError(
                "NetworkArgs.block_public_access",
                str(self.block_public_access),
                "'block-ingress' with nat='regional', whose gateway lies in no subnet that could be excluded",
                "Block ingress only, or use nat='one_per_zone'.",
            )
        if self.interface_endpoints and not {Tier.PRIVATE, Tier.ISOLATED} & set(self.tiers):
            raise InvalidInputError(
                "NetworkArgs.interface_endpoints",
                [str(service) for service in self.interface_endpoints],
                "none while `tiers` has neither private nor isolated",
                "Add one of these tiers.",
            )
        return self

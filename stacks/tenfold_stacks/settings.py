"""A stack's settings: the only reader of Pulumi's configuration.

A setting is the configuration file's, else the environment's (sizes.py), else the field's default. Unknown
keys are refused. schema.py says the same to editors.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, TypeVar

import pulumi
from pulumi.runtime.config import CONFIG
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from tenfold.errors import InvalidInputError, from_validation_error
from tenfold.network import Nat, region_cidr
from tenfold_stacks.names import BudgetScope, DatabaseEngine, Environment, Stage
from tenfold_stacks.sizes import RANGES, merged, sizes_of

NAMESPACE = "tenfold"

_Name = TypeVar("_Name", bound=StrEnum)

Nodes = Annotated[int, Field(ge=1, le=450)]
Days = Annotated[int, Field(ge=1, le=35)]


class _Section(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, alias_generator=to_camel, use_attribute_docstrings=True
    )


class NetworkSettings(_Section):
    cidr: str | None = None
    """The VPC's IPv4 range; by default the region's part of the environment's range."""
    zones: list[str] | None = None
    """Zones by name; by default the first three in which EKS can run."""
    nat: Nat
    """NAT gateways: none, single, one_per_zone or regional."""
    reserved_cidrs: list[str] = []
    """Ranges of networks to connect with, which the VPC must not overlap."""


class ClusterSettings(_Section):
    version: str = "1.35"
    """Kubernetes minor version."""
    instance_types: list[str]
    """EC2 instance types of the general pool, in order of preference."""
    min_nodes: Nodes
    """Fewest nodes, spread over three zones."""
    max_nodes: Nodes
    """Room for updates, and for whoever changes their number: the stack itself doesn't. What the pods need
    beyond them Karpenter adds, from stage growth on."""
    on_demand_base: int = Field(default=3, ge=0, le=450)
    """Nodes that are on demand before the first spot node; counts from stage growth on."""
    spot_percentage: int = Field(default=70, ge=0, le=100)
    """Of the nodes above that base, the share bought on the spot market; counts from stage growth on."""
    admins: dict[str, str] = {}
    """Cluster administrators: IAM role or user ARNs by a name of your choice."""
    public_access_cidrs: list[str] = []
    """Public addresses that may reach the Kubernetes API; none keeps it private."""


class DatabaseSettings(_Section):
    engine: DatabaseEngine = DatabaseEngine.AURORA
    """aurora or postgres. Changing it makes another database: AURORA alone grows into several regions."""
    instance_class: str
    """Class of the writer and of each reader."""
    apply_immediately: bool = False
    """True changes class and version at once, with a failover; false in the maintenance window, until when
    the alarms go by the new class already. Set it for the update that takes a stack to its next stage."""
    readers: int = Field(ge=1, le=15)
    """Readers beside the writer, in other zones; of Aurora's one takes over when the writer is lost."""
    max_readers: int = Field(default=4, ge=2, le=15)
    """Most readers that autoscaling adds up to; Aurora, from stage growth on."""
    backup_retention_days: Days
    """Days that one can go back to, to the second."""


class CacheSettings(_Section):
    node_type: str
    """Type of each node."""
    shards: int = Field(default=1, ge=1, le=500)
    """Shards, over which the keys are spread; from stage growth on, the fewest."""
    max_shards: int = Field(default=2, ge=1, le=500)
    """Most shards that autoscaling adds up to; from stage growth on."""
    replicas: int = Field(ge=1, le=5)
    """Replicas in other zones; one takes over when the primary is lost."""
    snapshot_retention_days: Days
    """Days that daily snapshots are kept."""


class BucketSettings(_Section):
    noncurrent_days: int = Field(ge=1)
    """Days that overwritten and deleted objects can be brought back."""


class BackupSettings(_Section):
    retention_days: int = Field(ge=7, le=36_500)
    """Days that daily backups of the database are kept in a locked vault, and their copies in the standby
    region."""


class BudgetSettings(_Section):
    monthly_usd: float = Field(gt=0)
    """What a month may cost: the alarm topic is told at 80 and 100 % of it, and when it is going to exceed
    it."""
    scope: BudgetScope = BudgetScope.ENVIRONMENT
    """environment or account. The first needs the tag `environment` activated as a cost allocation tag in the
    billing console."""
    anomaly_monitor_arn: str = ""
    """A monitor of unusual spending that is there already. Without one the stack makes it: of the
    environment's tag, or of the account's services, of which AWS allows one in an account."""


class MoveSettings(_Section):
    slots: str
    """From the first slot to the last, such as 0-511."""
    to: str
    """The shard that has them now."""


class ShardsSettings(_Section):
    labels: list[str] = ["a", "b"]
    """The shards by name; one that is added has no data until a move gives it some."""
    founders: list[str] = []
    """The shards that shared all slots at first; empty is all. Name them before a shard is added."""
    moves: list[MoveSettings] = []
    """Slots that changed their shard, oldest first; append only."""
    instance_class: str = "db.r7g.large"
    """Class of each shard's writer and readers."""
    readers: int = Field(default=1, ge=1, le=15)
    """Readers of each shard."""


class EdgeSettings(_Section):
    domain: str = ""
    """The domain that users come to, such as shop.example.com; without one the stack has no edge. A change
    replaces the certificates, the new ones first."""
    zone_id: str = ""
    """The domain's Route 53 zone, if there is one already; without it the stack makes one, and its parent or
    registrar has to name it before the certificates are issued."""
    app_port: int = Field(default=8443, ge=1, le=65535)
    """Port on which the application's pods speak HTTPS."""


class StackSettings(_Section):
    """The settings of one stack, as written below ``config:`` with the prefix ``tenfold:``."""

    environment: Environment
    """dev, staging or prod."""
    stage: Stage
    """How far the company has grown."""
    region: str
    """AWS's region: the key ``aws:region``."""
    deletion_protection: bool
    """Refuse to delete the network, cluster, database, cache and bucket, in AWS and in Pulumi."""
    log_retention_days: int
    """Days that flow logs, control-plane logs and database logs are kept."""
    alarm_emails: dict[str, str] = {}
    """Who is told of alarms: addresses by a name of your choice. AWS mails each a link to confirm."""
    network: NetworkSettings
    cluster: ClusterSettings
    database: DatabaseSettings
    cache: CacheSettings
    bucket: BucketSettings
    backup: BackupSettings
    budget: BudgetSettings
    edge: EdgeSettings = EdgeSettings()
    shards: ShardsSettings = ShardsSettings()
    """From stage scale on."""
    standby_region: str | None = None
    """Where copies are kept: of backups, and from stage scale on of files. By default us-west-2, and
    us-east-1 for a stack in us-west-2."""
    tags: dict[str, str] = {}
    """Tags for every resource, besides ``environment``."""

    @property
    def cidr(self) -> str:
        """The VPC's range."""
        return self.network.cidr or region_cidr(RANGES[self.environment], self.region)

    @property
    def standby(self) -> str:
        """The region of copies."""
        return self.standby_region or ("us-east-1" if self.region == "us-west-2" else "us-west-2")

    @property
    def all_tags(self) -> dict[str, str]:
        # Not the stage: a tag of the launch templates that changed with it would replace every node.
        return {"environment": self.environment, **self.tags}


def load() -> StackSettings:
    """The settings of the stack that runs.

    Raises:
        InvalidInputError: a key is unknown, or a value is missing or not allowed.
    """
    region = pulumi.Config("aws").get("region")
    if region is None:
        raise InvalidInputError(
            "aws:region", None, "an AWS region", "Set it: pulumi config set aws:region us-east-1."
        )
    return parse(_given(), region)


def parse(given: Mapping[str, Any], region: str) -> StackSettings:
    """Settings from a stack's configuration, without the prefix."""
    environment, stage = _chosen(given, "environment", Environment), _chosen(given, "stage", Stage)
    try:
        return StackSettings.model_validate({**merged(sizes_of(stage, environment), given), "region": region})
    except ValidationError as error:
        raise from_validation_error(NAMESPACE, error, separator=":") from None


def _chosen(given: Mapping[str, Any], key: str, names: type[_Name]) -> _Name:
    if given.get(key) not in list(names):
        raise InvalidInputError(
            f"{NAMESPACE}:{key}",
            given.get(key),
            ", ".join(each.value for each in names),
            "Set it in the stack's configuration file.",
        )
    return names(given[key])


def _given() -> dict[str, Any]:
    """This program's configuration: every key, so that an unknown one is seen."""
    config = CONFIG.get() or pulumi.runtime.get_config_env()
    prefix = f"{NAMESPACE}:"
    return {key.removeprefix(prefix): _parsed(config[key]) for key in config if key.startswith(prefix)}


def _parsed(value: Any) -> Any:
    """The engine hands structured values over as JSON text, and numbers and booleans as text."""
    if isinstance(value, str) and (value[:1] in ("{", "[") or value in ("true", "false") or value.isdigit()):
        return json.loads(value)
    return value

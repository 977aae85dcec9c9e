"""Multi-AZ DB clusters: a PostgreSQL or MySQL writer and two readers, which come and go with the cluster."""

from __future__ import annotations

from typing import Any

from ...messages import Document
from .. import Call, refuse
from ..published import cluster_classes
from .base import GAPS, models, zones_of
from .instances import create_db_instance

_MEMBERS = 3
_STORAGE = ("io1", "io2", "gp3")  # RDS API Reference, CreateDBCluster: StorageType


def is_multi_az(engine: str) -> bool:
    """Whether a cluster with this engine is a Multi-AZ DB cluster rather than Aurora's."""
    return not engine.startswith("aurora")


def check_settings(call: Call, engine: str, settings: Document) -> None:
    """Refuse a class and storage that AWS would refuse for a Multi-AZ DB cluster."""
    needed = ("DBClusterInstanceClass", "AllocatedStorage", "StorageType", "Iops")
    missing = [name for name in needed if settings.get(name) is None]
    if missing:
        refuse("InvalidParameterCombination", f"A Multi-AZ DB cluster needs {' and '.join(missing)}")
    name, storage = settings["DBClusterInstanceClass"], settings["StorageType"]
    known = cluster_classes(engine, call.region)
    if known and name not in known:
        message = f"The DB instance class {name} is not supported for Multi-AZ DB clusters with {engine}"
        refuse("InvalidParameterCombination", f"{message} in {call.region}; take one with local storage")
    if storage not in _STORAGE:
        refuse("InvalidParameterValue", f"Invalid storage type {storage}; allowed: {', '.join(_STORAGE)}")
    size, iops = settings["AllocatedStorage"], settings["Iops"]
    if not size / 2 <= iops <= size * 50 and storage != "gp3":
        message = f"Invalid Iops {iops}: between half and 50 times the {size} GiB of storage"
        refuse("InvalidParameterCombination", message)


def check_zones(call: Call, group: Any) -> None:
    """Refuse a subnet group that can't hold the three members in zones of their own."""
    zones = zones_of(call, group)
    if len(zones) < _MEMBERS:
        message = f"A Multi-AZ DB cluster needs subnets in three zones; the DB subnet group covers {zones}"
        refuse("InvalidSubnet", message)


def make_members(call: Call, cluster: Any) -> None:
    """Create the writer and the two readers."""
    for ordinal in range(1, _MEMBERS + 1):
        params = {
            "DBInstanceIdentifier": f"{cluster.db_cluster_identifier}-instance-{ordinal}",
            "DBClusterIdentifier": cluster.db_cluster_identifier,
            "DBInstanceClass": cluster.db_cluster_instance_class,
            "Engine": cluster.engine,
            "MonitoringInterval": cluster.monitoring_interval,
            "MonitoringRoleArn": cluster.monitoring_role_arn,
        }
        given = {name: value for name, value in params.items() if value is not None}
        create_db_instance(
            Call(call.service, "CreateDBInstance", call.region, call.account_id, call.partition, given)
        )


def change_members(cluster: Any) -> None:
    """Give the members the cluster's class, as a change of the cluster does."""
    for member in cluster._members:
        member.db_instance_class = cluster.db_cluster_instance_class


def drop_members(call: Call, cluster: Any) -> None:
    """Delete the members with their cluster."""
    for member in list(cluster._members):
        del models(call).databases[member.db_instance_identifier]


@GAPS.checks("ModifyDBInstance", "DeleteDBInstance")
def check_member(call: Call) -> None:
    """Members change with their cluster only (RDS User Guide, Modifying a Multi-AZ DB cluster)."""
    member = models(call).databases.get(call.params["DBInstanceIdentifier"])
    cluster = getattr(member, "db_cluster_identifier", None)
    if cluster is not None and is_multi_az(member.engine):
        message = f"{member.db_instance_identifier} belongs to the Multi-AZ DB cluster {cluster}"
        refuse("InvalidDBInstanceState", f"{message}: modify or delete the cluster")

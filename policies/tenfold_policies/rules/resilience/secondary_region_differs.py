"""What is to survive a region lies in another one."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource, Stack
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.resilience._caches import REPLICATION_GROUP
from tenfold_policies.rules.resilience._databases import CLUSTER, INSTANCE, TABLE, follows
from tenfold_policies.rules.resilience._regions import global_cluster_of, joined, region_of

_BACKUPS = "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication"
_REPLICA_KEY = "aws:kms/replicaKey:ReplicaKey"
_SECRET = "aws:secretsmanager/secret:Secret"
_GLOBAL_CACHE = "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup"

_FIRST = {
    _BACKUPS: ("sourceDbInstanceArn", INSTANCE),
    _REPLICA_KEY: ("primaryKeyArn", "aws:kms/key:Key"),
}
_REGIONS_OF_REPLICAS = {TABLE: "regionName", _SECRET: "region"}


def _check(second: Resource, context: Context) -> Iterator[str]:
    firsts = _firsts(second, context.stack)
    for region in _own_replicas(second):
        if region == region_of(second):
            yield f"It has a replica in its own region, {region}."
    for first in firsts:
        if region_of(first) == region_of(second):
            yield f"It is in {region_of(second)}, as {first.name} is, which it is to replace."


def _own_replicas(resource: Resource) -> list[str]:
    key = _REGIONS_OF_REPLICAS.get(resource.type)
    if not key:
        return []
    return [resource.get(f"replicas.{index}.{key}") for index, _ in enumerate(resource.items("replicas"))]


def _firsts(second: Resource, stack: Stack) -> list[Resource]:
    """What it stands by for."""
    if second.type == CLUSTER:
        if not follows(second):
            return []
        whole = global_cluster_of(second, stack)
        first = [each for each in joined(whole, stack) if not follows(each)] if whole else []
        return first or stack.referred(second, "replicationSourceIdentifier", CLUSTER)
    if second.type == REPLICATION_GROUP:
        return [
            first
            for whole in stack.referred(second, "globalReplicationGroupId", _GLOBAL_CACHE)
            for first in stack.referred(whole, "primaryReplicationGroupId", REPLICATION_GROUP)
            if first is not second
        ]
    property_, type_ = _FIRST.get(second.type, ("", ""))
    return stack.referred(second, property_, type_)


RULE = Rule(
    id="secondary-region-differs",
    title="What is to survive a region lies in another one",
    severity=Severity.HIGH,
    why="A standby that a wrong or missing region setting has put beside the original is lost together with "
    "it, and nobody notices until then.",
    remedy="Set region to the standby region, on the resource or on its provider.",
    reference="https://docs.aws.amazon.com/whitepapers/latest/disaster-recovery-workloads-on-aws/"
    "disaster-recovery-options-in-the-cloud.html",
    practice="REL13-BP02",
    types=(CLUSTER, REPLICATION_GROUP, TABLE, _SECRET, *_FIRST),
    check=_check,
    relational=True,
)

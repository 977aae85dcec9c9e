"""Removes orphans, with patience for what AWS still has to let go."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from tenfold_sandbox.errors import SandboxError

from ..account import Account, asked
from .finding import Cluster, find
from .ownership import DATA, Kind, Orphan, belongs

PAUSE_SECONDS = 5.0

# Service, operation and argument that remove one by its id.
_REMOVERS: dict[Kind, tuple[str, str, str]] = {
    Kind.INSTANCE: ("ec2", "terminate_instances", "InstanceIds"),
    Kind.LOAD_BALANCER: ("elbv2", "delete_load_balancer", "LoadBalancerArn"),
    Kind.CLASSIC_LOAD_BALANCER: ("elb", "delete_load_balancer", "LoadBalancerName"),
    Kind.TARGET_GROUP: ("elbv2", "delete_target_group", "TargetGroupArn"),
    Kind.LAUNCH_TEMPLATE: ("ec2", "delete_launch_template", "LaunchTemplateId"),
    Kind.NETWORK_INTERFACE: ("ec2", "delete_network_interface", "NetworkInterfaceId"),
    Kind.SECURITY_GROUP: ("ec2", "delete_security_group", "GroupId"),
    Kind.VOLUME: ("ec2", "delete_volume", "VolumeId"),
    Kind.SNAPSHOT: ("ec2", "delete_snapshot", "SnapshotId"),
}

# What passes by itself once a load balancer, an instance or a network interface is gone.
_PASSING = frozenset(
    {
        "DependencyViolation",
        "InvalidNetworkInterface.InUse",
        "InvalidNetworkInterfaceID.InUse",
        "OperationInProgress",
        "RequestLimitExceeded",
        "ResourceInUse",
        "Throttling",
        "VolumeInUse",
    }
)


@dataclass(frozen=True)
class Left:
    """What could not be removed, and why."""

    orphan: Orphan
    reason: str
    passing: bool = False
    """Whether it may go later."""


class Removal:
    """One removal of a cluster's orphans.

    Args:
        account: where they are.
        cluster: whose they are.
        known: ids and ARNs that a program knows: they are not touched.
        limit_seconds: how long to wait for what AWS still has to let go.
        tell: hears of each that is gone.
        now: a clock's seconds.
        pause: waits so many seconds.
    """

    def __init__(
        self,
        account: Account,
        cluster: Cluster,
        known: Set[str],
        limit_seconds: float,
        tell: Callable[[Orphan], None],
        *,
        now: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._account = account
        self._cluster = cluster
        self._known = known
        self._limit_seconds = limit_seconds
        self._tell = tell
        self._now = now
        self._pause = pause
        self._clients = {service: account.client(service) for service in ("ec2", "elb", "elbv2")}
        self._ec2 = self._clients["ec2"]

    def run(self, orphans: Sequence[Orphan], *, data: bool) -> list[Left]:
        """Remove them, what uses others first, and what comes free on the way; tell what is left.

        In rounds over all kinds, so that one that AWS never lets go holds up those alone that hang on it.

        Args:
            orphans: what was found, and shown to whoever agreed.
            data: remove volumes and snapshots too.

        Raises:
            SandboxError: AWS does not answer.
        """
        end = self._now() + self._limit_seconds
        waiting = [each for each in orphans if data or each.kind not in DATA]
        self._cut_references([each.id for each in waiting if each.kind is Kind.SECURITY_GROUP])
        refused: list[Left] = []
        while waiting:
            tried = [left for each in waiting if (left := self._try(each))]
            refused += [left for left in tried if not left.passing]
            passing = [left for left in tried if left.passing]
            if passing and self._now() >= end:
                return [self._explained(left) for left in [*refused, *passing]]
            waiting = self._with_freed([left.orphan for left in passing], refused)
            if passing:
                self._pause(PAUSE_SECONDS)
        return [self._explained(left) for left in refused]

    def _try(self, orphan: Orphan) -> Left | None:
        """Remove one; None when it is gone."""
        try:
            unfinished = asked(lambda: self._delete(orphan))
        except SandboxError as error:
            if not isinstance(error.__cause__, ClientError):
                raise
            refusal = error.__cause__.response.get("Error", {})
            code = refusal.get("Code", "")
            if not code.endswith(("NotFound", "NotFoundException")):
                return Left(orphan, f"{code}: {refusal.get('Message', '')}", passing=code in _PASSING)
        else:
            if unfinished:
                return Left(orphan, unfinished, passing=True)
        self._tell(orphan)
        return None

    def _delete(self, orphan: Orphan) -> str:
        """Ask AWS to remove it; tell what it still waits for."""
        service, operation, argument = _REMOVERS[orphan.kind]
        several = orphan.kind is Kind.INSTANCE
        getattr(self._clients[service], operation)(**{argument: [orphan.id] if several else orphan.id})
        return self._instance_state(orphan.id) if several else ""

    def _instance_state(self, id_: str) -> str:
        """An instance takes a minute or two to end, and holds its network interfaces until then."""
        answer = self._ec2.describe_instances(InstanceIds=[id_])
        state: str = answer["Reservations"][0]["Instances"][0]["State"]["Name"]
        return "" if state == "terminated" else f"it is still {state}"

    def _with_freed(self, waiting: list[Orphan], refused: Sequence[Left]) -> list[Orphan]:
        """Those that wait, and network interfaces that ended instances have left since, in order."""
        seen = {each.id for each in waiting} | {left.orphan.id for left in refused}
        found = find(self._account, self._cluster, self._known, kinds=[Kind.NETWORK_INTERFACE])
        order = list(Kind)
        freed = [each for each in found if each.id not in seen]
        return sorted([*waiting, *freed], key=lambda orphan: order.index(orphan.kind))

    def _cut_references(self, group_ids: Sequence[str]) -> None:
        """Revoke rules of the cluster's own groups that let an orphaned group in or out: they hold it."""
        for group_id in group_ids:
            for holder in self._holders(group_id):
                tags = {tag["Key"]: tag["Value"] for tag in holder.get("Tags", [])}
                if holder["GroupId"] in group_ids or belongs(tags, self._cluster.name):
                    self._cut(holder, group_id)

    def _cut(self, holder: dict[str, Any], group_id: str) -> None:
        for key, revoke in (
            ("IpPermissions", self._ec2.revoke_security_group_ingress),
            ("IpPermissionsEgress", self._ec2.revoke_security_group_egress),
        ):
            rules = [_only(rule, group_id) for rule in holder.get(key, [])]
            naming = [rule for rule in rules if rule["UserIdGroupPairs"]]
            if naming:
                asked(
                    lambda revoke=revoke, naming=naming: revoke(
                        GroupId=holder["GroupId"], IpPermissions=naming
                    )
                )

    def _holders(self, group_id: str) -> Iterator[dict[str, Any]]:
        """Groups with a rule that names this one."""
        for name in ("ip-permission.group-id", "egress.ip-permission.group-id"):
            pages = self._ec2.get_paginator("describe_security_groups").paginate(
                Filters=[{"Name": name, "Values": [group_id]}]
            )
            found: list[dict[str, Any]] = asked(
                lambda pages=pages: [each for page in pages for each in page["SecurityGroups"]]
            )
            yield from found

    def _explained(self, left: Left) -> Left:
        """AWS does not say what a security group hangs on."""
        if left.orphan.kind is not Kind.SECURITY_GROUP:
            return left
        in_it = [{"Name": "group-id", "Values": [left.orphan.id]}]
        interfaces: list[dict[str, Any]] = asked(
            lambda: self._ec2.describe_network_interfaces(Filters=in_it)["NetworkInterfaces"]
        )
        users = [each["NetworkInterfaceId"] for each in interfaces]
        users += [each["GroupId"] for each in self._holders(left.orphan.id)]
        hint = f" Used by {', '.join(dict.fromkeys(users))}." if users else ""
        return Left(left.orphan, left.reason + hint, left.passing)


def _only(rule: dict[str, Any], group_id: str) -> dict[str, Any]:
    """The rule as far as it names the group, as AWS wants it back to revoke that alone."""
    ports = {key: rule[key] for key in ("IpProtocol", "FromPort", "ToPort") if key in rule}
    pairs = [pair for pair in rule.get("UserIdGroupPairs", []) if pair.get("GroupId") == group_id]
    kept = [{key: pair[key] for key in ("GroupId", "UserId") if key in pair} for pair in pairs]
    return {**ports, "UserIdGroupPairs": kept}

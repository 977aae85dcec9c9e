"""How instances of RDS for PostgreSQL are watched: each by itself, since there is no cluster to ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch

from tenfold.component import Component
from tenfold.database import sizes
from tenfold.database._observation import INSTANCE_EVENTS, Source, count_deadlocks, observe, tell_events
from tenfold.database.alarms import instance_alarms
from tenfold.database.postgres_args import PostgresDatabaseArgs
from tenfold.parts.alarms import Alarm

_GRAPHS = ("DBLoad", "ReadLatency", "WriteLatency", "ReadIOPS", "WriteIOPS", "DiskQueueDepth")


@dataclass(frozen=True)
class Watched:
    """An instance, by its identifier in AWS."""

    prefix: str
    """Of its alarms' roles; empty for the primary."""
    instance_class: str


def decide_alarms(args: PostgresDatabaseArgs, instance: Watched) -> list[Alarm]:
    """An instance's alarms."""
    memory = sizes.memory_gib(instance.instance_class)
    usual = None if memory is None else sizes.max_connections(memory)
    decided = instance_alarms(
        args.alarms,
        memory=memory,
        connections=sizes.chosen_connections(args.parameters, usual),
        storage_gib=args.storage_gib,
        replica=bool(instance.prefix),
        prefix=instance.prefix,
    )
    return list(decided)


def observe_instances(
    component: Component,
    args: PostgresDatabaseArgs,
    instances: Mapping[str, Watched],
    *,
    arn: pulumi.Output[str],
    source_ids: Sequence[pulumi.Input[str]],
    log_group: cloudwatch.LogGroup,
) -> None:
    """Alarms for each instance, AWS's events of all, the deadlocks that the log has, and the dashboard.

    Args:
        component: their parent.
        args: the database's.
        instances: what is watched, by identifier.
        arn: of anything in the region.
        source_ids: the same identifiers, known once the instances exist.
        log_group: the log of the instance that takes writes.
    """
    sources = [
        Source(identifier, {"DBInstanceIdentifier": identifier}, decide_alarms(args, instance))
        for identifier, instance in instances.items()
    ]
    observe(component, args, sources, arn, graphs=_GRAPHS)
    count_deadlocks(component, args, log_group)
    tell_events(
        component,
        args,
        role="instance-events",
        source_type="db-instance",
        source_ids=source_ids,
        categories=INSTANCE_EVENTS,
    )

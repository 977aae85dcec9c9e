"""Databases that nobody uses or that are larger than their load, and their old snapshots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from ..facts.databases import SERVERLESS, Database, Databases, Instance
from ..facts.sizes import Size, bare, family
from ..figures import Series, high
from ..finding import Finding, Kind, Terms, Unsure, counted
from ..prices import Part, Saving
from .sizes import smaller, used

_NO_VOLUME_SIZE = "storage: CloudWatch has no VolumeBytesUsed"
_NO_SNAPSHOT_SIZE = "RDS doesn't tell how much an Aurora snapshot holds"


def idle_databases(facts: Databases, terms: Terms) -> Iterator[Finding | Unsure]:
    """Databases that nobody connected to. A cluster's unused reader stands by, and so does a copy in a second
    region: neither is waste."""
    for each in _judged(facts):
        if young := terms.young(each.created):
            yield Unsure(Kind.IDLE_DATABASE, each.resource, young)
        elif _connected(each):
            continue
        elif reason := terms.uncovered(*(instance.connections for instance in each.instances)):
            yield Unsure(Kind.IDLE_DATABASE, each.resource, reason)
        else:
            yield Finding(
                Kind.IDLE_DATABASE,
                each.resource,
                f"{each.engine}, {counted(len(each.instances), 'instance')}: no connection {terms.window}",
                _whole(each, terms),
                "Take a final snapshot and delete it. Stopped, it costs its storage alone, but RDS starts "
                "it again after 7 days.",
            )


def oversized_databases(facts: Databases, terms: Terms) -> Iterator[Finding | Unsure]:
    """Databases in use whose instances a smaller class would all carry, by CPU and memory.

    A cluster's instances are judged together: any of them may have to take the writer's place.
    """
    for each in _judged(facts):
        types = {instance.type for instance in each.instances}
        if len(types) != 1 or SERVERLESS in types:
            continue
        needed = [series for one in each.instances for series in (one.cpu, one.free_bytes)]
        if reason := terms.uncovered(*needed):
            yield Unsure(Kind.OVERSIZED_DATABASE, each.resource, reason)
        elif _connected(each):
            yield from _oversized(each, types.pop(), facts, terms)


def old_database_snapshots(facts: Databases, terms: Terms) -> Iterator[Finding]:
    """Snapshots beyond the age that no retention deletes. At most their whole size is charged: backups up to
    the size of a database that exists are free (Amazon RDS pricing)."""
    for each in facts.snapshots:
        age = terms.age(each.created)
        if age >= terms.snapshot_days:
            yield Finding(
                Kind.OLD_DATABASE_SNAPSHOT,
                each.resource,
                f"a manual snapshot of {each.of}, {age} days old"
                + (f", of {each.gib} GiB" if each.gib is not None else ""),
                Saving(None, (_NO_SNAPSHOT_SIZE,))
                if each.gib is None
                else _kept(each.resource.region, each.gib, terms),
                "Delete it, or let AWS Backup keep what has to be kept, with an end.",
            )


def _judged(facts: Databases) -> Iterator[Database]:
    return (each for each in facts.databases if not each.standby)


def _connected(each: Database) -> bool:
    return any(sum(instance.connections) for instance in each.instances)


def _whole(each: Database, terms: Terms) -> Saving:
    saving = terms.prices.monthly(each.resource.region, each.parts())
    unknown = each.aurora and not each.stored_bytes
    return replace(saving, missing=(*saving.missing, _NO_VOLUME_SIZE)) if unknown else saving


def _oversized(each: Database, now: str, facts: Databases, terms: Terms) -> Iterator[Finding]:
    size = facts.sizes.get(bare(now))
    if size is None:
        return
    cpu = _busiest([instance.cpu for instance in each.instances])
    memory = _busiest([_memory(instance, size) for instance in each.instances])
    offered = {
        name: other for name, other in facts.sizes.items() if family(name)[0] == "t" or other.vcpus > 1
    }
    target = smaller(size.name, offered, cpu, memory)
    if target:
        target = f"db.{target}"
        yield Finding(
            Kind.OVERSIZED_DATABASE,
            each.resource,
            f"{len(each.instances)} x {now}: {used(cpu, memory, terms)}",
            terms.prices.difference(each.resource.region, each.parts(), each.parts({now: target})),
            f"Use {target}, in a maintenance window: the change restarts an instance.",
        )


def _memory(instance: Instance, size: Size) -> Series:
    """Percent used of each hour."""
    whole = size.mib * 1024**2
    return tuple(100 * (1 - free / whole) for free in instance.free_bytes)


def _busiest(series: Sequence[Series]) -> Series:
    """The series whose busy hours are the highest: a size must carry that one."""
    return max(series, key=high)


def _kept(region: str, gib: int, terms: Terms) -> Saving:
    part = Part("aws:rds/snapshot:Snapshot", usage={"gb_stored": Decimal(gib)})
    return terms.prices.monthly(region, [part], at_most=True)

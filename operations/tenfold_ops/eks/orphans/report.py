"""Orphans, and what became of them, as text or as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from .finding import Cluster
from .ownership import DATA, Orphan
from .removal import Left

# How to stop the controllers, so that they clear up themselves and make nothing anew.
_STOP = (
    "kubectl delete ingress --all --all-namespaces",
    "kubectl get services -A, and delete those of type LoadBalancer",
    "kubectl delete nodepools.karpenter.sh --all, which ends Karpenter's nodes",
    "kubectl delete pvc --all --all-namespaces, if their data may go",
    "kubectl scale deployment --replicas=0, for aws-load-balancer-controller and karpenter",
)


def as_table(cluster: Cluster, orphans: Sequence[Orphan], now: datetime) -> str:
    """A line each, with age and monthly price, and the sum."""
    state = f"which is there ({cluster.status})" if cluster.status else "which is gone"
    if not orphans:
        return f"No orphans of cluster {cluster.name}, {state}."
    rows = [("kind", "id", "name", "what", "age", "USD/month")]
    rows += [
        (
            each.kind.value,
            _short(each.id),
            each.name,
            each.detail,
            _age(each.created, now),
            _money(each.monthly_usd),
        )
        for each in orphans
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    padded = [[cell.ljust(width) for cell, width in zip(row, widths, strict=True)] for row in rows]
    lines = ["  ".join(cells).rstrip() for cells in padded]
    counts = Counter(each.kind for each in orphans)
    words = ", ".join(f"{count} of kind {kind.value}" for kind, count in counts.items())
    ending = [f"{len(orphans)} orphans: {words}.", _price_words(orphans)]
    return "\n".join([f"Orphans of cluster {cluster.name}, {state}:", "", *lines, "", *ending])


def as_json(cluster: Cluster, orphans: Sequence[Orphan], now: datetime) -> str:
    """The same for a program."""
    said = {"cluster": cluster.name, "status": cluster.status, "orphans": _listed(orphans)}
    return json.dumps({**said, "asOf": now.isoformat(timespec="seconds")}, indent=2)


def still_there(cluster: Cluster) -> str:
    """Why nothing is removed while the controllers may run, and how to stop them."""
    steps = "".join(f"\n  {step}" for step in _STOP)
    return (
        f"cluster {cluster.name} is there ({cluster.status}): its pods use these, and its controllers would "
        f"make them anew. To clear up before `pulumi destroy`, stop them first:{steps}\n"
        "and add --before-destroy. Or destroy the cluster, and run this again."
    )


def removal_as_text(gone: Sequence[Orphan], left: Sequence[Left], kept: Sequence[Orphan]) -> str:
    """What is gone, what is not and why."""
    lines = [f"{len(gone)} removed, {len(left)} not."]
    lines += [f"✗ {each.orphan.kind.value} {_short(each.orphan.id)}  {each.reason}" for each in left]
    if kept:
        lines.append(
            f"Volumes and snapshots are kept, with their data ({len(kept)}): --data removes them too."
        )
    return "\n".join(lines)


def removal_as_json(gone: Sequence[Orphan], left: Sequence[Left], kept: Sequence[Orphan]) -> str:
    """The same for a program."""
    refused = [{**_plain(each.orphan), "reason": each.reason} for each in left]
    return json.dumps({"removed": _listed(gone), "left": refused, "kept": _listed(kept)}, indent=2)


def _listed(orphans: Iterable[Orphan]) -> list[dict[str, object]]:
    return [_plain(each) for each in orphans]


def _plain(orphan: Orphan) -> dict[str, object]:
    return {
        "kind": orphan.kind.value,
        "id": orphan.id,
        "name": orphan.name,
        "detail": orphan.detail,
        "created": orphan.created.isoformat(timespec="seconds") if orphan.created else None,
        "monthlyUsd": None if orphan.monthly_usd is None else round(float(orphan.monthly_usd), 2),
        "holdsData": orphan.kind in DATA,
    }


def _short(id_: str) -> str:
    """A load balancer's or target group's ARN without what all of them share."""
    return id_.rpartition(":")[2]


def _age(created: datetime | None, now: datetime) -> str:
    if created is None:
        return "?"
    hours = int((now - created).total_seconds() // 3600)
    return f"{hours // 24} d" if hours >= 24 else f"{max(hours, 0)} h"


def _money(usd: Decimal | None) -> str:
    if usd is None:
        return "?"
    return f"{usd:.2f}" if usd else ""


def _price_words(orphans: Sequence[Orphan]) -> str:
    known = sum((each.monthly_usd for each in orphans if each.monthly_usd is not None), Decimal(0))
    unknown = sum(each.monthly_usd is None for each in orphans)
    besides = f", and {unknown} whose price is not listed" if unknown else ""
    return f"About ${known:.2f} a month at AWS's list prices, snapshots at most{besides}."

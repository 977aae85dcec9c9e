"""Nothing runs on a version that AWS charges extended support for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from functools import cache

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters, Rule, Severity
from tenfold_policies.rules.cost._data import rows
from tenfold_policies.rules.cost._names import DB_CLUSTER, DB_INSTANCE, EKS_CLUSTER

_GLOBAL_CLUSTER = "aws:rds/globalCluster:GlobalCluster"
_DISABLED = "open-source-rds-extended-support-disabled"


class _Parameters(Parameters):
    on: date | None = None
    """The day to judge at, such as 2027-01-31; by default today."""
    days_ahead: int = 0
    """Days before the end of standard support at which a version counts as too old."""


def _check(resource: Resource, context: Context) -> Iterator[str]:
    if not _pays(resource):
        return
    engine, version = _engine(resource), _version(resource)
    until = ends().get(f"{engine} {version}")
    if until is None:
        return
    day: date = context.parameters.on or datetime.now(UTC).date()
    if (until - day).days < context.parameters.days_ahead:
        verb = "ended" if until < day else "ends"
        yield f"standard support of {engine} {version} {verb} on {until}; extended support costs extra."


@cache
def ends() -> Mapping[str, date]:
    """The last day of standard support by engine and version, from ``support.csv``."""
    return {
        f"{row['engine']} {row['version']}": date.fromisoformat(row["until"]) for row in rows("support.csv")
    }


def _pays(resource: Resource) -> bool:
    """Whether it stays on its version at a price, where AWS would else upgrade it."""
    if resource.type == EKS_CLUSTER:
        return resource.get("upgradePolicy.supportType", "EXTENDED") != "STANDARD"
    return resource.get("engineLifecycleSupport") != _DISABLED


def _engine(resource: Resource) -> str:
    return "eks" if resource.type == EKS_CLUSTER else str(resource.get("engine", ""))


def _version(resource: Resource) -> str:
    """The major version by which AWS reckons: 1.35, 16, 8.0."""
    if resource.type == EKS_CLUSTER:
        return str(resource.get("version", ""))
    text = str(resource.get("engineVersion", ""))
    parts = text.split(".")
    return parts[0] if _engine(resource).endswith(("postgres", "postgresql")) else ".".join(parts[:2])


RULE = Rule(
    id="no-extended-support",
    title="Nothing runs on a version that AWS charges extended support for",
    severity=Severity.HIGH,
    why="Extended support makes an EKS control plane six times as dear; a database pays for each vCPU.",
    remedy="Upgrade; set upgradePolicy.supportType to STANDARD (EKS) or engineLifecycleSupport to "
    "open-source-rds-extended-support-disabled (RDS), so that AWS upgrades in time.",
    reference="https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html",
    practice="COST10-BP02",
    types=(EKS_CLUSTER, DB_INSTANCE, DB_CLUSTER, _GLOBAL_CLUSTER),
    check=_check,
    parameters=_Parameters,
)

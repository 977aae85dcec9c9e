"""A new version replaces the pods a few at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.resilience._workloads import DAEMON_SET, DEPLOYMENT, STATEFUL_SET


def _check(workload: Resource, context: Context) -> Iterator[str]:
    strategy = "spec.strategy" if workload.type == DEPLOYMENT else "spec.updateStrategy"
    kind = workload.get(f"{strategy}.type", "RollingUpdate")
    if kind != "RollingUpdate":
        if not (kind == "Recreate" and _has_one_volume(workload)):
            yield f"{strategy}.type is {kind}."
    elif str(workload.get(f"{strategy}.rollingUpdate.maxUnavailable", "")) == "100%":
        yield f"{strategy}.rollingUpdate.maxUnavailable is 100%: all pods go at once."


def _has_one_volume(workload: Resource) -> bool:
    """Whether it is one pod on a volume that a second one could not mount."""
    path = "spec.template.spec.volumes"
    volumes = cast("list[Any]", workload.get(path, []))
    claims = [
        index for index, _ in enumerate(volumes) if workload.has(f"{path}.{index}.persistentVolumeClaim")
    ]
    return bool(claims) and workload.get("spec.replicas", 1) == 1


RULE = Rule(
    id="rolling-update",
    title="A new version replaces the pods a few at a time",
    severity=Severity.MEDIUM,
    why="Recreate ends all pods before the first new one starts, so that each release is an outage, as long "
    "as the new version takes to start, or to be rolled back. OnDelete leaves old pods running unnoticed.",
    remedy="Set the strategy's type to RollingUpdate, with maxUnavailable 25 % or less.",
    reference="https://kubernetes.io/docs/concepts/workloads/controllers/deployment/",
    practice="OPS06-BP03",
    types=(DEPLOYMENT, STATEFUL_SET, DAEMON_SET),
    check=_check,
)

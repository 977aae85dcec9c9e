"""An EKS cluster can be shifted away from an impaired zone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity


def _check(cluster: Resource, context: Context) -> Iterator[str]:
    if not cluster.get("zonalShiftConfig.enabled", False):
        yield "zonalShiftConfig.enabled is off: traffic keeps going to pods in a zone that is ill."


def _remediate(cluster: Resource, parameters: Any) -> Mapping[str, Any] | None:
    return None if cluster.get("zonalShiftConfig.enabled") else {"zonalShiftConfig": {"enabled": True}}


RULE = Rule(
    id="eks-zonal-shift",
    title="An EKS cluster can be shifted away from an impaired zone",
    severity=Severity.MEDIUM,
    why="A zone that is slow but not dead fails a share of all requests until it is taken out. Zonal shift "
    "takes its pods and nodes out with one call, or by itself with autoshift.",
    remedy="Set zonal_shift_config=ClusterZonalShiftConfigArgs(enabled=True).",
    reference="https://docs.aws.amazon.com/eks/latest/userguide/zone-shift.html",
    practice="REL11-BP02",
    types=("aws:eks/cluster:Cluster",),
    check=_check,
    remediate=_remediate,
)

"""A workload's pods are spread over the zones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from pydantic import Field

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters, Rule, Severity
from tenfold_policies.rules.resilience._matching import matching
from tenfold_policies.rules.resilience._workloads import REPLICATED, replicas, selects_itself

_SPREAD = "spec.template.spec.topologySpreadConstraints"
_APART = "spec.template.spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution"


class _Parameters(Parameters):
    topology_key: str = Field(default="topology.kubernetes.io/zone", min_length=1)
    """The nodes' label by which pods are to be spread."""
    max_skew: int = Field(default=1, ge=1)
    """Pods that one zone may have more than another."""


def _check(workload: Resource, context: Context) -> Iterator[str]:
    if replicas(workload, context.stack) < 2:
        return
    wanted = context.parameters
    spread = matching(_rules(workload, _SPREAD), lambda path: _is_spread(workload, path, wanted.topology_key))
    if spread or matching(
        _rules(workload, _APART), lambda path: _is_spread(workload, path, wanted.topology_key)
    ):
        skews = [workload.get(f"{path}.maxSkew", 1) for path in spread]
        if skews and min(skews) > wanted.max_skew:
            yield f"Its maxSkew over {wanted.topology_key} is {min(skews)}, of at most {wanted.max_skew}."
    else:
        yield f"No topologySpreadConstraint over {wanted.topology_key} selects its pods."


def _rules(workload: Resource, path: str) -> list[str]:
    return [f"{path}.{index}" for index, _ in enumerate(cast("list[Any]", workload.get(path, [])))]


def _is_spread(workload: Resource, path: str, key: str) -> bool:
    return workload.get(f"{path}.topologyKey") == key and selects_itself(
        workload, workload.get(f"{path}.labelSelector")
    )


RULE = Rule(
    id="topology-spread",
    title="A workload's pods are spread over the zones",
    severity=Severity.MEDIUM,
    why="The scheduler may well put all replicas into one zone, and the loss of that zone is then the loss "
    "of the service, whatever number of replicas it has.",
    remedy="Add a topologySpreadConstraint with topologyKey topology.kubernetes.io/zone, maxSkew 1 and a "
    "labelSelector that has the pods' own labels.",
    reference="https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/",
    practice="REL10-BP01",
    types=REPLICATED,
    check=_check,
    parameters=_Parameters,
    relational=True,
)

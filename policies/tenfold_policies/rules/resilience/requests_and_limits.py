"""Each container says what it needs and what it may take."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters, Rule, Severity
from tenfold_policies.rules.resilience._workloads import DAEMON_SET, REPLICATED, containers

_POD = "spec.template.spec.resources"


class _Parameters(Parameters):
    cpu_limit: bool = Field(default=False)
    """Whether a CPU limit is needed too. It throttles a container even where the node has time to spare."""


def _check(workload: Resource, context: Context) -> Iterator[str]:
    wanted = ["requests.cpu", "requests.memory", "limits.memory"]
    if context.parameters.cpu_limit:
        wanted.append("limits.cpu")
    wanted = [each for each in wanted if not _has(workload, _POD, each)]
    for path, name in containers(workload):
        missing = [each for each in wanted if not _has(workload, f"{path}.resources", each)]
        if missing:
            yield f"The container {name} has no {', '.join(missing)}."


def _has(workload: Resource, resources: str, name: str) -> bool:
    # Kubernetes takes a limit for the request that is left out.
    limit = name.replace("requests", "limits")
    return workload.has(f"{resources}.{name}") or workload.has(f"{resources}.{limit}")


RULE = Rule(
    id="requests-and-limits",
    title="Each container says what it needs and what it may take",
    severity=Severity.MEDIUM,
    why="Without requests the scheduler packs nodes until they run out, the autoscalers have nothing to "
    "reckon with, and such pods are evicted first; without a memory limit one leak takes its neighbours "
    "down.",
    remedy="Set resources.requests (cpu, memory) and resources.limits (memory).",
    reference="https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/",
    practice="REL10-BP03",
    types=(*REPLICATED, DAEMON_SET),
    check=_check,
    parameters=_Parameters,
)

"""No container can gain rights that it was not started with."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._pods import STANDARDS, WORKLOADS, PodParameters, in_containers


def _check(workload: Resource, context: Context) -> Iterator[str]:
    yield from in_containers(workload, context, _container)


def _container(pod: Resource, container: Resource) -> Iterator[str]:
    if container.get("securityContext.allowPrivilegeEscalation", True):
        yield "securityContext.allowPrivilegeEscalation is on, as it is by default."


RULE = Rule(
    id="pod-no-privilege-escalation",
    title="No container can gain rights that it was not started with",
    severity=Severity.MEDIUM,
    why="A program with the setuid bit makes whoever broke in the container's root.",
    remedy="Set allowPrivilegeEscalation: false in the container's securityContext.",
    reference=STANDARDS,
    practice="SEC06-BP02",
    types=WORKLOADS,
    check=_check,
    parameters=PodParameters,
)

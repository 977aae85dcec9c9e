"""A container may make only the system calls that programs need."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._pods import STANDARDS, WORKLOADS, PodParameters, in_containers

_PROFILE = "securityContext.seccompProfile.type"


def _check(workload: Resource, context: Context) -> Iterator[str]:
    yield from in_containers(workload, context, _container)


def _container(pod: Resource, container: Resource) -> Iterator[str]:
    profile = container.get(_PROFILE) or pod.get(_PROFILE, "Unconfined")
    if profile == "Unconfined":
        yield "seccompProfile is Unconfined, as it is by default."


RULE = Rule(
    id="pod-seccomp-profile",
    title="A container may make only the system calls that programs need",
    severity=Severity.MEDIUM,
    why="Ways out of containers go by system calls that no ordinary program makes.",
    remedy="Set seccompProfile: {type: RuntimeDefault} in the pod's securityContext.",
    reference=STANDARDS,
    practice="SEC06-BP02",
    types=WORKLOADS,
    check=_check,
    parameters=PodParameters,
)

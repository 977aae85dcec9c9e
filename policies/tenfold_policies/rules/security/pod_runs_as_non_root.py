"""No container runs as root."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._pods import STANDARDS, WORKLOADS, PodParameters, in_containers


def _check(workload: Resource, context: Context) -> Iterator[str]:
    yield from in_containers(workload, context, _container)


def _container(pod: Resource, container: Resource) -> Iterator[str]:
    user = container.get("securityContext.runAsUser", pod.get("securityContext.runAsUser"))
    if user == 0:
        yield "runAsUser is 0, which is root."
    elif user is None and not container.get(
        "securityContext.runAsNonRoot", pod.get("securityContext.runAsNonRoot", False)
    ):
        yield "runAsNonRoot is not on: it runs as whom the image says, root if it doesn't."


RULE = Rule(
    id="pod-runs-as-non-root",
    title="No container runs as root",
    severity=Severity.MEDIUM,
    why="Root in the container is root on the node once there is a way out of the container.",
    remedy="Set runAsNonRoot: true in the pod's securityContext, and a user other than 0 in the image.",
    reference=STANDARDS,
    practice="SEC06-BP02",
    types=WORKLOADS,
    check=_check,
    parameters=PodParameters,
)

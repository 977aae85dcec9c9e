"""No container is the node's root."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._pods import STANDARDS, WORKLOADS, PodParameters, in_containers


def _check(workload: Resource, context: Context) -> Iterator[str]:
    yield from in_containers(workload, context, _container)


def _container(pod: Resource, container: Resource) -> Iterator[str]:
    if container.get("securityContext.privileged", False):
        yield "securityContext.privileged is on."


RULE = Rule(
    id="pod-not-privileged",
    title="No container is the node's root",
    severity=Severity.CRITICAL,
    why="A privileged container is the node: it reads all other pods' secrets and takes the node's role.",
    remedy="Remove privileged, and add the single capability that is needed.",
    reference=STANDARDS,
    practice="SEC06-BP02",
    types=WORKLOADS,
    check=_check,
    parameters=PodParameters,
)

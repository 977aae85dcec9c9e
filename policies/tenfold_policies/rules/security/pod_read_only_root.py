"""A container can't change its own programs."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._pods import WORKLOADS, PodParameters, in_containers


def _check(workload: Resource, context: Context) -> Iterator[str]:
    yield from in_containers(workload, context, _container)


def _container(pod: Resource, container: Resource) -> Iterator[str]:
    if not container.get("securityContext.readOnlyRootFilesystem", False):
        yield "securityContext.readOnlyRootFilesystem is off."


RULE = Rule(
    id="pod-read-only-root",
    title="A container can't change its own programs",
    severity=Severity.LOW,
    why="Whoever breaks in puts their tools there, and they look like the image's.",
    remedy="Set readOnlyRootFilesystem: true, and mount an emptyDir where the program writes.",
    reference="https://kubernetes.io/docs/tasks/configure-pod-container/security-context/",
    practice="SEC06-BP02",
    types=WORKLOADS,
    check=_check,
    parameters=PodParameters,
)

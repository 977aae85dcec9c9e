"""A container has none of root's powers."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._pods import STANDARDS, WORKLOADS, PodParameters, in_containers
from tenfold_policies.rules.security._policies import texts

_HARMLESS = ("NET_BIND_SERVICE",)


def _check(workload: Resource, context: Context) -> Iterator[str]:
    yield from in_containers(workload, context, _container)


def _container(pod: Resource, container: Resource) -> Iterator[str]:
    added = [each for each in texts(container, "securityContext.capabilities.add") if each not in _HARMLESS]
    if added:
        yield f"it adds {', '.join(added)}."
    if not any(each == "ALL" for each in texts(container, "securityContext.capabilities.drop")):
        yield "it does not drop ALL capabilities."


RULE = Rule(
    id="pod-drops-capabilities",
    title="A container has none of root's powers",
    severity=Severity.MEDIUM,
    why="By default it may forge packets and change files' owners, which is what a way out of it needs.",
    remedy="Set capabilities: {drop: [ALL]}, and add at most NET_BIND_SERVICE.",
    reference=STANDARDS,
    practice="SEC06-BP02",
    types=WORKLOADS,
    check=_check,
    parameters=PodParameters,
)

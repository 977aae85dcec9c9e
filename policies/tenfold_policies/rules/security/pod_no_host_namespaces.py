"""A pod has its own network, processes and memory."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._pods import STANDARDS, WORKLOADS, PodParameters, pods
from tenfold_policies.values import each_of

_SWITCHES = ("hostNetwork", "hostPID", "hostIPC")


def _check(workload: Resource, context: Context) -> Iterator[str]:
    for pod in pods(workload, context):

        def switch(name: str, pod: Resource = pod) -> Iterator[str]:
            if pod.get(name, False):
                yield f"{name} is on."

        yield from each_of(_SWITCHES, switch)


RULE = Rule(
    id="pod-no-host-namespaces",
    title="A pod has its own network, processes and memory",
    severity=Severity.HIGH,
    why="In the node's network it reaches the metadata service and what listens on localhost; in its "
    "processes it reads their environment.",
    remedy="Remove hostNetwork, hostPID and hostIPC, or put the node's agents into an exempt namespace.",
    reference=STANDARDS,
    practice="SEC06-BP02",
    types=WORKLOADS,
    check=_check,
    parameters=PodParameters,
)

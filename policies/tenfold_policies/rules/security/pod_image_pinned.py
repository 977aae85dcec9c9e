"""A container's image is one and the same at each start."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._pods import WORKLOADS, PodParameters, in_containers


class Images(PodParameters):
    """What counts as pinned."""

    digest: bool = False
    """Whether only a digest will do, which nobody can move."""


def _check(workload: Resource, context: Context) -> Iterator[str]:
    digest = context.parameters.digest

    def container(pod: Resource, container: Resource) -> Iterator[str]:
        image = container.get("image", "")
        if "@sha256:" in image:
            return
        tag = image.rpartition("/")[2].partition(":")[2]
        if digest:
            yield f"its image {image} has no digest."
        elif tag in ("", "latest"):
            yield f"its image {image} has {'no tag' if not tag else 'the tag latest'}."

    yield from in_containers(workload, context, container)


RULE = Rule(
    id="pod-image-pinned",
    title="A container's image is one and the same at each start",
    severity=Severity.MEDIUM,
    why="Whatever is pushed next runs at the next start, untested; two pods of one workload can differ.",
    remedy="Name a version, better a digest (image@sha256:…).",
    reference="https://kubernetes.io/docs/concepts/containers/images/",
    practice="SEC06-BP04",
    types=WORKLOADS,
    check=_check,
    parameters=Images,
)

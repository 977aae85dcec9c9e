"""A repository expires its old images."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity

_POLICY = "aws:ecr/lifecyclePolicy:LifecyclePolicy"


def _check(repository: Resource, context: Context) -> Iterator[str]:
    if not context.stack.attached(repository, _POLICY, "repository"):
        yield "it has no lifecycle policy: each build's image stays."


RULE = Rule(
    id="ecr-lifecycle",
    title="A repository expires its old images",
    severity=Severity.LOW,
    why="Every build adds an image of some hundred MB, and only the last few are ever started again.",
    remedy="Add an aws.ecr.LifecyclePolicy that expires untagged images and keeps the last ones.",
    reference="https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html",
    practice="COST04-BP05",
    types=("aws:ecr/repository:Repository",),
    check=_check,
    relational=True,
)

"""An image's tag never changes what it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._names import REPOSITORY, control


def _check(repository: Resource, context: Context) -> Iterator[str]:
    mode = repository.get("imageTagMutability", "MUTABLE")
    if mode.startswith("MUTABLE"):
        yield f"imageTagMutability is {mode}."


def _remediate(repository: Resource, parameters: Any) -> Mapping[str, Any] | None:
    mutable = repository.get("imageTagMutability", "MUTABLE") == "MUTABLE"
    return {"imageTagMutability": "IMMUTABLE"} if mutable else None


RULE = Rule(
    id="ecr-immutable-tags",
    title="An image's tag never changes what it names",
    severity=Severity.MEDIUM,
    why="Who may push replaces the image that was tested, and the next pod that starts runs theirs.",
    remedy="Set image_tag_mutability='IMMUTABLE', or IMMUTABLE_WITH_EXCLUSION for tags such as latest.",
    reference=control("ECR.2"),
    practice="SEC06-BP04",
    types=(REPOSITORY,),
    check=_check,
    remediate=_remediate,
)

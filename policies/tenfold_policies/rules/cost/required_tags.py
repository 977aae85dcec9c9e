"""What can be tagged says by its tags whom its cost belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from pydantic import Field

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters, Rule, Severity
from tenfold_policies.rules.cost._names import SCALING_GROUP
from tenfold_policies.rules.cost._tags import taggable, tags_of


class _Parameters(Parameters):
    keys: tuple[str, ...] = ("environment",)
    """Tags that there must be; AWS tells capitals from small letters."""
    values: dict[str, tuple[str, ...]] = Field(default_factory=dict[str, tuple[str, ...]])
    """By tag: patterns of its values, such as cost-center: [cc-*]."""
    defaults: dict[str, str] = Field(default_factory=dict[str, str])
    """By tag: what the remediation sets where it is missing."""


def _check(resource: Resource, context: Context) -> Iterator[str]:
    parameters: _Parameters = context.parameters
    if resource.type not in taggable():
        return
    tags = tags_of(resource)
    if missing := [key for key in parameters.keys if key not in tags]:
        yield f"the tag{'s' if len(missing) > 1 else ''} {', '.join(missing)} {_is(missing)} missing."
    for key, patterns in parameters.values.items():
        value = tags.get(key)
        if isinstance(value, str) and not any(fnmatchcase(value, each) for each in patterns):
            yield f"the tag {key} is {value!r}. Allowed: {', '.join(patterns)}."


def _is(missing: list[str]) -> str:
    return "are" if len(missing) > 1 else "is"


def _remediate(resource: Resource, parameters: _Parameters) -> Mapping[str, Any] | None:
    if resource.type not in taggable() or resource.type == SCALING_GROUP:
        return None
    tags = tags_of(resource)
    added = {key: parameters.defaults[key] for key in parameters.defaults if key not in tags}
    return {"tags": {**resource.get("tags", {}), **added}} if added else None


RULE = Rule(
    id="required-tags",
    title="Tags say whom a cost belongs to",
    severity=Severity.MEDIUM,
    why="The bill is split by tags: what has none is nobody's, and nobody turns it off.",
    remedy="Set the tags on the resource, or once for all by the provider's defaultTags.",
    reference="https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/cost-alloc-tags.html",
    practice="COST03-BP02",
    types=("aws:*",),
    check=_check,
    parameters=_Parameters,
    remediate=_remediate,
)

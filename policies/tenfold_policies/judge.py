"""Rules applied to resources: verdicts, and what can't be told yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule
from tenfold_policies.values import Undecided


@dataclass(frozen=True)
class Fault:
    """A rule that a resource breaks."""

    rule: Rule
    resource: Resource
    message: str


@dataclass(frozen=True)
class Untold:
    """A rule that can't be decided for a resource before the update."""

    rule: Rule
    resource: Resource
    path: str
    """The value that is missing; empty where the rule doesn't say."""
    misread: str = ""
    """Instead of that: what the rule stumbled over, a value of a form that it doesn't know."""


def judge(rule: Rule, resource: Resource, context: Context) -> Iterator[Fault | Untold]:
    """What one rule finds in one resource. What is decided stays so, whatever else is unknown."""
    if not rule.judges(resource.type):
        return
    try:
        for message in rule.check(resource, context):
            yield Fault(rule, resource, message)
    except Undecided as missing:
        yield Untold(rule, resource, missing.path)
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        # Any program's values come here, also such as AWS will refuse: one of them must not end the preview.
        yield Untold(rule, resource, "", f"{type(error).__name__}: {error}")


def judge_all(rules: Iterable[tuple[Rule, Context]]) -> Iterator[Fault | Untold]:
    """What the rules find in the whole stack of their contexts. One unknown resource stops no other."""
    for rule, context in rules:
        for resource in context.stack:
            yield from judge(rule, resource, context)

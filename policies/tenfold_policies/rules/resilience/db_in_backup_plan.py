"""A database is in a plan of AWS Backup."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator, Mapping
from typing import Any, cast

from pydantic import Field

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters, Rule, Severity
from tenfold_policies.rules.resilience._databases import CLUSTER, INSTANCE, OTHER_CLUSTERS, TABLE, follows
from tenfold_policies.rules.resilience._matching import matching
from tenfold_policies.values import UNKNOWN, Undecided

_SELECTION = "aws:backup/selection:Selection"
_ARN_OF = {
    INSTANCE: "arn:aws:rds:*:*:db:",
    TABLE: "arn:aws:dynamodb:*:*:table/",
    **dict.fromkeys((CLUSTER, *OTHER_CLUSTERS), "arn:aws:rds:*:*:cluster:"),
}


class _Parameters(Parameters):
    tags: Mapping[str, str] = Field(default_factory=dict[str, str])
    """Tags by which a plan outside of the stack, such as the organization's, selects what it backs up."""


def _check(database: Resource, context: Context) -> Iterator[str]:
    if follows(database):
        return
    tags = cast("Mapping[str, Any]", database.get("tags", {}))
    elsewhere = context.parameters.tags
    if elsewhere and all(tags.get(key) == value for key, value in elsewhere.items()):
        return
    selections = context.stack.of(_SELECTION)
    if not matching(selections, lambda each: _selects(each, database, tags)):
        yield "No backup selection of the stack has it, by its ARN or by a tag."


def _selects(selection: Resource, database: Resource, tags: Mapping[str, Any]) -> bool:
    named = selection.references.get("resources", frozenset())
    resources = cast("list[Any]", selection.get("resources", []))
    if database.urn in selection.references.get("notResources", ()):
        return False
    if database.urn in named or any(_is_it(each, database) for each in resources if each is not UNKNOWN):
        return _fulfils(selection, tags)
    if sum(each is UNKNOWN for each in resources) > len(named):
        raise Undecided("resources")  # an ARN from elsewhere, which may be this one's
    return any(_has_tag(cast("Mapping[str, Any]", each), tags) for each in selection.items("selectionTags"))


def _fulfils(selection: Resource, tags: Mapping[str, Any]) -> bool:
    """Whether the tags are those that the selection makes a condition, for all that it names."""
    equal = [
        cast("Mapping[str, Any]", pair)
        for index, _ in enumerate(selection.items("conditions"))
        for pair in selection.items(f"conditions.{index}.stringEquals")
    ]
    return all(
        _has_tag({**pair, "key": str(pair.get("key")).removeprefix("aws:ResourceTag/")}, tags)
        for pair in equal
    )


def _is_it(pattern: Any, database: Resource) -> bool:
    if arn := database.known("arn"):
        return fnmatch.fnmatchcase(str(arn), str(pattern))
    # Before it exists, a pattern for all of its kind has it all the same.
    return str(pattern) == "*" or f"{_ARN_OF[database.type]}*" == str(pattern)


def _has_tag(condition: Mapping[str, Any], tags: Mapping[str, Any]) -> bool:
    value = tags.get(str(condition.get("key")))
    if value is UNKNOWN or condition.get("value") is UNKNOWN:
        raise Undecided("tags")
    return value is not None and value == condition.get("value")


RULE = Rule(
    id="db-in-backup-plan",
    title="A database is in a plan of AWS Backup",
    severity=Severity.MEDIUM,
    why="Automatic backups live and die with the database, in its account and region: a backup plan keeps "
    "copies in a vault, where they can be locked and copied to another region.",
    remedy="Add the database's ARN, or a tag that it has, to an aws.backup.Selection.",
    reference="https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html",
    practice="REL09-BP01",
    types=tuple(_ARN_OF),
    check=_check,
    parameters=_Parameters,
    relational=True,
)

"""The key of critical data exists in several regions."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.resilience._classes import Classified, class_of, is_classified
from tenfold_policies.rules.resilience._matching import matching

_KEY = "aws:kms/key:Key"


def _check(key: Resource, context: Context) -> Iterator[str]:
    if key.get("multiRegion", False):
        return
    if is_classified(key, context.parameters):
        yield f"multiRegion is off, and it is tagged as {class_of(key, context.parameters)}."
    elif users := matching(_users(key, context), lambda each: is_classified(each, context.parameters)):
        yield f"multiRegion is off, and {users[0].name} is encrypted with it."


def _users(key: Resource, context: Context) -> list[Resource]:
    """What is encrypted with the key."""
    return [
        each
        for each in context.stack.dependents(key)
        if any(key.urn in urns for property_, urns in each.references.items() if "kms" in property_.lower())
    ]


RULE = Rule(
    id="kms-multi-region-key",
    title="The key of critical data exists in several regions",
    severity=Severity.MEDIUM,
    why="What is encrypted with a key of the lost region can't be read elsewhere until that comes back; and "
    "a key can't be made a multi-Region key later.",
    remedy="Make the key with multi_region=True, and an aws.kms.ReplicaKey of it in the standby region. "
    "That replaces the key: encrypt anew what the old one protects before it is deleted.",
    reference="https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html",
    practice="REL13-BP02",
    types=(_KEY,),
    check=_check,
    parameters=Classified,
    relational=True,
)

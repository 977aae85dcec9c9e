"""The key of critical data exists in several regions."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.resilience._classes import Classified, class_of, is_classified

_KEY = "aws:kms/key:Key"


def _check(key: Resource, context: Context) -> Iterator[str]:
    if key.get("multiRegion", False):
        return
    if is_classified(key, context.parameters):
        yield f"multiRegion is off, and it is tagged as {class_of(key, context.parameters)}."
    elif user := _critical_user(key, context):
        yield f"multiRegion is off, and {user.name} is encrypted with it."


def _critical_user(key: Resource, context: Context) -> Resource | None:
    """What is encrypted with the key, and is critical."""
    return next(
        (
            each
            for each in context.stack
            if any(
                key.urn in urns for property_, urns in each.references.items() if "kms" in property_.lower()
            )
            and _may_be_critical(each, context)
        ),
        None,
    )


def _may_be_critical(user: Resource, context: Context) -> bool:
    tags = user.known("tags")
    return bool(tags) and is_classified(user, context.parameters)


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

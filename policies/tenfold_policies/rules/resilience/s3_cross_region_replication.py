"""A bucket of critical data is replicated to another region."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from tenfold_policies.resource import Resource, Stack
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.resilience._buckets import BUCKET, BUCKETS, REPLICATION, beside
from tenfold_policies.rules.resilience._classes import Classified, class_of, is_classified
from tenfold_policies.rules.resilience._matching import matching
from tenfold_policies.rules.resilience._regions import region_of
from tenfold_policies.values import Undecided


class _Parameters(Classified):
    time_control_classes: tuple[str, ...] = Field(default=("critical",))
    """The tag's values for which replication time control is needed: 99.9 % within 15 minutes."""


def _check(bucket: Resource, context: Context) -> Iterator[str]:
    stack, wanted = context.stack, context.parameters
    if not is_classified(bucket, wanted) or _is_destination(bucket, stack):
        return
    rules = [*_beside(bucket, stack), *_inline(bucket)]
    active = matching(rules, lambda each: each[0].get(f"{each[1]}.status", "Enabled") == "Enabled")
    abroad = matching(active, lambda each: _region(*each, stack) != region_of(bucket))
    if not abroad:
        yield "No replication rule leads to a bucket in another region."
    elif class_of(bucket, wanted) in wanted.time_control_classes and not matching(abroad, _in_time):
        yield "Its replication has no time control (replicationTime)."


def _beside(bucket: Resource, stack: Stack) -> list[tuple[Resource, str]]:
    return [
        (each, f"rules.{index}")
        for each in beside(bucket, stack, REPLICATION)
        for index, _ in enumerate(each.items("rules"))
    ]


def _inline(bucket: Resource) -> list[tuple[Resource, str]]:
    path = "replicationConfiguration" if bucket.type == BUCKET else "replicationConfigurations.0"
    return [(bucket, f"{path}.rules.{index}") for index, _ in enumerate(bucket.items(f"{path}.rules"))]


def _region(setting: Resource, rule: str, stack: Stack) -> str:
    """The region of a rule's destination, whose ARN doesn't say it."""
    destinations = stack.referred(setting, rule.partition(".")[0], *BUCKETS)
    named = str(setting.known(f"{rule}.destination.bucket", "")).rpartition(":")[2]
    others = [each for each in destinations if each not in stack.referred(setting, "bucket", *BUCKETS)]
    others = [each for each in others if each.known("bucket") in (named, None) or not named]
    others = others or [each for each in stack.of(*BUCKETS) if named and each.known("bucket") == named]
    if len({region_of(each) for each in others}) != 1:
        raise Undecided(f"{rule}.destination.bucket")
    return region_of(others[0])


def _in_time(rule: tuple[Resource, str]) -> bool:
    setting, path = rule
    return setting.get(f"{path}.destination.replicationTime.status", "Disabled") == "Enabled"


def _is_destination(bucket: Resource, stack: Stack) -> bool:
    arn = f"arn:aws:s3:::{bucket.known('bucket')}"
    return bool(stack.referring(bucket, REPLICATION, "rules")) or any(
        each.known(f"rules.{index}.destination.bucket") == arn
        for each in stack.of(REPLICATION)
        for index, _ in enumerate(each.known("rules", []))
    )


RULE = Rule(
    id="s3-cross-region-replication",
    title="A bucket of critical data is replicated to another region",
    severity=Severity.HIGH,
    why="S3 keeps an object in one region: when that is lost, or its account is, so is the data.",
    remedy="Add a BucketReplicationConfig to a bucket in another region, with replication_time and metrics.",
    reference="https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html",
    practice="REL13-BP02",
    types=BUCKETS,
    check=_check,
    parameters=_Parameters,
    relational=True,
)

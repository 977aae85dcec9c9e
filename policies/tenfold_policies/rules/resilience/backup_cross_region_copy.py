"""A backup plan copies its backups to another region."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from tenfold_policies.resource import Resource, Stack
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.resilience._matching import matching
from tenfold_policies.rules.resilience._regions import region_of
from tenfold_policies.values import Undecided

_VAULTS = (
    "aws:backup/vault:Vault",
    "aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault",
)


def _check(plan: Resource, context: Context) -> Iterator[str]:
    actions = [
        f"rules.{rule}.copyActions.{action}"
        for rule, _ in enumerate(cast("list[Any]", plan.get("rules", [])))
        for action, _ in enumerate(cast("list[Any]", plan.get(f"rules.{rule}.copyActions", [])))
    ]
    if not actions:
        yield "None of its rules has copyActions."
    elif not matching(actions, lambda path: _region(plan, path, context.stack) != region_of(plan)):
        yield f"Its copies stay in {region_of(plan)}."


def _region(plan: Resource, action: str, stack: Stack) -> str:
    """The region of the vault that a copy goes to."""
    path = f"{action}.destinationVaultArn"
    if (arn := plan.known(path)) and len(parts := str(arn).split(":")) > 3:
        return parts[3]
    # A plan names its own vault by name: of the vaults that it depends on, one elsewhere is the copy's.
    regions = {region_of(each) for each in stack.referred(plan, "rules", *_VAULTS)}
    if not regions:
        raise Undecided(path)
    return next(iter(regions - {region_of(plan)}), region_of(plan))


RULE = Rule(
    id="backup-cross-region-copy",
    title="A backup plan copies its backups to another region",
    severity=Severity.MEDIUM,
    why="Backups that lie where the data lies are lost together with it, or can't be restored while the "
    "region is down.",
    remedy="Add copy_actions with the ARN of a vault in another region.",
    reference="https://docs.aws.amazon.com/aws-backup/latest/devguide/cross-region-backup.html",
    practice="REL13-BP02",
    types=("aws:backup/plan:Plan",),
    check=_check,
    relational=True,
)

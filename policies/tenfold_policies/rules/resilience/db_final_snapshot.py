"""A database leaves a last snapshot when it is deleted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.resilience._databases import CLUSTER, INSTANCE, OTHER_CLUSTERS, follows


def _check(database: Resource, context: Context) -> Iterator[str]:
    # Without the snapshot's name a deletion fails, which loses nothing.
    if not follows(database) and database.get("skipFinalSnapshot", False):
        yield "skipFinalSnapshot is on: its data goes with it."


def _remediate(database: Resource, parameters: Any) -> Mapping[str, Any] | None:
    if follows(database) or not database.get("skipFinalSnapshot", False):
        return None
    name = re.sub(r"[^a-z0-9]+", "-", database.name.lower()).strip("-")
    kept = {} if database.has("finalSnapshotIdentifier") else {"finalSnapshotIdentifier": f"{name}-final"}
    return {"skipFinalSnapshot": False, **kept}


RULE = Rule(
    id="db-final-snapshot",
    title="A database leaves a last snapshot when it is deleted",
    severity=Severity.MEDIUM,
    why="Deleting the database deletes its automatic backups too: the last snapshot is then all that is "
    "left.",
    remedy="Set skip_final_snapshot=False and final_snapshot_identifier.",
    reference="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html",
    practice="REL09-BP03",
    types=(INSTANCE, CLUSTER, *OTHER_CLUSTERS),
    check=_check,
    remediate=_remediate,
)

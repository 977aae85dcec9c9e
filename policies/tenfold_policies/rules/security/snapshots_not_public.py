"""No snapshot and no image is shared with everybody."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._names import control
from tenfold_policies.rules.security._policies import texts

_BLOCK = "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess"
_IMAGE = "aws:ec2/amiLaunchPermission:AmiLaunchPermission"
_DATABASES = (
    "aws:rds/snapshot:Snapshot",
    "aws:rds/snapshotCopy:SnapshotCopy",
    "aws:rds/clusterSnapshot:ClusterSnapshot",
    "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy",
)


def _check(resource: Resource, context: Context) -> Iterator[str]:
    if resource.type == _BLOCK:
        if resource.get("state") == "unblocked":
            yield "state is 'unblocked': volumes' snapshots can be shared with everybody."
    elif resource.type == _IMAGE:
        if resource.get("group") == "all":
            yield "group is 'all': everybody can start the image, and read its volumes."
    elif any(each == "all" for each in texts(resource, "sharedAccounts")):
        yield "sharedAccounts is 'all': everybody can restore the database."


RULE = Rule(
    id="snapshots-not-public",
    title="No snapshot and no image is shared with everybody",
    severity=Severity.CRITICAL,
    why="A public snapshot is a public copy of all data in it, and there are those who look for them.",
    remedy="Share with accounts by their numbers, and keep aws.ebs.SnapshotBlockPublicAccess at "
    "'block-all-sharing'.",
    reference=control("RDS.1"),
    practice="SEC03-BP07",
    types=(_BLOCK, _IMAGE, *_DATABASES),
    check=_check,
)

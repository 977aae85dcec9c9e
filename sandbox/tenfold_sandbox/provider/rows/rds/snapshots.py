"""Snapshots, and automated backups that are replicated to another region."""

from __future__ import annotations

from tenfold_sandbox.provider.rows.rds._shared import tagging
from tenfold_sandbox.provider.table import Call, Resource, Value, without


def _snapshot(cluster: str) -> Resource:
    """An instance's snapshot, or with ``Cluster`` a cluster's: the same but for the names."""
    kind = f"{cluster}Snapshot"
    key = f"DB{kind}Identifier"
    by_id: dict[str, Value] = {key: "id"}
    attribute: dict[str, Value] = {**by_id, "AttributeName": "'restore'"}
    shared = Call(
        f"ModifyDB{kind}Attribute",
        {
            **attribute,
            "ValuesToAdd": without("in.sharedAccounts", "old.sharedAccounts"),
            "ValuesToRemove": without("old.sharedAccounts", "in.sharedAccounts"),
        },
        auto=False,
        on=("sharedAccounts",),
    )
    return Resource(
        token=f"aws:rds/{kind[0].lower()}{kind[1:]}:{kind}",
        service="rds",
        id=f"out.DB{kind}.{key}",
        create=(Call(f"CreateDB{kind}"), shared),
        read=(
            Call(f"DescribeDB{kind}s", by_id, auto=False, result=f"DB{kind}s[0]"),
            Call(
                f"DescribeDB{kind}Attributes",
                by_id,
                auto=False,
                result=f"{{sharedAccounts: DB{kind}AttributesResult.DB{kind}Attributes"
                "[?AttributeName=='restore'].AttributeValues[]}",
            ),
        ),
        update=(shared,),
        delete=(Call(f"DeleteDB{kind}", by_id),),
        outputs={
            "sharedAccounts": "live.sharedAccounts",
        },
        tagging=tagging(f"DB{kind}Arn"),
    )


# It lives in the region that the backups are replicated to.
_REPLICATION = Resource(
    token="aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication",
    service="rds",
    id="out.DBInstanceAutomatedBackup.DBInstanceAutomatedBackupsArn",
    create=(
        Call(
            "StartDBInstanceAutomatedBackupsReplication",
            {"SourceDBInstanceArn": "in.sourceDbInstanceArn", "BackupRetentionPeriod": "in.retentionPeriod"},
        ),
    ),
    read=(
        Call(
            "DescribeDBInstanceAutomatedBackups",
            {"DBInstanceAutomatedBackupsArn": "id"},
            auto=False,
            result="DBInstanceAutomatedBackups[0]",
        ),
    ),
    delete=(
        Call("StopDBInstanceAutomatedBackupsReplication", {"SourceDBInstanceArn": "live.DBInstanceArn"}),
    ),
    outputs={
        "sourceDbInstanceArn": "live.DBInstanceArn",
        "retentionPeriod": "live.BackupRetentionPeriod",
    },
    defaults={"retentionPeriod": 7},
    unread=frozenset({"preSignedUrl"}),
    replaces=frozenset({"kmsKeyId", "preSignedUrl", "retentionPeriod", "sourceDbInstanceArn"}),
)

ROWS: tuple[Resource, ...] = (_snapshot(""), _snapshot("Cluster"), _REPLICATION)

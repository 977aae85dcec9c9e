"""Plans and selections, whose parts Pulumi names otherwise than AWS."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from tenfold_sandbox.provider.rows.backup.tagging import tagging
from tenfold_sandbox.provider.table import Call, Context, Resource, Value

# Pulumi's names of a rule's parts and of those inside them, and AWS's.
_NAMES = {
    "targetVaultName": "TargetBackupVaultName",
    "schedule": "ScheduleExpression",
    "startWindow": "StartWindowMinutes",
    "completionWindow": "CompletionWindowMinutes",
    "coldStorageAfter": "MoveToColdStorageAfterDays",
    "deleteAfter": "DeleteAfterDays",
    "destinationVaultArn": "DestinationBackupVaultArn",
}
_PULUMI_NAMES = {aws: name for name, aws in _NAMES.items()}
_FREE = ("recoveryPointTags", "RecoveryPointTags")  # whose keys are the user's


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    """The value with other names for its parts, however deep."""
    if isinstance(value, list):
        return [_renamed(item, names) for item in cast("list[Any]", value)]
    if not isinstance(value, Mapping):
        return value
    parts = cast("Mapping[str, Any]", value)
    return {
        names.get(key, key): item if key in _FREE else _renamed(item, names) for key, item in parts.items()
    }


def _wanted(context: Context) -> dict[str, Any]:
    inputs = context.inputs
    return {
        "BackupPlanName": inputs["name"],
        "Rules": _renamed(inputs["rules"], _NAMES),
        "AdvancedBackupSettings": inputs.get("advancedBackupSettings"),
        "ScanSettings": inputs.get("scanSettings"),
    }


_PLAN = Resource(
    token="aws:backup/plan:Plan",
    schema="AWS::Backup::BackupPlan",
    service="backup",
    id="out.BackupPlanId",
    create=(Call("CreateBackupPlan", {"BackupPlan": _wanted}, auto=False),),
    read=(Call("GetBackupPlan", {"BackupPlanId": "id"}),),
    update=(
        Call(
            "UpdateBackupPlan",
            {"BackupPlanId": "id", "BackupPlan": _wanted},
            auto=False,
            on=("advancedBackupSettings", "rules", "scanSettings"),
        ),
    ),
    delete=(Call("DeleteBackupPlan", {"BackupPlanId": "id"}),),
    names={"arn": "BackupPlanArn", "version": "VersionId", "name": "BackupPlan.BackupPlanName"},
    schema_names=dict.fromkeys(("name", "rules", "advancedBackupSettings", "scanSettings"), "-"),
    outputs={
        "rules": lambda c: _renamed(c.live["BackupPlan"]["Rules"], _PULUMI_NAMES),
        "advancedBackupSettings": "live.BackupPlan.AdvancedBackupSettings",
        "scanSettings": "live.BackupPlan.ScanSettings",
    },
    replaces=frozenset({"name"}),
    volatile=frozenset({"version"}),
    autoname=("name", 50),
    tagging=tagging("live.BackupPlanArn", "BackupPlanTags"),
)

_TAG = {"type": "ConditionType", "key": "ConditionKey", "value": "ConditionValue"}
_PULUMI_TAG = {aws: name for name, aws in _TAG.items()}


def _selection(context: Context) -> dict[str, Any]:
    inputs = context.inputs
    conditions: list[Any] = inputs.get("conditions") or []
    return {
        "SelectionName": inputs["name"],
        "IamRoleArn": inputs["iamRoleArn"],
        "Resources": inputs.get("resources"),
        "NotResources": inputs.get("notResources"),
        "ListOfTags": _renamed(inputs.get("selectionTags"), _TAG),
        "Conditions": _renamed(conditions[0], _TAG) if conditions else None,
    }


def _live(name: str) -> Value:
    return lambda c: _renamed(c.live["BackupSelection"].get(name), _PULUMI_TAG)


_IDENTITY: Mapping[str, Value] = {
    "BackupPlanId": "in.planId || state.planId",
    "SelectionId": lambda c: c.id.rpartition("|")[2],  # an import names it by its plan too
}

_SELECTION = Resource(
    token="aws:backup/selection:Selection",
    schema="AWS::Backup::BackupSelection",
    service="backup",
    id="out.SelectionId",
    live_id="live.SelectionId",
    create=(
        Call(
            "CreateBackupSelection", {"BackupPlanId": "in.planId", "BackupSelection": _selection}, auto=False
        ),
    ),
    read=(Call("GetBackupSelection", _IDENTITY),),
    delete=(Call("DeleteBackupSelection", _IDENTITY),),
    names={
        "planId": "BackupPlanId",
        "name": "BackupSelection.SelectionName",
        "iamRoleArn": "BackupSelection.IamRoleArn",
        "resources": "BackupSelection.Resources",
        "notResources": "BackupSelection.NotResources",
    },
    schema_names=dict.fromkeys(
        ("name", "iamRoleArn", "resources", "notResources", "selectionTags", "conditions"), "-"
    ),
    outputs={"selectionTags": _live("ListOfTags"), "conditions": _live("Conditions")},
    autoname=("name", 50),
    import_id=lambda identity: {"planId": identity.partition("|")[0]},
)

PLANS: tuple[Resource, ...] = (_PLAN, _SELECTION)

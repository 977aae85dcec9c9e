"""Plans, and the selections of what they back up."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from ...messages import Document
from .. import Call, Table, refuse, store
from .base import EXISTS, GAPS, INVALID, MISSING, check_role, model, row

# AWS Backup Developer Guide, "Lifecycle" and "Changing your retention period".
_COLD_DAYS = 90
_CONTINUOUS_DAYS = 35


def _plan(call: Call) -> Any:
    found = model(call).plans.get(call.params["BackupPlanId"])
    if found is None or found.deletion_date is not None:
        refuse(MISSING, "Failed reading Backup plan with provided version")
    return found


@GAPS.checks("CreateBackupPlan", "UpdateBackupPlan")
def check_plan(call: Call) -> None:
    for rule in call.params["BackupPlan"]["Rules"]:
        if rule["TargetBackupVaultName"] not in model(call).vaults:
            refuse(INVALID, f"Backup vault {rule['TargetBackupVaultName']} does not exist")
        _check_lifecycle(rule)
        for copy in rule.get("CopyActions") or ():
            _check_lifecycle(copy)
            _check_destination(call, copy["DestinationBackupVaultArn"])


def _check_lifecycle(rule: Document) -> None:
    lifecycle: Document = rule.get("Lifecycle") or {}
    kept, cold = lifecycle.get("DeleteAfterDays"), lifecycle.get("MoveToColdStorageAfterDays")
    if kept and cold and kept < cold + _COLD_DAYS:
        refuse(INVALID, f"DeleteAfterDays must be {_COLD_DAYS} days greater than MoveToColdStorageAfterDays")
    if rule.get("EnableContinuousBackup") and (cold or not kept or kept > _CONTINUOUS_DAYS):
        refuse(INVALID, "Lifecycle of a continuous backup must be 1 to 35 days without cold storage")


def _check_destination(call: Call, arn: str) -> None:
    parts = arn.split(":")
    if len(parts) < 7 or parts[2] != "backup":
        refuse(INVALID, f"{arn} is not the ARN of a backup vault")
    if parts[4] == call.account_id and parts[6] not in model(call, parts[3]).vaults:
        refuse(INVALID, f"Backup vault {arn} does not exist")


@GAPS.checks("CreateBackupPlan")
def forget_deleted_plans(call: Call) -> None:
    """moto refuses the name of a plan that is deleted."""
    plans = model(call).plans
    for plan_id in [plan_id for plan_id, plan in plans.items() if plan.deletion_date is not None]:
        del plans[plan_id]


@GAPS.checks("GetBackupPlan")
def check_missing_plan(call: Call) -> None:
    _plan(call)


@GAPS.replaces("UpdateBackupPlan")
def update_plan(call: Call) -> Document:
    plan = _plan(call)
    wanted: Document = call.params["BackupPlan"]
    # A plan of the same form tells what AWS fills in.
    plan.backup_plan = type(plan)(wanted, plan.creator_request_id, model(call)).backup_plan
    plan.advanced_backup_settings = wanted.get("AdvancedBackupSettings") or []
    plan.version_id = uuid4().hex
    return plan.to_dict()


@GAPS.checks("DeleteBackupPlan")
def check_deletion(call: Call) -> None:
    _plan(call)
    if any(each["BackupPlanId"] == call.params["BackupPlanId"] for each in _selections(call).values()):
        message = "Related backup plan selections must be deleted prior to backup plan deletion"
        refuse("InvalidRequestException", message)


def _selections(call: Call) -> Table:
    return store(model(call), "selections")


@GAPS.replaces("CreateBackupSelection")
def create_selection(call: Call) -> Document:
    _plan(call)
    plan_id, wanted = call.params["BackupPlanId"], call.params["BackupSelection"]
    check_role(call, wanted["IamRoleArn"])
    if not wanted.get("Resources") and not wanted.get("ListOfTags") and not wanted.get("Conditions"):
        refuse(INVALID, "A selection needs resources, tags or conditions")
    for each in _selections(call).values():
        if (each["BackupPlanId"], each["BackupSelection"]["SelectionName"]) == (
            plan_id,
            wanted["SelectionName"],
        ):
            refuse(EXISTS, f"Backup selection {wanted['SelectionName']} already exists")
    made: Document = {
        "SelectionId": str(uuid4()),
        "BackupPlanId": plan_id,
        "CreationDate": datetime.now(UTC),
        "BackupSelection": wanted,
    }
    _selections(call)[made["SelectionId"]] = made
    return {name: made[name] for name in ("SelectionId", "BackupPlanId", "CreationDate")}


@GAPS.replaces("GetBackupSelection")
def get_selection(call: Call) -> Document:
    found = row(_selections(call), call.params["SelectionId"], "Backup selection")
    if found["BackupPlanId"] != call.params["BackupPlanId"]:
        refuse(MISSING, f"Backup selection {call.params['SelectionId']} does not exist")
    return found


@GAPS.replaces("ListBackupSelections")
def list_selections(call: Call) -> Document:
    _plan(call)
    found = [
        each for each in _selections(call).values() if each["BackupPlanId"] == call.params["BackupPlanId"]
    ]
    return {
        "BackupSelectionsList": [
            {
                **{name: each[name] for name in ("SelectionId", "BackupPlanId", "CreationDate")},
                "SelectionName": each["BackupSelection"]["SelectionName"],
                "IamRoleArn": each["BackupSelection"]["IamRoleArn"],
            }
            for each in found
        ]
    }


@GAPS.replaces("DeleteBackupSelection")
def delete_selection(call: Call) -> Document:
    get_selection(call)
    del _selections(call)[call.params["SelectionId"]]
    return {}

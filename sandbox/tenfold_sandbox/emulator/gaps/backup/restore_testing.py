"""Plans that test restores, and what they restore."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from uuid import uuid4

from ...messages import Document
from .. import Call, Table, refuse, store
from .base import EXISTS, GAPS, INVALID, check_role, model, row


def _tests(call: Call) -> Table:
    return store(model(call), "restore_tests")


_NAME, _SELECTION = "RestoreTestingPlanName", "RestoreTestingSelectionName"


def _test(call: Call) -> Document:
    return row(_tests(call), call.params[_NAME], "Restore testing plan")


@GAPS.replaces("CreateRestoreTestingPlan")
def create_test(call: Call) -> Document:
    wanted: Document = call.params["RestoreTestingPlan"]
    _check_test_name(wanted[_NAME])
    if wanted[_NAME] in _tests(call):
        refuse(EXISTS, f"Restore testing plan {wanted[_NAME]} already exists")
    arn = call.arn("backup", f"restore-testing-plan:{wanted[_NAME]}-{uuid4()}")
    made: Document = {
        "ScheduleExpressionTimezone": "Etc/UTC",
        "StartWindowHours": 24,
        **wanted,
        "RestoreTestingPlanArn": arn,
        "CreationTime": datetime.now(UTC),
    }
    selection: Document = made["RecoveryPointSelection"]
    made["RecoveryPointSelection"] = {"SelectionWindowDays": 30, "ExcludeVaults": [], **selection}
    _tests(call)[wanted[_NAME]] = {"plan": made, "selections": {}}
    model(call).tag_resource(arn, call.params.get("Tags") or {})
    return {name: made[name] for name in ("RestoreTestingPlanArn", _NAME, "CreationTime")}


def _check_test_name(name: str) -> None:
    if not re.fullmatch(r"\w{1,50}", name):
        refuse(INVALID, f"{name}: a name has letters, digits and underscores only, up to 50")


@GAPS.replaces("GetRestoreTestingPlan")
def get_test(call: Call) -> Document:
    return {"RestoreTestingPlan": _test(call)["plan"]}


@GAPS.replaces("UpdateRestoreTestingPlan")
def update_test(call: Call) -> Document:
    made: Document = _test(call)["plan"]
    wanted: Document = call.params["RestoreTestingPlan"]
    points: Document = {**made["RecoveryPointSelection"], **wanted.get("RecoveryPointSelection", {})}
    made.update({**wanted, "RecoveryPointSelection": points, "LastUpdateTime": datetime.now(UTC)})
    return {
        **{name: made[name] for name in ("RestoreTestingPlanArn", _NAME, "CreationTime")},
        "UpdateTime": made["LastUpdateTime"],
    }


@GAPS.replaces("DeleteRestoreTestingPlan")
def delete_test(call: Call) -> Document:
    if _test(call)["selections"]:
        refuse("InvalidRequestException", "Related restore testing selections must be deleted first")
    del _tests(call)[call.params[_NAME]]
    return {}


@GAPS.replaces("CreateRestoreTestingSelection")
def create_test_selection(call: Call) -> Document:
    found, wanted = _test(call), call.params["RestoreTestingSelection"]
    name: str = wanted[_SELECTION]
    _check_test_name(name)
    check_role(call, wanted["IamRoleArn"])
    if name in found["selections"]:
        refuse(EXISTS, f"Restore testing selection {name} already exists")
    made: Document = {
        "ValidationWindowHours": 0,
        "RestoreMetadataOverrides": {},
        **wanted,
        _NAME: call.params[_NAME],
        "CreationTime": datetime.now(UTC),
    }
    found["selections"][name] = made
    return _told(found, made)


def _told(found: Document, made: Document) -> Document:
    names = (_NAME, _SELECTION, "CreationTime")
    return {
        "RestoreTestingPlanArn": found["plan"]["RestoreTestingPlanArn"],
        **{name: made[name] for name in names},
    }


def _test_selection(call: Call) -> Document:
    return row(_test(call)["selections"], call.params[_SELECTION], "Restore testing selection")


@GAPS.replaces("GetRestoreTestingSelection")
def get_test_selection(call: Call) -> Document:
    return {"RestoreTestingSelection": _test_selection(call)}


@GAPS.replaces("UpdateRestoreTestingSelection")
def update_test_selection(call: Call) -> Document:
    made = _test_selection(call)
    made.update(call.params["RestoreTestingSelection"])
    return {**_told(_test(call), made), "UpdateTime": datetime.now(UTC)}


@GAPS.replaces("DeleteRestoreTestingSelection")
def delete_test_selection(call: Call) -> Document:
    _test_selection(call)
    del _test(call)["selections"][call.params[_SELECTION]]
    return {}

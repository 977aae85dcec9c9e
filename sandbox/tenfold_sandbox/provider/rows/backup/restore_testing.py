"""Plans that test restores, and what they restore."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tenfold_sandbox.provider.rows.backup.tagging import tagging
from tenfold_sandbox.provider.table import Call, Context, Resource, Value

_PLAN_PARTS = (
    "recoveryPointSelection",
    "scheduleExpression",
    "scheduleExpressionTimezone",
    "startWindowHours",
)
_SELECTION_PARTS = (
    "iamRoleArn",
    "protectedResourceArns",
    "protectedResourceConditions",
    "restoreMetadataOverrides",
    "validationWindowHours",
)


def _parts(*names: str, name: str = "") -> Value:
    """These inputs, and the name, where the creation wants it among them."""

    def found(context: Context) -> dict[str, Any]:
        wanted = {part: context.inputs.get(part) for part in names}
        return {**wanted, **({name: context.inputs["name"]} if name else {})}

    return found


_NAMED = {"RestoreTestingPlanName": "id"}

_PLAN = Resource(
    token="aws:backup/restoreTestingPlan:RestoreTestingPlan",
    schema="AWS::Backup::RestoreTestingPlan",
    service="backup",
    id="out.RestoreTestingPlanName",
    create=(
        Call(
            "CreateRestoreTestingPlan",
            {"RestoreTestingPlan": _parts(*_PLAN_PARTS, name="RestoreTestingPlanName")},
            auto=False,
        ),
    ),
    read=(Call("GetRestoreTestingPlan", _NAMED, result="RestoreTestingPlan"),),
    update=(
        Call(
            "UpdateRestoreTestingPlan",
            {**_NAMED, "RestoreTestingPlan": _parts(*_PLAN_PARTS)},
            auto=False,
            on=_PLAN_PARTS,
        ),
    ),
    delete=(Call("DeleteRestoreTestingPlan", _NAMED),),
    names={"name": "RestoreTestingPlanName", "arn": "RestoreTestingPlanArn"},
    tagging=tagging("live.RestoreTestingPlanArn", "Tags"),
)

# The id is ``<selection>:<plan>``, and so is what an import names.
_IDENTITY: Mapping[str, Value] = {
    "RestoreTestingSelectionName": lambda c: c.id.partition(":")[0],
    "RestoreTestingPlanName": lambda c: c.id.partition(":")[2],
}

_SELECTION = Resource(
    token="aws:backup/restoreTestingSelection:RestoreTestingSelection",
    schema="AWS::Backup::RestoreTestingSelection",
    service="backup",
    id="join(':', [out.RestoreTestingSelectionName, out.RestoreTestingPlanName])",
    create=(
        Call(
            "CreateRestoreTestingSelection",
            {
                "RestoreTestingPlanName": "in.restoreTestingPlanName",
                "RestoreTestingSelection": _parts(
                    *_SELECTION_PARTS, "protectedResourceType", name="RestoreTestingSelectionName"
                ),
            },
            auto=False,
        ),
    ),
    read=(Call("GetRestoreTestingSelection", _IDENTITY, result="RestoreTestingSelection"),),
    update=(
        Call(
            "UpdateRestoreTestingSelection",
            {**_IDENTITY, "RestoreTestingSelection": _parts(*_SELECTION_PARTS)},
            auto=False,
            on=_SELECTION_PARTS,
        ),
    ),
    delete=(Call("DeleteRestoreTestingSelection", _IDENTITY),),
    names={"name": "RestoreTestingSelectionName"},
)

RESTORE_TESTING: tuple[Resource, ...] = (_PLAN, _SELECTION)

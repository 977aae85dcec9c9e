"""Systems Manager: parameters."""

from __future__ import annotations

from typing import Any

from tenfold_sandbox.provider.table import Call, Context, Resource, Tagging


def _value(prop: str, other: str) -> Any:
    """The value is shown where the program put it: in the secret input or in the open one."""

    def shown(context: Context) -> Any:
        return None if context.inputs.get(other) is not None else context.live["Value"]

    def only_if_asked(context: Context) -> Any:
        return context.live["Value"] if context.inputs.get(prop) is not None else None

    return shown if prop == "value" else only_if_asked


_PUT = {"Value": "in.value || in.insecureValue || in.valueWo"}

_PARAMETER = Resource(
    token="aws:ssm/parameter:Parameter",
    schema="AWS::SSM::Parameter",
    service="ssm",
    enums={"type": "ParameterType"},
    id="in.name",
    create=(Call("PutParameter", {**_PUT, "Overwrite": "in.overwrite"}),),
    read=(
        Call("GetParameter", {"Name": "id", "WithDecryption": "`true`"}, result="Parameter"),
        Call(
            "DescribeParameters",
            {"ParameterFilters": "[{Key: 'Name', Option: 'Equals', Values: [id]}]"},
            result="Parameters[0]",
        ),
    ),
    update=(Call("PutParameter", {**_PUT, "Name": "id", "Overwrite": "`true`"}, whole=True),),
    delete=(Call("DeleteParameter", {"Name": "id"}),),
    schema_names={"type": "-"},  # CloudFormation, whose schema it is, can't make secure ones
    outputs={
        "arn": "live.ARN",
        "value": _value("value", "insecureValue"),
        "insecureValue": _value("insecureValue", "value"),
    },
    defaults={"description": "", "tier": "Standard"},
    kept=frozenset({"overwrite"}),
    unread=frozenset({"valueWo", "valueWoVersion"}),
    volatile=frozenset({"version"}),
    autoname=("name", 2048),
    tagging=Tagging(
        "AddTagsToResource",
        "RemoveTagsFromResource",
        "ResourceId",
        "id",
        listing="ListTagsForResource",
        fixed={"ResourceType": "'Parameter'"},
    ),
)

ROWS: tuple[Resource, ...] = (_PARAMETER,)

"""Groups that databases refer to: of subnets, of parameters, of options; and who hears of events."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tenfold_sandbox.provider.rows.rds._shared import tagging
from tenfold_sandbox.provider.table import Call, Context, Resource, Value, without
from tenfold_sandbox.provider.wording import DESCRIPTION, lower_case_name

_AT_ONCE = 20  # parameters that a call takes (RDS API Reference, ModifyDBParameterGroup)

_SUBNETS = Resource(
    token="aws:rds/subnetGroup:SubnetGroup",
    schema="AWS::RDS::DBSubnetGroup",
    service="rds",
    id="out.DBSubnetGroup.DBSubnetGroupName",
    create=(Call("CreateDBSubnetGroup", {"DBSubnetGroupDescription": f"in.description || '{DESCRIPTION}'"}),),
    read=(
        Call("DescribeDBSubnetGroups", {"DBSubnetGroupName": "id"}, auto=False, result="DBSubnetGroups[0]"),
    ),
    update=(Call("ModifyDBSubnetGroup", {"DBSubnetGroupName": "id"}, whole=True),),
    delete=(Call("DeleteDBSubnetGroup", {"DBSubnetGroupName": "id"}),),
    names={"name": "DBSubnetGroupName", "description": "DBSubnetGroupDescription"},
    outputs={"arn": "live.DBSubnetGroupArn", "subnetIds": "live.Subnets[].SubnetIdentifier"},
    unread=frozenset({"namePrefix"}),
    autoname=("name", 255),
    autoname_form=lower_case_name,
    tagging=tagging("DBSubnetGroupArn"),
)


def _parameters(given: Any) -> dict[str, dict[str, Any]]:
    """Pulumi's parameters as RDS takes them, by name."""
    items: list[dict[str, Any]] = given or []
    return {
        each["name"]: {
            "ParameterName": each["name"],
            "ParameterValue": each["value"],
            "ApplyMethod": each.get("applyMethod") or "immediate",
        }
        for each in items
    }


def _in_chunks(parameters: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    for start in range(0, len(parameters), _AT_ONCE):
        yield parameters[start : start + _AT_ONCE]


def _set(context: Context) -> list[list[dict[str, Any]]]:
    old, new = _parameters(context.old.get("parameters")), _parameters(context.inputs.get("parameters"))
    return list(_in_chunks([each for name, each in new.items() if old.get(name) != each]))


def _reset(context: Context) -> list[list[dict[str, Any]]]:
    old, new = _parameters(context.old.get("parameters")), _parameters(context.inputs.get("parameters"))
    return list(_in_chunks([each for name, each in old.items() if name not in new]))


def _parameter_group(cluster: str) -> Resource:
    """An instance's group, or with ``Cluster`` a cluster's: the same but for the names."""
    kind = f"{cluster}ParameterGroup"
    key, by_id = f"DB{kind}Name", {f"DB{kind}Name": "id"}
    chunk: dict[str, Value] = {**by_id, "Parameters": "item"}
    return Resource(
        token=f"aws:rds/{kind[0].lower()}{kind[1:]}:{kind}",
        schema=f"AWS::RDS::DB{kind}",
        service="rds",
        id=f"out.DB{kind}.{key}",
        create=(
            Call(f"CreateDB{kind}", {"Description": f"in.description || '{DESCRIPTION}'"}),
            Call(f"ModifyDB{kind}", chunk, auto=False, each=_set),
        ),
        read=(
            Call(f"DescribeDB{kind}s", by_id, auto=False, result=f"DB{kind}s[0]"),
            Call(f"DescribeDB{cluster}Parameters", {**by_id, "Source": "'user'"}, auto=False),
        ),
        update=(
            Call(f"ModifyDB{kind}", chunk, auto=False, on=("parameters",), each=_set),
            Call(f"ResetDB{kind}", chunk, auto=False, on=("parameters",), each=_reset),
        ),
        delete=(Call(f"DeleteDB{kind}", by_id, when="!(in.skipDestroy)"),),
        names={"name": key, "family": "DBParameterGroupFamily"},
        schema_names={"parameters": "-"},  # a map there, a list here
        outputs={
            "arn": f"live.DB{kind}Arn",
            "parameters": "live.Parameters[].{name: ParameterName, value: ParameterValue, "
            "applyMethod: ApplyMethod}",
        },
        kept=frozenset({"skipDestroy"}),
        unread=frozenset({"namePrefix"}),
        autoname=("name", 255),
        autoname_form=lower_case_name,
        tagging=tagging(f"DB{kind}Arn"),
    )


_OPTION = (
    "{OptionName: optionName, Port: port, OptionVersion: version, OptionSettings: optionSettings, "
    "DBSecurityGroupMemberships: dbSecurityGroupMemberships, "
    "VpcSecurityGroupMemberships: vpcSecurityGroupMemberships}"
)


def _dropped_options(context: Context) -> list[str] | None:
    old: list[dict[str, Any]] = context.old.get("options") or []
    new: list[dict[str, Any]] = context.inputs.get("options") or []
    names = {each["optionName"] for each in new}
    return [each["optionName"] for each in old if each["optionName"] not in names] or None


_BY_NAME: dict[str, Value] = {"OptionGroupName": "id"}
_OPTIONS = Resource(
    token="aws:rds/optionGroup:OptionGroup",
    schema="AWS::RDS::OptionGroup",
    service="rds",
    id="out.OptionGroup.OptionGroupName",
    create=(
        Call(
            "CreateOptionGroup",
            {"OptionGroupDescription": f"in.optionGroupDescription || '{DESCRIPTION}'"},
        ),
        Call(
            "ModifyOptionGroup",
            {**_BY_NAME, "OptionsToInclude": f"in.options[].{_OPTION}", "ApplyImmediately": "`true`"},
            auto=False,
            on=("options",),
            when="in.options",
        ),
    ),
    read=(Call("DescribeOptionGroups", _BY_NAME, auto=False, result="OptionGroupsList[0]"),),
    update=(
        Call(
            "ModifyOptionGroup",
            {
                **_BY_NAME,
                "OptionsToInclude": f"in.options[].{_OPTION}",
                "OptionsToRemove": _dropped_options,
                "ApplyImmediately": "`true`",
            },
            auto=False,
            on=("options",),
        ),
    ),
    delete=(Call("DeleteOptionGroup", _BY_NAME, when="!(in.skipDestroy)"),),
    names={"name": "OptionGroupName"},
    schema_names={"options": "-"},  # named otherwise there
    outputs={
        "arn": "live.OptionGroupArn",
        "options": "live.Options[].{optionName: OptionName, port: Port, version: OptionVersion, "
        "optionSettings: OptionSettings, "
        "vpcSecurityGroupMemberships: VpcSecurityGroupMemberships[].VpcSecurityGroupId}",
    },
    kept=frozenset({"skipDestroy"}),
    unread=frozenset({"namePrefix"}),
    autoname=("name", 255),
    autoname_form=lower_case_name,
    tagging=tagging("OptionGroupArn"),
)

_EVENTS = Resource(
    token="aws:rds/eventSubscription:EventSubscription",
    schema="AWS::RDS::EventSubscription",
    service="rds",
    id="out.EventSubscription.CustSubscriptionId",
    create=(Call("CreateEventSubscription"),),
    read=(
        Call(
            "DescribeEventSubscriptions",
            {"SubscriptionName": "id"},
            auto=False,
            result="EventSubscriptionsList[0]",
        ),
    ),
    update=(
        Call("ModifyEventSubscription", {"SubscriptionName": "id"}),
        Call(
            "AddSourceIdentifierToSubscription",
            {"SubscriptionName": "id", "SourceIdentifier": "item"},
            auto=False,
            on=("sourceIds",),
            each=without("in.sourceIds", "old.sourceIds"),
        ),
        Call(
            "RemoveSourceIdentifierFromSubscription",
            {"SubscriptionName": "id", "SourceIdentifier": "item"},
            auto=False,
            on=("sourceIds",),
            each=without("old.sourceIds", "in.sourceIds"),
        ),
    ),
    delete=(Call("DeleteEventSubscription", {"SubscriptionName": "id"}),),
    names={"name": "SubscriptionName", "snsTopic": "SnsTopicArn"},
    outputs={
        "name": "live.CustSubscriptionId",
        "arn": "live.EventSubscriptionArn",
        "eventCategories": "live.EventCategoriesList",
        "sourceIds": "live.SourceIdsList",
    },
    unread=frozenset({"namePrefix"}),
    updates=frozenset({"snsTopic"}),
    autoname=("name", 255),
    tagging=tagging("EventSubscriptionArn"),
)

ROWS: tuple[Resource, ...] = (
    _SUBNETS,
    _parameter_group(""),
    _parameter_group("Cluster"),
    _OPTIONS,
    _EVENTS,
)

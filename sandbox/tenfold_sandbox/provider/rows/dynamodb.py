"""DynamoDB: tables, whose indexes change one at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tenfold_sandbox.provider.table import Call, Context, Resource, Tagging

_TABLE = {"TableName": "id"}


def _keys(item: Mapping[str, Any], default_hash: str | None = None) -> list[dict[str, Any]]:
    """AWS's key schema: a newer index lists its keys, an older one names one or two."""
    listed: list[Mapping[str, Any]] = item.get("keySchemas") or []
    if listed:
        return [{"AttributeName": each["attributeName"], "KeyType": each["keyType"]} for each in listed]
    named = (("HASH", item.get("hashKey") or default_hash), ("RANGE", item.get("rangeKey")))
    return [{"AttributeName": name, "KeyType": kind} for kind, name in named if name]


def _provisioned(context: Context, item: Mapping[str, Any]) -> dict[str, Any] | None:
    if context.inputs.get("billingMode") == "PAY_PER_REQUEST":
        return None
    return {
        "ReadCapacityUnits": item.get("readCapacity") or 1,
        "WriteCapacityUnits": item.get("writeCapacity") or 1,
    }


def _throughput(context: Context) -> Any:
    return _provisioned(context, context.inputs)


def _attributes(context: Context) -> list[dict[str, Any]]:
    attributes: list[Mapping[str, Any]] = context.inputs.get("attributes") or []
    return [{"AttributeName": each["name"], "AttributeType": each["type"]} for each in attributes]


def _index(context: Context, item: Mapping[str, Any], *, local: bool = False) -> dict[str, Any]:
    projection = {
        "ProjectionType": item["projectionType"],
        "NonKeyAttributes": item.get("nonKeyAttributes") or None,
    }
    default_hash = context.inputs.get("hashKey") if local else None
    shared = {
        "IndexName": item["name"],
        "KeySchema": _keys(item, default_hash),
        "Projection": projection,
    }
    if local:
        return shared
    return {
        **shared,
        "ProvisionedThroughput": _provisioned(context, item),
        "OnDemandThroughput": item.get("onDemandThroughput"),
    }


def _globals(context: Context) -> list[dict[str, Any]] | None:
    items: list[Mapping[str, Any]] = context.inputs.get("globalSecondaryIndexes") or []
    return [_index(context, each) for each in items] or None


def _locals(context: Context) -> list[dict[str, Any]] | None:
    items: list[Mapping[str, Any]] = context.inputs.get("localSecondaryIndexes") or []
    return [_index(context, each, local=True) for each in items] or None


def _index_changes(context: Context) -> list[dict[str, Any]]:
    """One update an index: those that are gone or differ are dropped, then made anew."""
    old = _by_name(context.old)
    new = _by_name(context.inputs)
    changes: list[dict[str, Any]] = [
        {"Delete": {"IndexName": name}} for name, item in old.items() if _shape(item) != _shape(new.get(name))
    ]
    for name, item in new.items():
        if _shape(item) != _shape(old.get(name)):
            changes.append({"Create": _index(context, item)})
        elif item != old[name]:
            throughput = {"IndexName": name, "ProvisionedThroughput": _provisioned(context, item)}
            changes.append({"Update": throughput})
    return changes


def _by_name(inputs: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    items: list[Mapping[str, Any]] = inputs.get("globalSecondaryIndexes") or []
    return {each["name"]: each for each in items}


def _shape(item: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What of an index can't change in place."""
    if item is None:
        return None
    return {key: value for key, value in item.items() if not key.endswith("Capacity")}


def _change_index(context: Context) -> list[dict[str, Any]]:
    return [context.item]


def _shown_index(item: Mapping[str, Any]) -> dict[str, Any]:
    keys = {each["KeyType"]: each["AttributeName"] for each in item["KeySchema"]}
    projection: Mapping[str, Any] = item["Projection"]
    throughput: Mapping[str, Any] = item.get("ProvisionedThroughput") or {}
    return {
        "name": item["IndexName"],
        "hashKey": keys.get("HASH"),
        "rangeKey": keys.get("RANGE"),
        "projectionType": projection["ProjectionType"],
        "nonKeyAttributes": projection.get("NonKeyAttributes"),
        "readCapacity": throughput.get("ReadCapacityUnits"),
        "writeCapacity": throughput.get("WriteCapacityUnits"),
    }


def _shown(name: str) -> Any:
    def indexes(context: Context) -> list[dict[str, Any]] | None:
        live: list[Mapping[str, Any]] = context.live.get(name) or []
        return [_shown_index(each) for each in live] or None

    return indexes


_STREAM = (
    "in.streamEnabled && {StreamEnabled: `true`, StreamViewType: in.streamViewType} || "
    "in.streamEnabled == `false` && {StreamEnabled: `false`} || `null`"
)
_ENCRYPTION = (
    "in.serverSideEncryption && {Enabled: in.serverSideEncryption.enabled, "
    "SSEType: in.serverSideEncryption.enabled && 'KMS' || `null`, "
    "KMSMasterKeyId: in.serverSideEncryption.kmsKeyArn}"
)
_EXPIRE = Call(
    "UpdateTimeToLive",
    {
        **_TABLE,
        "TimeToLiveSpecification": "{AttributeName: in.ttl.attributeName || old.ttl.attributeName, "
        "Enabled: in.ttl && in.ttl.enabled != `false` || `false`}",
    },
    auto=False,
    on=("ttl",),
)
_RECOVER = Call(
    "UpdateContinuousBackups",
    {
        **_TABLE,
        "PointInTimeRecoverySpecification": "{"
        "PointInTimeRecoveryEnabled: in.pointInTimeRecovery.enabled || `false`, "
        "RecoveryPeriodInDays: in.pointInTimeRecovery.enabled && in.pointInTimeRecovery.recoveryPeriodInDays "
        "|| `null`}",
    },
    auto=False,
    on=("pointInTimeRecovery",),
)


def _update(params: Mapping[str, Any], *on: str, **options: Any) -> Call:
    return Call("UpdateTable", {**_TABLE, **params}, auto=False, on=on, **options)


_TABLE_ROW = Resource(
    token="aws:dynamodb/table:Table",
    schema="AWS::DynamoDB::Table",
    service="dynamodb",
    enums={"attributes[].type": "ScalarAttributeType", "tableClass": "TableClass"},
    id="out.TableDescription.TableName",
    create=(
        Call(
            "CreateTable",
            {
                "AttributeDefinitions": _attributes,
                "KeySchema": lambda c: _keys(c.inputs),
                "ProvisionedThroughput": _throughput,
                "GlobalSecondaryIndexes": _globals,
                "LocalSecondaryIndexes": _locals,
                "StreamSpecification": _STREAM,
                "SSESpecification": _ENCRYPTION,
            },
        ),
        _EXPIRE,
        _RECOVER,
    ),
    read=(
        Call("DescribeTable", _TABLE, result="Table"),
        Call("DescribeTimeToLive", _TABLE, result="{Ttl: TimeToLiveDescription}"),
        Call(
            "DescribeContinuousBackups",
            _TABLE,
            result="{Recovery: ContinuousBackupsDescription.PointInTimeRecoveryDescription}",
        ),
    ),
    update=(
        _update(
            {
                "BillingMode": "in.billingMode || 'PROVISIONED'",
                "ProvisionedThroughput": _throughput,
                "AttributeDefinitions": _attributes,
            },
            "billingMode",
            "readCapacity",
            "writeCapacity",
        ),
        _update({"StreamSpecification": _STREAM}, "streamEnabled", "streamViewType"),
        _update({"SSESpecification": _ENCRYPTION}, "serverSideEncryption"),
        _update({"TableClass": "in.tableClass || 'STANDARD'"}, "tableClass"),
        _update({"OnDemandThroughput": "in.onDemandThroughput"}, "onDemandThroughput"),
        _update(
            {"DeletionProtectionEnabled": "in.deletionProtectionEnabled || `false`"},
            "deletionProtectionEnabled",
        ),
        _update(
            {"AttributeDefinitions": _attributes, "GlobalSecondaryIndexUpdates": _change_index},
            "attributes",
            "globalSecondaryIndexes",
            each=_index_changes,
        ),
        _EXPIRE,
        _RECOVER,
    ),
    delete=(Call("DeleteTable", _TABLE),),
    names={"name": "TableName", "arn": "TableArn"},
    schema_names=dict.fromkeys(
        (
            "attributes",
            "globalSecondaryIndexes",
            "localSecondaryIndexes",
            "hashKey",
            "rangeKey",
            "serverSideEncryption",
            "ttl",
        ),
        "-",
    ),
    outputs={
        "attributes": "live.AttributeDefinitions[].{name: AttributeName, type: AttributeType}",
        "billingMode": "live.BillingModeSummary.BillingMode || 'PROVISIONED'",
        "globalSecondaryIndexes": _shown("GlobalSecondaryIndexes"),
        "localSecondaryIndexes": _shown("LocalSecondaryIndexes"),
        "hashKey": "live.KeySchema[?KeyType == 'HASH'] | [0].AttributeName",
        "rangeKey": "live.KeySchema[?KeyType == 'RANGE'] | [0].AttributeName",
        "pointInTimeRecovery": "live.Recovery && {"
        "enabled: live.Recovery.PointInTimeRecoveryStatus == 'ENABLED', "
        "recoveryPeriodInDays: live.Recovery.RecoveryPeriodInDays}",
        "readCapacity": "live.ProvisionedThroughput.ReadCapacityUnits",
        "writeCapacity": "live.ProvisionedThroughput.WriteCapacityUnits",
        "serverSideEncryption": "live.SSEDescription && {enabled: live.SSEDescription.Status == 'ENABLED', "
        "kmsKeyArn: live.SSEDescription.KMSMasterKeyArn}",
        "streamArn": "live.LatestStreamArn",
        "streamEnabled": "live.StreamSpecification.StreamEnabled || `false`",
        "streamLabel": "live.LatestStreamLabel",
        "streamViewType": "live.StreamSpecification.StreamViewType",
        "tableClass": "live.TableClassSummary.TableClass || 'STANDARD'",
        "ttl": "live.Ttl.AttributeName && {attributeName: live.Ttl.AttributeName, "
        "enabled: live.Ttl.TimeToLiveStatus == 'ENABLED'} || `null`",
    },
    replaces=frozenset({"hashKey", "rangeKey", "localSecondaryIndexes", "importTable"}),
    volatile=frozenset({"streamArn", "streamLabel"}),
    autoname=("name", 255),
    tagging=Tagging(
        "TagResource", "UntagResource", "ResourceArn", "live.TableArn", listing="ListTagsOfResource"
    ),
)

ROWS: tuple[Resource, ...] = (_TABLE_ROW,)

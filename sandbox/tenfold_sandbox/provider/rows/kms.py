"""KMS: keys, aliases and replicas in other regions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tenfold_sandbox.provider.table import Call, Context, Resource, Tagging

_TAGGING = Tagging(
    add="TagResource",
    remove="UntagResource",
    key="KeyId",
    target="id",
    listing="ListResourceTags",
    key_name="TagKey",
    value_name="TagValue",
)
_KEY = {"KeyId": "id"}


def _switch(operation: str, prop: str, when: str) -> Call:
    return Call(operation, _KEY, auto=False, on=(prop,), when=when)


_READ = (
    # A key that is scheduled for deletion still answers, but is of no use to anybody.
    Call("DescribeKey", _KEY, result="KeyMetadata.KeyState != 'PendingDeletion' && KeyMetadata"),
    Call("GetKeyPolicy", {**_KEY, "PolicyName": "'default'"}, result="{Policy: Policy}"),
    Call(
        "GetKeyRotationStatus",
        _KEY,
        when="live.KeySpec == 'SYMMETRIC_DEFAULT'",
        result="{EnableKeyRotation: KeyRotationEnabled, RotationPeriodInDays: RotationPeriodInDays}",
    ),
)
_DESCRIBE = Call("UpdateKeyDescription", {**_KEY, "Description": "in.description"}, on=("description",))
_PUT_POLICY = Call("PutKeyPolicy", {**_KEY, "PolicyName": "'default'"}, on=("policy",), when="in.policy")
_DELETE = Call("ScheduleKeyDeletion", {**_KEY, "PendingWindowInDays": "in.deletionWindowInDays"})
_UNREAD = frozenset({"bypassPolicyLockoutSafetyCheck"})

_ROTATION = ("enableKeyRotation", "rotationPeriodInDays")
_SETTINGS = (
    Call(
        "EnableKeyRotation",
        {**_KEY, "RotationPeriodInDays": "in.rotationPeriodInDays"},
        auto=False,
        on=_ROTATION,
        when="in.enableKeyRotation",
    ),
    _switch("DisableKey", "isEnabled", "!(in.isEnabled)"),
)

_KEY_ROW = Resource(
    token="aws:kms/key:Key",
    schema="AWS::KMS::Key",
    service="kms",
    id="out.KeyMetadata.KeyId",
    create=(Call("CreateKey"), *_SETTINGS),
    read=_READ,
    update=(
        _switch("EnableKey", "isEnabled", "in.isEnabled"),
        _DESCRIBE,
        _PUT_POLICY,
        _switch("DisableKeyRotation", "enableKeyRotation", "!(in.enableKeyRotation)"),
        *_SETTINGS,
    ),
    delete=(_DELETE,),
    names={"customerMasterKeySpec": "KeySpec", "isEnabled": "Enabled"},
    schema_names={"policy": "KeyPolicy", "deletionWindowInDays": "PendingWindowInDays"},
    defaults={"description": "", "enableKeyRotation": False, "isEnabled": True},
    kept=frozenset({"deletionWindowInDays"}),
    unread=_UNREAD,
    json=frozenset({"policy"}),
    replaces=frozenset({"customerMasterKeySpec", "keyUsage", "multiRegion", "customKeyStoreId", "xksKeyId"}),
    tagging=_TAGGING,
)


def _primary_region(context: Context) -> str:
    return context.inputs["primaryKeyArn"].split(":")[3]


def _primary_id(context: Context) -> str:
    return context.inputs["primaryKeyArn"].rpartition("/")[2]


_REPLICA = Resource(
    token="aws:kms/replicaKey:ReplicaKey",
    schema="AWS::KMS::ReplicaKey",
    service="kms",
    id="out.ReplicaKeyMetadata.KeyId",
    create=(
        Call("ReplicateKey", {"KeyId": _primary_id, "ReplicaRegion": "region"}, region=_primary_region),
        _switch("DisableKey", "enabled", "!(in.enabled)"),
    ),
    read=_READ,
    update=(
        _switch("EnableKey", "enabled", "in.enabled"),
        _DESCRIBE,
        _PUT_POLICY,
        _switch("DisableKey", "enabled", "!(in.enabled)"),
    ),
    delete=(_DELETE,),
    schema_names={"policy": "KeyPolicy", "deletionWindowInDays": "PendingWindowInDays"},
    outputs={
        "keyRotationEnabled": "live.EnableKeyRotation",
        "primaryKeyArn": "live.MultiRegionConfiguration.PrimaryKey.Arn",
    },
    defaults={"description": "", "enabled": True},
    kept=frozenset({"deletionWindowInDays"}),
    unread=_UNREAD,
    json=frozenset({"policy"}),
    tagging=_TAGGING,
)


def _this_alias(context: Context, response: Mapping[str, Any]) -> Any:
    return next((each for each in response["Aliases"] if each["AliasName"] == context.id), None)


def _target(context: Context) -> str:
    """Programs name the key by its id or by its ARN; AWS shows the id."""
    live: str = context.live["TargetKeyId"]
    wanted: str = context.inputs.get("targetKeyId") or live
    return wanted if wanted.endswith(f"/{live}") else live


_ALIAS = Resource(
    token="aws:kms/alias:Alias",
    schema="AWS::KMS::Alias",
    service="kms",
    id="in.name",
    create=(Call("CreateAlias"),),
    read=(Call("ListAliases", result=_this_alias),),
    update=(Call("UpdateAlias", {"AliasName": "id"}),),
    delete=(Call("DeleteAlias", {"AliasName": "id"}),),
    names={"name": "AliasName"},
    outputs={
        "arn": "live.AliasArn",
        "targetKeyId": _target,
        "targetKeyArn": "join('', ['arn:', partition, ':kms:', region, ':', account, ':key/', "
        "live.TargetKeyId])",
    },
    autoname=("name", 250),
    autoname_form=lambda name, _: name if name.startswith("alias/") else f"alias/{name}",
)

ROWS: tuple[Resource, ...] = (_KEY_ROW, _REPLICA, _ALIAS)

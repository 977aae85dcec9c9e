"""Secrets Manager. Secret values are sent and never read back: they live in the state's secrets alone."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from tenfold_sandbox.provider.table import Call, Context, Resource, Tagging, Value, without

_SECRET = {"SecretId": "id"}
_READ_POLICY = Call("GetResourcePolicy", _SECRET, result="ResourcePolicy && {Policy: ResourcePolicy}")
_REMOVE_REPLICAS = Call(
    "RemoveRegionsFromReplication",
    {**_SECRET, "RemoveReplicaRegions": "live.ReplicationStatus[].Region"},
    auto=False,
    when="live.ReplicationStatus",
)


_new_replicas = without("in.replicas", "old.replicas")  # one with another key is another


def _stale_regions(context: Context) -> list[str]:
    stale: list[dict[str, Any]] = context.eval(without("old.replicas", "in.replicas")) or []
    return [each["region"] for each in stale]


def _put_policy(**options: Any) -> Call:
    return Call("PutResourcePolicy", {**_SECRET, "ResourcePolicy": "in.policy"}, on=("policy",), **options)


_SECRET_ROW = Resource(
    token="aws:secretsmanager/secret:Secret",
    schema="AWS::SecretsManager::Secret",
    service="secretsmanager",
    id="out.ARN",
    create=(
        Call(
            "CreateSecret",
            {
                "AddReplicaRegions": "in.replicas",
                "ForceOverwriteReplicaSecret": "in.replicas && in.forceOverwriteReplicaSecret",
            },
        ),
        _put_policy(),
    ),
    read=(
        # A secret in its recovery window still answers, but is of no use to anybody.
        Call("DescribeSecret", _SECRET, result="!DeletedDate && @"),
        Call("GetResourcePolicy", _SECRET, when="in.policy || !(in.name)", result="{Policy: ResourcePolicy}"),
    ),
    update=(
        Call("UpdateSecret", _SECRET),
        _put_policy(when="in.policy"),
        Call("DeleteResourcePolicy", _SECRET, auto=False, on=("policy",), when="!(in.policy)"),
        Call(
            "RemoveRegionsFromReplication",
            {**_SECRET, "RemoveReplicaRegions": _stale_regions},
            auto=False,
            on=("replicas",),
            when=_stale_regions,
        ),
        Call(
            "ReplicateSecretToRegions",
            {**_SECRET, "AddReplicaRegions": _new_replicas},
            auto=False,
            on=("replicas",),
            when=_new_replicas,
        ),
    ),
    delete=(
        _REMOVE_REPLICAS,
        Call(
            "DeleteSecret",
            {
                **_SECRET,
                "RecoveryWindowInDays": "in.recoveryWindowInDays != `0` && (in.recoveryWindowInDays || `30`) "
                "|| `null`",
                "ForceDeleteWithoutRecovery": "in.recoveryWindowInDays == `0`",
            },
        ),
    ),
    outputs={"replicas": "live.ReplicationStatus"},
    defaults={"description": ""},
    kept=frozenset({"recoveryWindowInDays", "forceOverwriteReplicaSecret"}),
    json=frozenset({"policy"}),
    replaces=frozenset({"type"}),
    autoname=("name", 512),
    tagging=Tagging("TagResource", "UntagResource", "SecretId", "id"),
)


def _binary(context: Context) -> bytes | None:
    text = context.inputs.get("secretBinary")
    return None if text is None else base64.b64decode(text)


def _import_version(identity: str) -> Mapping[str, Any]:
    return {"secretId": identity.partition("|")[0]}


def _version_id(context: Context) -> str:
    return context.id.partition("|")[2]


_VERSION: dict[str, Value] = {"SecretId": "in.secretId", "VersionId": _version_id}

_VERSION_ROW = Resource(
    token="aws:secretsmanager/secretVersion:SecretVersion",
    service="secretsmanager",
    id="join('|', [in.secretId, out.VersionId])",
    create=(
        Call(
            "PutSecretValue",
            {"SecretBinary": _binary, "SecretString": "in.secretString || in.secretStringWo"},
        ),
    ),
    read=(Call("GetSecretValue", _VERSION),),
    # AWS forgets a version when its last stage is gone; the current stage moves, but can't be taken away.
    delete=(
        Call(
            "UpdateSecretVersionStage",
            {
                "SecretId": "in.secretId",
                "VersionStage": "item",
                "RemoveFromVersionId": _version_id,
            },
            each="live.VersionStages[?@ != 'AWSCURRENT']",
        ),
    ),
    outputs={"secretArn": "live.ARN", "secretId": "in.secretId"},
    unread=frozenset({"secretString", "secretBinary", "secretStringWo", "secretStringWoVersion"}),
    import_id=_import_version,
)

_POLICY = Resource(
    token="aws:secretsmanager/secretPolicy:SecretPolicy",
    service="secretsmanager",
    id="in.secretArn",
    create=(Call("PutResourcePolicy", {"SecretId": "in.secretArn", "ResourcePolicy": "in.policy"}),),
    read=(_READ_POLICY,),
    update=(
        Call(
            "PutResourcePolicy",
            {**_SECRET, "ResourcePolicy": "in.policy"},
            on=("policy", "blockPublicPolicy"),
        ),
    ),
    delete=(Call("DeleteResourcePolicy", _SECRET),),
    outputs={"secretArn": "id"},
    unread=frozenset({"blockPublicPolicy"}),
    json=frozenset({"policy"}),
)

_ROTATION = Resource(
    token="aws:secretsmanager/secretRotation:SecretRotation",
    schema="AWS::SecretsManager::RotationSchedule",
    service="secretsmanager",
    id="in.secretId",
    create=(Call("RotateSecret", {"RotateImmediately": "in.rotateImmediately"}),),
    read=(Call("DescribeSecret", _SECRET, result="RotationEnabled && @"),),
    update=(Call("RotateSecret", {**_SECRET, "RotateImmediately": "in.rotateImmediately"}, whole=True),),
    delete=(Call("CancelRotateSecret", _SECRET),),
    outputs={"secretId": "id"},
    unread=frozenset({"rotateImmediately"}),
)

ROWS: tuple[Resource, ...] = (_SECRET_ROW, _VERSION_ROW, _POLICY, _ROTATION)

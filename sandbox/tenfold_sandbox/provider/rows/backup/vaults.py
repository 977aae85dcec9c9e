"""Vaults: locks, notices and policies are resources beside them, which only a replacement changes."""

from __future__ import annotations

from typing import Any

from tenfold_sandbox.provider.rows.backup.tagging import tagging
from tenfold_sandbox.provider.table import Call, Resource

_NAMED = {"BackupVaultName": "id"}

_VAULT = Resource(
    token="aws:backup/vault:Vault",
    schema="AWS::Backup::BackupVault",
    service="backup",
    id="out.BackupVaultName",
    create=(Call("CreateBackupVault"),),
    read=(Call("DescribeBackupVault", _NAMED),),
    delete=(Call("DeleteBackupVault", _NAMED),),
    names={
        "name": "BackupVaultName",
        "arn": "BackupVaultArn",
        "kmsKeyArn": "EncryptionKeyArn",
        "recoveryPoints": "NumberOfRecoveryPoints",
    },
    kept=frozenset({"forceDestroy"}),
    autoname=("name", 50),
    tagging=tagging("live.BackupVaultArn", "BackupVaultTags"),
)

_LOCK = Resource(
    token="aws:backup/vaultLockConfiguration:VaultLockConfiguration",
    service="backup",
    id="in.backupVaultName",
    create=(Call("PutBackupVaultLockConfiguration"),),
    read=(Call("DescribeBackupVault", _NAMED, result="Locked && @ || `null`"),),
    delete=(Call("DeleteBackupVaultLockConfiguration", _NAMED),),
    unread=frozenset({"changeableForDays"}),
)


def _beside(kind: str, operation: str, **more: Any) -> Resource:
    return Resource(
        token=f"aws:backup/{kind[0].lower()}{kind[1:]}:{kind}",
        service="backup",
        id="in.backupVaultName",
        create=(Call(f"Put{operation}"),),
        read=(Call(f"Get{operation}", _NAMED),),
        delete=(Call(f"Delete{operation}", _NAMED),),
        **more,
    )


_NOTIFICATIONS = _beside("VaultNotifications", "BackupVaultNotifications")
_POLICY = _beside(
    "VaultPolicy",
    "BackupVaultAccessPolicy",
    update=(Call("PutBackupVaultAccessPolicy", _NAMED, on=("policy",)),),
    json=frozenset({"policy"}),
)

VAULTS: tuple[Resource, ...] = (_VAULT, _LOCK, _NOTIFICATIONS, _POLICY)

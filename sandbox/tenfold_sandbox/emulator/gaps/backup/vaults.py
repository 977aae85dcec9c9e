"""Vaults: their keys, whom they tell, who may use them."""

from __future__ import annotations

from typing import Any

from ...messages import Document
from .. import Call, refuse, store
from ..policies import parse_policy
from ..references import backend, kms_key
from .base import GAPS, INVALID, MISSING, model, row


def _vault(call: Call) -> Any:
    name = call.params["BackupVaultName"]
    return model(call).vaults.get(name) or refuse(MISSING, f"Backup vault {name} does not exist")


@GAPS.checks("CreateBackupVault")
def check_vault(call: Call) -> None:
    key = call.params.get("EncryptionKeyArn")
    if key is not None and kms_key(call, key) is None:
        refuse(INVALID, f"The KMS key {key} does not exist in {call.region}")


@GAPS.checks("DescribeBackupVault", "DeleteBackupVault")
def check_missing_vault(call: Call) -> None:
    _vault(call)


@GAPS.amends("DescribeBackupVault")
def complete_vault(call: Call, result: Document) -> None:
    result["VaultType"] = "BACKUP_VAULT"
    result["VaultState"] = "AVAILABLE"
    result["NumberOfRecoveryPoints"] = _vault(call).num_of_recovery_points
    if result.get("EncryptionKeyArn") is None:
        result["EncryptionKeyArn"] = call.arn("kms", "alias/aws/backup")


def _aside(call: Call) -> Document:
    """What belongs to a vault beside moto's model of it."""
    return store(_vault(call), "aside").setdefault("vault", {})


@GAPS.replaces("PutBackupVaultNotifications")
def put_notifications(call: Call) -> Document:
    topic: str = call.params["SNSTopicArn"]
    if topic not in backend(call, "sns").topics:
        refuse(INVALID, f"The SNS topic {topic} does not exist in {call.region}")
    _aside(call)["notices"] = {name: call.params[name] for name in ("SNSTopicArn", "BackupVaultEvents")}
    return {}


@GAPS.replaces("GetBackupVaultNotifications")
def get_notifications(call: Call) -> Document:
    return {**_named(call), **_of_vault(call, "notices")}


@GAPS.replaces("DeleteBackupVaultNotifications")
def delete_notifications(call: Call) -> Document:
    _aside(call).pop("notices", None)
    return {}


@GAPS.replaces("PutBackupVaultAccessPolicy")
def put_access_policy(call: Call) -> Document:
    parse_policy(call.params["Policy"], INVALID)
    _aside(call)["policy"] = {"Policy": call.params["Policy"]}
    return {}


@GAPS.replaces("GetBackupVaultAccessPolicy")
def get_access_policy(call: Call) -> Document:
    return {**_named(call), **_of_vault(call, "policy")}


@GAPS.replaces("DeleteBackupVaultAccessPolicy")
def delete_access_policy(call: Call) -> Document:
    _aside(call).pop("policy", None)
    return {}


def _named(call: Call) -> Document:
    vault = _vault(call)
    return {"BackupVaultName": vault.backup_vault_name, "BackupVaultArn": vault.backup_vault_arn}


def _of_vault(call: Call, name: str) -> Document:
    what = {"notices": "notifications", "policy": "access policy"}[name]
    return row(_aside(call), name, f"Backup vault {call.params['BackupVaultName']}'s {what}:")

from __future__ import annotations

from support.policies import judged, refers, resource
from tenfold_policies.rules.resilience.backup_vault_lock import RULE
from tenfold_policies.values import UNKNOWN

LOCK = "aws:backup/vaultLockConfiguration:VaultLockConfiguration"
VAULT = resource("aws:backup/vault:Vault", "vault", id=UNKNOWN)


def test_passes() -> None:
    lock = resource(LOCK, backupVaultName=UNKNOWN, minRetentionDays=7)
    assert judged(RULE, VAULT, refers(lock, "backupVaultName", VAULT)).passes


def test_fails() -> None:
    assert judged(RULE, VAULT).faults == {"vault": ["It has no vault lock."]}
    lock = refers(resource(LOCK), "backupVaultName", VAULT)
    assert judged(RULE, VAULT, lock).faults == {"vault": ["Its lock's minRetentionDays is 0, of at least 1."]}


def test_cannot_tell() -> None:
    lock = refers(resource(LOCK, minRetentionDays=UNKNOWN), "backupVaultName", VAULT)
    verdict = judged(RULE, VAULT, lock)
    assert (verdict.faults, verdict.untold) == ({}, {"vault"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault")).passes


def test_the_days_can_be_chosen() -> None:
    lock = refers(resource(LOCK, minRetentionDays=7), "backupVaultName", VAULT)
    assert judged(RULE, VAULT, lock, parameters={"min_days": 35}).faults

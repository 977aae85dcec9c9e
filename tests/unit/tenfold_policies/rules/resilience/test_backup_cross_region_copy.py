from __future__ import annotations

from support.policies import judged, refers, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.resilience.backup_cross_region_copy import RULE
from tenfold_policies.values import UNKNOWN

VAULT = "aws:backup/vault:Vault"


def plan(*vaults: object, region: str | None = "us-east-1") -> Resource:
    rules = [{"copyActions": [{"destinationVaultArn": each} for each in vaults]}]
    return resource("aws:backup/plan:Plan", "plan", region=region, rules=rules)


def test_passes() -> None:
    assert judged(RULE, plan("arn:aws:backup:us-west-2:1:backup-vault:far")).passes
    own, far = resource(VAULT, "own", region="us-east-1"), resource(VAULT, "far", region="us-west-2")
    assert judged(RULE, own, far, refers(plan(UNKNOWN), "rules", own, far)).passes


def test_fails() -> None:
    assert judged(RULE, plan()).faults == {"plan": ["None of its rules has copyActions."]}
    near = "arn:aws:backup:us-east-1:1:backup-vault:near"
    assert judged(RULE, plan(near)).faults == {"plan": ["Its copies stay in us-east-1."]}
    own = resource(VAULT, "own", region="us-east-1")
    assert judged(RULE, own, refers(plan(UNKNOWN), "rules", own)).faults


def test_cannot_tell() -> None:
    for unknown in (plan(UNKNOWN), plan("arn:aws:backup:us-west-2:1:backup-vault:far", region=None)):
        verdict = judged(RULE, unknown)
        assert (verdict.faults, verdict.untold) == ({}, {"plan"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:backup/selection:Selection")).passes

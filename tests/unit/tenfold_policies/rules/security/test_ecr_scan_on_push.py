from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.security.ecr_scan_on_push import RULE
from tenfold_policies.values import UNKNOWN

REPOSITORY = "aws:ecr/repository:Repository"
REGISTRY = "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration"
ON = {"imageScanningConfiguration": {"scanOnPush": True}}


def rules(pattern: str, frequency: str = "CONTINUOUS_SCAN") -> dict[str, object]:
    return {"rules": [{"scanFrequency": frequency, "repositoryFilters": [{"filter": pattern}]}]}


def test_passes() -> None:
    assert judged(RULE, resource(REPOSITORY, **ON)).passes


def test_fails() -> None:
    assert set(judged(RULE, resource(REPOSITORY, "api")).faults) == {"api"}


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(REPOSITORY, "api", imageScanningConfiguration={"scanOnPush": UNKNOWN}))
    assert (verdict.faults, verdict.untold) == ({}, {"api"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:ecrpublic/repository:Repository")).passes


def test_a_registry_that_scans_all_covers_its_repositories() -> None:
    api = resource(REPOSITORY, "api", region="us-east-1")
    assert judged(RULE, api, resource(REGISTRY, **rules("*"))).passes
    assert judged(RULE, api, resource(REGISTRY, **rules("base-*"))).faults
    assert judged(RULE, api, resource(REGISTRY, **rules("*", "MANUAL"))).faults
    assert judged(RULE, api, resource(REGISTRY, region="eu-west-1", **rules("*"))).faults


def test_it_is_mended_by_turning_it_on() -> None:
    assert RULE.remediate is not None
    assert RULE.remediate(resource(REPOSITORY), None) == ON
    assert RULE.remediate(resource(REPOSITORY, **ON), None) is None

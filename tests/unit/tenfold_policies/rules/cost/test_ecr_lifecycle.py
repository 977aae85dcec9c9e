from __future__ import annotations

from support.policies import judged, refers, resource
from tenfold_policies.rules.cost.ecr_lifecycle import RULE
from tenfold_policies.values import UNKNOWN

REPOSITORY = resource("aws:ecr/repository:Repository", "shop", name="shop")
POLICY = "aws:ecr/lifecyclePolicy:LifecyclePolicy"


def test_passes() -> None:
    assert judged(RULE, REPOSITORY, refers(resource(POLICY), "repository", REPOSITORY)).passes
    assert judged(RULE, REPOSITORY, resource(POLICY, repository="shop")).passes


def test_fails() -> None:
    assert set(judged(RULE, REPOSITORY, resource(POLICY, repository="other")).faults) == {"shop"}


def test_cannot_tell() -> None:
    assert judged(RULE, REPOSITORY, resource(POLICY, repository=UNKNOWN)).untold == {"shop"}


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:ecrpublic/repository:Repository")).passes

from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.security.ecr_immutable_tags import RULE
from tenfold_policies.values import UNKNOWN

REPOSITORY = "aws:ecr/repository:Repository"
IMMUTABLE = {"imageTagMutability": "IMMUTABLE"}


def test_passes() -> None:
    but = resource(REPOSITORY, "but", imageTagMutability="IMMUTABLE_WITH_EXCLUSION")
    assert judged(RULE, resource(REPOSITORY, **IMMUTABLE), but).passes


def test_fails() -> None:
    but = resource(REPOSITORY, "but", imageTagMutability="MUTABLE_WITH_EXCLUSION")
    assert set(judged(RULE, resource(REPOSITORY, "default"), but).faults) == {"default", "but"}


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(REPOSITORY, "api", imageTagMutability=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"api"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:ecr/pullThroughCacheRule:PullThroughCacheRule")).passes


def test_it_is_mended_unless_someone_chose_exclusions() -> None:
    assert RULE.remediate is not None
    assert RULE.remediate(resource(REPOSITORY), None) == IMMUTABLE
    assert RULE.remediate(resource(REPOSITORY, imageTagMutability="MUTABLE_WITH_EXCLUSION"), None) is None

from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.cost.io1_to_io2 import RULE
from tenfold_policies.values import UNKNOWN

VOLUME = "aws:ebs/volume:Volume"
DATABASE = "aws:rds/instance:Instance"


def test_passes() -> None:
    assert judged(RULE, resource(VOLUME, type="io2")).passes


def test_fails() -> None:
    verdict = judged(RULE, resource(VOLUME, "disk", type="io1"), resource(DATABASE, "db", storageType="io1"))
    assert verdict.faults == {"disk": ["type is io1."], "db": ["storageType is io1."]}


def test_cannot_tell() -> None:
    assert judged(RULE, resource(VOLUME, "disk", type=UNKNOWN)).untold == {"disk"}


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:rds/clusterInstance:ClusterInstance", storageType="io1")).passes


def test_a_volume_is_mended_and_a_database_left_to_its_owner() -> None:
    assert RULE.remediate is not None
    assert RULE.remediate(resource(VOLUME, type="io1"), None) == {"type": "io2"}
    assert RULE.remediate(resource(DATABASE, storageType="io1"), None) is None

from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.cost.single_az_outside_prod import RULE
from tenfold_policies.values import UNKNOWN

DATABASE = "aws:rds/instance:Instance"
CACHE = "aws:elasticache/replicationGroup:ReplicationGroup"


def test_passes() -> None:
    assert judged(RULE, resource(DATABASE), environment="dev").passes


def test_fails() -> None:
    verdict = judged(
        RULE,
        resource(DATABASE, "db", multiAz=True),
        resource(CACHE, "cache", multiAzEnabled=True),
        environment="dev",
    )
    assert set(verdict.faults) == {"db", "cache"}


def test_cannot_tell() -> None:
    assert judged(RULE, resource(DATABASE, "db", multiAz=UNKNOWN), environment="dev").untold == {"db"}


def test_does_not_apply() -> None:
    assert judged(RULE, resource(DATABASE, multiAz=True), environment="prod").passes
    # Aurora's storage is in three zones at the price of one; its readers are a choice for the load.
    assert judged(
        RULE, resource("aws:rds/cluster:Cluster", availabilityZones=["a", "b"]), environment="dev"
    ).passes

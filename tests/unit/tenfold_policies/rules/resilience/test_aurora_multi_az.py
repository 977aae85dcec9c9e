from __future__ import annotations

from support.policies import judged, refers, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.resilience.aurora_multi_az import RULE
from tenfold_policies.values import UNKNOWN

CLUSTER, INSTANCE = "aws:rds/cluster:Cluster", "aws:rds/clusterInstance:ClusterInstance"


def cluster(**properties: object) -> Resource:
    return resource(CLUSTER, "db", **{"engine": "aurora-postgresql", "masterUsername": "app", **properties})


def instances(of: Resource, *zones: object) -> list[Resource]:
    return [
        refers(
            resource(INSTANCE, f"db-{index}", clusterIdentifier=UNKNOWN, availabilityZone=zone),
            "clusterIdentifier",
            of,
        )
        for index, zone in enumerate(zones)
    ]


def test_passes() -> None:
    db = cluster()
    assert judged(RULE, db, *instances(db, "us-east-1a", "us-east-1b")).passes


def test_fails() -> None:
    db = cluster()
    assert judged(RULE, db).faults == {"db": ["It has 0 of 2 instances."]}
    assert judged(RULE, db, *instances(db, "us-east-1a")).faults == {"db": ["It has 1 of 2 instances."]}
    assert judged(RULE, db, *instances(db, "us-east-1a", "us-east-1a")).faults == {
        "db": ["All of its 2 instances are in us-east-1a."]
    }


def test_cannot_tell() -> None:
    db = cluster()
    assert judged(RULE, db, *instances(db, "us-east-1a", UNKNOWN)).untold == {"db"}
    assert judged(RULE, cluster(engine=UNKNOWN)).untold == {"db"}


def test_does_not_apply() -> None:
    assert judged(RULE, cluster(engine="postgres")).passes, "a Multi-AZ DB cluster has its own instances"
    assert judged(RULE, cluster(engineMode="serverless")).passes


def test_a_standby_region_is_another_rules() -> None:
    standby = resource(CLUSTER, engine="aurora-postgresql", globalClusterIdentifier="world")
    assert judged(RULE, standby).passes


def test_the_first_cluster_of_a_global_database_is_no_standby() -> None:
    assert judged(RULE, cluster(globalClusterIdentifier="world")).faults


def test_aws_spreads_instances_that_name_no_zone() -> None:
    db = cluster()
    assert judged(RULE, db, *instances(db, None, None)).passes


def test_instances_that_name_it_plainly_count() -> None:
    db = cluster(clusterIdentifier="shop")
    plain = [resource(INSTANCE, name, clusterIdentifier="shop") for name in "ab"]
    assert judged(RULE, db, *plain).passes


def test_the_number_of_instances_can_be_chosen() -> None:
    db = cluster()
    assert judged(RULE, db, *instances(db, "us-east-1a"), parameters={"min_instances": 1}).passes

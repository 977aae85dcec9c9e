from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.resilience.hpa_min_replicas import RULE
from tenfold_policies.values import UNKNOWN

HPA = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler"


def test_passes() -> None:
    assert judged(RULE, resource(HPA, spec={"minReplicas": 3})).passes


def test_fails() -> None:
    verdict = judged(
        RULE,
        resource(HPA, "two", spec={"minReplicas": 2}),
        resource("kubernetes:autoscaling/v1:HorizontalPodAutoscaler", "silent", spec={}),
    )
    assert verdict.faults == {
        "two": ["spec.minReplicas is 2, of at least 3."],
        "silent": ["spec.minReplicas is 1, of at least 3."],
    }


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(HPA, "new", spec={"minReplicas": UNKNOWN}))
    assert (verdict.faults, verdict.untold) == ({}, {"new"})


def test_does_not_apply() -> None:
    events = resource("kubernetes:keda.sh/v1alpha1:ScaledObject", spec={"minReplicaCount": 0})
    assert judged(RULE, events).passes


def test_the_number_of_replicas_can_be_chosen() -> None:
    assert judged(RULE, resource(HPA, spec={"minReplicas": 2}), parameters={"min_replicas": 2}).passes

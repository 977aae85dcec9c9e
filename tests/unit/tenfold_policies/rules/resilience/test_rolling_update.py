from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.resilience.rolling_update import RULE
from tenfold_policies.values import UNKNOWN

DEPLOYMENT, STATEFUL_SET = "kubernetes:apps/v1:Deployment", "kubernetes:apps/v1:StatefulSet"


def deployment(strategy: object, volume: object = None, replicas: int = 1) -> Resource:
    pod = {"volumes": [{"name": "data", **({"persistentVolumeClaim": volume} if volume else {})}]}
    spec = {"strategy": strategy, "replicas": replicas, "template": {"spec": pod}}
    return resource(DEPLOYMENT, "web", spec=spec)


def test_passes() -> None:
    assert judged(RULE, deployment({"rollingUpdate": {"maxUnavailable": "25%"}})).passes
    assert judged(RULE, resource(STATEFUL_SET, spec={})).passes


def test_fails() -> None:
    assert judged(RULE, deployment({"type": "Recreate"})).faults == {
        "web": ["spec.strategy.type is Recreate."]
    }
    later = resource(STATEFUL_SET, "data", spec={"updateStrategy": {"type": "OnDelete"}})
    assert judged(RULE, later).faults == {"data": ["spec.updateStrategy.type is OnDelete."]}
    assert judged(RULE, deployment({"rollingUpdate": {"maxUnavailable": "100%"}})).faults


def test_cannot_tell() -> None:
    verdict = judged(RULE, deployment({"type": UNKNOWN}))
    assert (verdict.faults, verdict.untold) == ({}, {"web"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("kubernetes:batch/v1:Job", spec={"strategy": {"type": "Recreate"}})).passes


def test_one_pod_on_a_volume_cannot_roll() -> None:
    claim = {"claimName": "data"}
    assert judged(RULE, deployment({"type": "Recreate"}, claim)).passes
    assert judged(RULE, deployment({"type": "Recreate"}, claim, replicas=2)).faults

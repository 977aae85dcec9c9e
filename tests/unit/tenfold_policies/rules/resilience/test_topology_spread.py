from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.resilience.topology_spread import RULE
from tenfold_policies.values import UNKNOWN

ZONE = "topology.kubernetes.io/zone"
OWN = {"matchLabels": {"app": "web"}}


def workload(*constraints: object, replicas: int = 3, **pod: object) -> Resource:
    template = {
        "metadata": {"labels": {"app": "web"}},
        "spec": {"topologySpreadConstraints": list(constraints), **pod},
    }
    return resource(
        "kubernetes:apps/v1:Deployment",
        "web",
        metadata={"name": "web"},
        spec={"replicas": replicas, "template": template},
    )


def constraint(key: object = ZONE, selector: object = OWN, skew: object = 1) -> dict[str, object]:
    return {"topologyKey": key, "labelSelector": selector, "maxSkew": skew}


def test_passes() -> None:
    assert judged(RULE, workload(constraint("kubernetes.io/hostname"), constraint())).passes


def test_fails() -> None:
    none = "No topologySpreadConstraint over topology.kubernetes.io/zone selects its pods."
    assert judged(RULE, workload()).faults == {"web": [none]}
    assert judged(RULE, workload(constraint(selector={"matchLabels": {"app": "api"}}))).faults == {
        "web": [none]
    }
    assert judged(RULE, workload(constraint(skew=2))).faults == {
        "web": ["Its maxSkew over topology.kubernetes.io/zone is 2, of at most 1."]
    }


def test_cannot_tell() -> None:
    for unknown in (constraint(UNKNOWN), constraint(skew=UNKNOWN)):
        verdict = judged(RULE, workload(unknown))
        assert (verdict.faults, verdict.untold) == ({}, {"web"})


def test_does_not_apply() -> None:
    assert judged(RULE, workload(replicas=1)).passes


def test_pods_that_must_be_apart_are_spread() -> None:
    term = {"topologyKey": ZONE, "labelSelector": OWN}
    apart = {"podAntiAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [term]}}
    assert judged(RULE, workload(affinity=apart)).passes


def test_the_label_and_the_skew_can_be_chosen() -> None:
    parameters = {"topology_key": "kubernetes.io/hostname", "max_skew": 2}
    assert judged(RULE, workload(constraint("kubernetes.io/hostname", skew=2)), parameters=parameters).passes

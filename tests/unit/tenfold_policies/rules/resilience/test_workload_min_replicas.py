from __future__ import annotations

from support.policies import judged, refers, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.resilience.workload_min_replicas import RULE
from tenfold_policies.values import UNKNOWN

DEPLOYMENT, STATEFUL_SET = "kubernetes:apps/v1:Deployment", "kubernetes:apps/v1:StatefulSet"


def workload(replicas: object, type_: str = DEPLOYMENT, namespace: object = "shop") -> Resource:
    return resource(
        type_, "web", metadata={"name": "web", "namespace": namespace}, spec={"replicas": replicas}
    )


def scaler(type_: str, name: object = "web", namespace: object = "shop") -> Resource:
    target = {"kind": "Deployment", "name": name}
    return resource(
        type_, "scaler", metadata={"namespace": namespace}, spec={"scaleTargetRef": target, "minReplicas": 1}
    )


HPA, KEDA = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler", "kubernetes:keda.sh/v1alpha1:ScaledObject"


def test_passes() -> None:
    assert judged(RULE, workload(3)).passes


def test_fails() -> None:
    assert judged(RULE, workload(2)).faults == {"web": ["spec.replicas is 2, of at least 3."]}
    assert judged(RULE, workload(None, STATEFUL_SET)).faults == {
        "web": ["spec.replicas is 1, of at least 3."]
    }


def test_cannot_tell() -> None:
    for stack in ([workload(UNKNOWN)], [workload(1), scaler(HPA, name=UNKNOWN)]):
        verdict = judged(RULE, *stack)
        assert (verdict.faults, verdict.untold) == ({}, {"web"})


def test_does_not_apply() -> None:
    assert judged(RULE, workload(1, "kubernetes:apps/v1:DaemonSet"), workload(0)).passes


def test_what_is_scaled_is_judged_at_its_scaler() -> None:
    assert judged(RULE, workload(1), scaler(HPA)).passes
    assert judged(RULE, workload(1), scaler(KEDA)).passes


def test_another_workloads_scaler_does_not_count() -> None:
    assert judged(RULE, workload(1), scaler(HPA, name="api")).faults
    assert judged(RULE, workload(1), scaler(HPA, namespace="other")).faults


def test_a_name_that_is_not_known_yet_is_found_by_where_it_comes_from() -> None:
    web = workload(1)
    assert judged(RULE, web, refers(scaler(HPA, name=UNKNOWN), "spec", web)).passes
    other = resource(DEPLOYMENT, "api", spec={"replicas": 3})
    assert set(judged(RULE, web, other, refers(scaler(HPA, name=UNKNOWN), "spec", other)).faults) == {"web"}


def test_a_namespace_that_is_not_known_yet_is_known_by_where_it_comes_from() -> None:
    shop = resource("kubernetes:core/v1:Namespace", "shop")
    web = refers(workload(1, namespace=UNKNOWN), "metadata", shop)
    assert judged(RULE, shop, web, refers(scaler(HPA, namespace=UNKNOWN), "metadata", shop)).passes


def test_the_number_of_replicas_can_be_chosen() -> None:
    assert judged(RULE, workload(2), parameters={"min_replicas": 2}).passes

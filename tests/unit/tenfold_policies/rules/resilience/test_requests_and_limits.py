from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.resilience.requests_and_limits import RULE
from tenfold_policies.values import UNKNOWN

RESOURCES = {"requests": {"cpu": "100m", "memory": "64Mi"}, "limits": {"memory": "64Mi"}}


def workload(own: object, kind: str = "apps/v1:Deployment", **pod: object) -> Resource:
    containers = [{"name": "web", "resources": own}]
    return resource(
        f"kubernetes:{kind}", "web", spec={"template": {"spec": {"containers": containers, **pod}}}
    )


def test_passes() -> None:
    assert judged(RULE, workload(RESOURCES)).passes


def test_fails() -> None:
    verdict = judged(RULE, workload({"requests": {"cpu": "100m"}}))
    assert verdict.faults == {"web": ["The container web has no requests.memory, limits.memory."]}


def test_cannot_tell() -> None:
    verdict = judged(RULE, workload({"requests": RESOURCES["requests"], "limits": UNKNOWN}))
    assert (verdict.faults, verdict.untold) == ({}, {"web"})


def test_does_not_apply() -> None:
    assert judged(RULE, workload({}, kind="batch/v1:Job")).passes


def test_values_that_are_not_known_yet_are_there() -> None:
    assert judged(
        RULE, workload({"requests": {"cpu": UNKNOWN, "memory": UNKNOWN}, "limits": {"memory": UNKNOWN}})
    ).passes


def test_a_limit_is_the_request_that_is_left_out() -> None:
    assert judged(RULE, workload({"limits": {"cpu": "1", "memory": "64Mi"}})).passes


def test_the_pods_own_count() -> None:
    assert judged(RULE, workload(None, resources=RESOURCES)).passes


def test_a_cpu_limit_can_be_asked_for() -> None:
    verdict = judged(RULE, workload(RESOURCES), parameters={"cpu_limit": True})
    assert verdict.faults == {"web": ["The container web has no limits.cpu."]}

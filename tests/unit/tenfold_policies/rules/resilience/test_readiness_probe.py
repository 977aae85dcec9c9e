from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.resilience.readiness_probe import RULE
from tenfold_policies.values import UNKNOWN

PROBE = {"httpGet": {"path": "/healthy"}}


def workload(*containers: object, kind: str = "apps/v1:Deployment", **spec: object) -> Resource:
    pod = {"containers": list(containers), **spec}
    return resource(f"kubernetes:{kind}", "web", spec={"template": {"spec": pod}})


def test_passes() -> None:
    assert judged(RULE, workload({"name": "web", "readinessProbe": PROBE})).passes


def test_fails() -> None:
    verdict = judged(RULE, workload({"name": "web", "readinessProbe": PROBE}, {"name": "proxy"}))
    assert verdict.faults == {"web": ["The container proxy has no readinessProbe."]}


def test_cannot_tell() -> None:
    verdict = judged(RULE, workload(UNKNOWN, {"name": "web", "readinessProbe": PROBE}))
    assert (verdict.faults, verdict.untold) == ({}, {"web"})


def test_one_container_that_is_not_known_yet_hides_no_other() -> None:
    verdict = judged(RULE, workload(UNKNOWN, {"name": "web"}))
    assert (set(verdict.faults), verdict.untold) == ({"web"}, {"web"})


def test_does_not_apply() -> None:
    assert judged(RULE, workload({"name": "once"}, kind="batch/v1:Job")).passes


def test_a_probe_that_is_not_known_yet_is_there() -> None:
    assert judged(RULE, workload({"name": "web", "readinessProbe": UNKNOWN})).passes


def test_what_runs_before_the_pod_starts_needs_none() -> None:
    first = [{"name": "migrate"}]
    assert judged(RULE, workload({"name": "web", "readinessProbe": PROBE}, initContainers=first)).passes

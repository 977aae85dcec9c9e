from __future__ import annotations

from typing import Any

from support.policies import deployment, judged, resource
from tenfold_policies.rules.security.pod_runs_as_non_root import RULE
from tenfold_policies.values import UNKNOWN

NON_ROOT = {"runAsNonRoot": True}


def pod(of_pod: Any, of_container: Any = None) -> dict[str, Any]:
    return {"securityContext": of_pod, "containers": [{"name": "api", "securityContext": of_container}]}


def test_passes() -> None:
    assert judged(RULE, deployment("pod", pod(NON_ROOT))).passes
    assert judged(RULE, deployment("container", pod(None, NON_ROOT))).passes
    assert judged(RULE, deployment("user", pod({"runAsUser": 1000}))).passes


def test_fails() -> None:
    verdict = judged(
        RULE,
        deployment("unset", pod(None)),
        deployment("root", pod({"runAsUser": 0})),
        deployment("overridden", pod(NON_ROOT, {"runAsNonRoot": False})),
    )
    assert set(verdict.faults) == {"unset", "root", "overridden"}


def test_cannot_tell() -> None:
    verdict = judged(RULE, deployment("api", pod({"runAsNonRoot": UNKNOWN})))
    assert (verdict.faults, verdict.untold) == ({}, {"api"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("kubernetes:core/v1:Service")).passes


def test_namespaces_can_be_exempt() -> None:
    assert judged(RULE, deployment("agent", pod(None), "kube-system")).passes
    parameters = {"exempt_namespaces": ["tools"]}
    assert judged(RULE, deployment("agent", pod(None), "tools"), parameters=parameters).passes

from __future__ import annotations

from typing import Any

from support.policies import deployment, judged, resource
from tenfold_policies.rules.security.pod_seccomp_profile import RULE
from tenfold_policies.values import UNKNOWN


def pod(of_pod: Any, of_container: Any = None) -> dict[str, Any]:
    container = {"name": "api", "securityContext": {"seccompProfile": {"type": of_container}}}
    return {"securityContext": {"seccompProfile": {"type": of_pod}}, "containers": [container]}


def test_passes() -> None:
    assert judged(RULE, deployment("pod", pod("RuntimeDefault"))).passes
    assert judged(RULE, deployment("container", pod(None, "Localhost"))).passes


def test_fails() -> None:
    verdict = judged(
        RULE, deployment("unset", pod(None)), deployment("overridden", pod("RuntimeDefault", "Unconfined"))
    )
    assert set(verdict.faults) == {"unset", "overridden"}


def test_cannot_tell() -> None:
    verdict = judged(RULE, deployment("api", pod(UNKNOWN)))
    assert (verdict.faults, verdict.untold) == ({}, {"api"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("kubernetes:core/v1:Service")).passes


def test_namespaces_can_be_exempt() -> None:
    assert judged(RULE, deployment("agent", pod(None), "kube-system")).passes
    parameters = {"exempt_namespaces": ["tools"]}
    assert judged(RULE, deployment("agent", pod(None), "tools"), parameters=parameters).passes

from __future__ import annotations

from typing import Any

from support.policies import deployment, judged, resource
from tenfold_policies.rules.security.pod_drops_capabilities import RULE
from tenfold_policies.values import UNKNOWN


def pod(**capabilities: Any) -> dict[str, Any]:
    return {"containers": [{"name": "api", "securityContext": {"capabilities": capabilities}}]}


def test_passes() -> None:
    assert judged(RULE, deployment("api", pod(drop=["ALL"], add=["NET_BIND_SERVICE"]))).passes


def test_fails() -> None:
    verdict = judged(
        RULE, deployment("unset", pod()), deployment("adds", pod(drop=["ALL"], add=["SYS_ADMIN"]))
    )
    assert verdict.faults == {
        "unset": ["container api: it does not drop ALL capabilities."],
        "adds": ["container api: it adds SYS_ADMIN."],
    }


def test_cannot_tell() -> None:
    verdict = judged(RULE, deployment("api", pod(drop=UNKNOWN)))
    assert (verdict.faults, verdict.untold) == ({}, {"api"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("kubernetes:core/v1:Service")).passes


def test_namespaces_can_be_exempt() -> None:
    assert judged(RULE, deployment("agent", pod(), "kube-system")).passes
    assert judged(
        RULE, deployment("agent", pod(), "tools"), parameters={"exempt_namespaces": ["tools"]}
    ).passes

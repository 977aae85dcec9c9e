from __future__ import annotations

from support.policies import deployment, judged, resource
from tenfold_policies.rules.security.pod_read_only_root import RULE
from tenfold_policies.values import UNKNOWN


def pod(**context: object) -> dict[str, object]:
    return {"containers": [{"name": "api", "securityContext": context}]}


def test_passes() -> None:
    assert judged(RULE, deployment("api", pod(readOnlyRootFilesystem=True))).passes


def test_fails() -> None:
    assert set(judged(RULE, deployment("api", pod())).faults) == {"api"}


def test_cannot_tell() -> None:
    verdict = judged(RULE, deployment("api", pod(readOnlyRootFilesystem=UNKNOWN)))
    assert (verdict.faults, verdict.untold) == ({}, {"api"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("kubernetes:core/v1:Service")).passes


def test_namespaces_can_be_exempt() -> None:
    assert judged(RULE, deployment("agent", pod(), "kube-system")).passes
    assert judged(
        RULE, deployment("agent", pod(), "tools"), parameters={"exempt_namespaces": ["tools"]}
    ).passes

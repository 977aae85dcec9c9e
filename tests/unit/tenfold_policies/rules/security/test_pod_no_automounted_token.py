from __future__ import annotations

from support.policies import deployment, judged, resource
from tenfold_policies.rules.security.pod_no_automounted_token import RULE
from tenfold_policies.values import UNKNOWN


def test_passes() -> None:
    assert judged(RULE, deployment("api", {"automountServiceAccountToken": False})).passes


def test_fails() -> None:
    verdict = judged(RULE, deployment("unset", {}), deployment("on", {"automountServiceAccountToken": True}))
    assert set(verdict.faults) == {"unset", "on"}


def test_cannot_tell() -> None:
    verdict = judged(RULE, deployment("api", {"automountServiceAccountToken": UNKNOWN}))
    assert (verdict.faults, verdict.untold) == ({}, {"api"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("kubernetes:core/v1:Service")).passes


def test_its_service_account_can_deny_it() -> None:
    account = resource(
        "kubernetes:core/v1:ServiceAccount",
        "account",
        metadata={"name": "api", "namespace": "shop"},
        automountServiceAccountToken=False,
    )
    pod = {"serviceAccountName": "api"}
    assert judged(RULE, deployment("api", pod), account).passes
    assert judged(RULE, deployment("api", pod, "other"), account).faults
    assert judged(RULE, deployment("api", {}), account).faults


def test_namespaces_can_be_exempt() -> None:
    assert judged(RULE, deployment("agent", {}, "kube-system")).passes
    assert judged(RULE, deployment("agent", {}, "tools"), parameters={"exempt_namespaces": ["tools"]}).passes

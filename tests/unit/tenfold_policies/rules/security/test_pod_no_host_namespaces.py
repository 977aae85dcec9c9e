from __future__ import annotations

from support.policies import deployment, judged, resource
from tenfold_policies.rules.security.pod_no_host_namespaces import RULE
from tenfold_policies.values import UNKNOWN


def test_passes() -> None:
    assert judged(RULE, deployment("api", {"hostNetwork": False, "containers": []})).passes


def test_fails() -> None:
    verdict = judged(RULE, deployment("api", {"hostNetwork": True, "hostPID": True, "hostIPC": True}))
    assert verdict.faults["api"] == ["hostNetwork is on.", "hostPID is on.", "hostIPC is on."]


def test_cannot_tell() -> None:
    verdict = judged(RULE, deployment("api", {"hostNetwork": UNKNOWN, "hostPID": True}))
    assert (verdict.faults["api"], verdict.untold) == (["hostPID is on."], {"api"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("kubernetes:core/v1:Service")).passes


def test_namespaces_can_be_exempt() -> None:
    assert judged(RULE, deployment("agent", {"hostNetwork": True}, "kube-system")).passes
    monitoring = deployment("agent", {"hostNetwork": True}, "monitoring")
    assert judged(RULE, monitoring, parameters={"exempt_namespaces": ["monitoring"]}).passes

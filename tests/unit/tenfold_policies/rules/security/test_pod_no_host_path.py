from __future__ import annotations

from support.policies import deployment, judged, resource
from tenfold_policies.rules.security.pod_no_host_path import RULE
from tenfold_policies.values import UNKNOWN

SOCKET = {"name": "socket", "hostPath": {"path": "/run/containerd/containerd.sock"}}


def test_passes() -> None:
    assert judged(RULE, deployment("api", {"volumes": [{"name": "tmp", "emptyDir": {}}]})).passes


def test_fails() -> None:
    verdict = judged(RULE, deployment("api", {"volumes": [{"name": "tmp", "emptyDir": {}}, SOCKET]}))
    assert verdict.faults["api"] == ["the volume socket is the node's /run/containerd/containerd.sock."]


def test_cannot_tell() -> None:
    verdict = judged(RULE, deployment("api", {"volumes": UNKNOWN}))
    assert (verdict.faults, verdict.untold) == ({}, {"api"})


def test_does_not_apply() -> None:
    assert judged(
        RULE, resource("kubernetes:core/v1:PersistentVolume", spec={"hostPath": {"path": "/"}})
    ).passes


def test_namespaces_can_be_exempt() -> None:
    assert judged(RULE, deployment("agent", {"volumes": [SOCKET]}, "kube-system")).passes
    tools = deployment("agent", {"volumes": [SOCKET]}, "tools")
    assert judged(RULE, tools, parameters={"exempt_namespaces": ["tools"]}).passes

from __future__ import annotations

from support.policies import deployment, judged, resource
from tenfold_policies.rules.security.pod_not_privileged import RULE
from tenfold_policies.values import UNKNOWN


def container(name: str = "api", **context: object) -> dict[str, object]:
    return {"name": name, "securityContext": context}


def test_passes() -> None:
    pod = {"containers": [container(privileged=False), {"name": "plain"}]}
    assert judged(RULE, deployment("api", pod)).passes


def test_fails() -> None:
    privileged = container("setup", privileged=True)
    verdict = judged(
        RULE,
        deployment("start", {"initContainers": [privileged], "containers": [container()]}),
        resource("kubernetes:core/v1:Pod", "pod", spec={"containers": [privileged]}),
        resource(
            "kubernetes:batch/v1:CronJob",
            "job",
            spec={"jobTemplate": {"spec": {"template": {"spec": {"containers": [privileged]}}}}},
        ),
    )
    assert set(verdict.faults) == {"start", "pod", "job"}
    assert verdict.faults["pod"] == ["container setup: securityContext.privileged is on."]


def test_cannot_tell() -> None:
    pod = {"containers": [container(privileged=UNKNOWN), container("other", privileged=True)]}
    verdict = judged(RULE, deployment("api", pod))
    assert (len(verdict.faults["api"]), verdict.untold) == (1, {"api"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("kubernetes:core/v1:Service")).passes


def test_namespaces_can_be_exempt() -> None:
    pod = {"containers": [container(privileged=True)]}
    assert judged(RULE, deployment("agent", pod, "kube-system")).passes
    assert judged(RULE, deployment("agent", pod, "tools"), parameters={"exempt_namespaces": ["tools"]}).passes

from __future__ import annotations

from typing import Any

from support.policies import judged, resource
from tenfold_policies.resource import Resource
from tenfold_policies.rules.security.kubernetes_environment_secrets import RULE
from tenfold_policies.values import UNKNOWN

CONFIG_MAP = "kubernetes:core/v1:ConfigMap"


def deployment(label: str, namespace: str = "shop", **variable: Any) -> Resource:
    spec = {"containers": [{"name": "api", "env": [{"name": "LOG_LEVEL", "value": "info"}, variable]}]}
    return resource(
        "kubernetes:apps/v1:Deployment",
        label,
        metadata={"namespace": namespace},
        spec={"template": {"spec": spec}},
    )


def test_passes() -> None:
    reference = {"secretKeyRef": {"name": "db", "key": "password"}}
    assert judged(
        RULE,
        deployment("reference", name="DB_PASSWORD", valueFrom=reference),
        resource(CONFIG_MAP, data={"LOG_LEVEL": "info", "app.ini": "[db]\npassword_file = /run/password\n"}),
    ).passes


def test_fails() -> None:
    verdict = judged(
        RULE,
        deployment("pod", name="DB_PASSWORD", value="hunter2!"),
        resource(CONFIG_MAP, "map", data={"API_TOKEN": "hunter2!"}),
        resource(CONFIG_MAP, "file", data={"app.ini": "[db]\npassword = hunter2!\n"}),
    )
    assert set(verdict.faults) == {"pod", "map", "file"}
    assert verdict.faults["pod"][0].startswith("container api: DB_PASSWORD looks like a secret")
    assert "hunter2" not in str(verdict.faults)


def test_cannot_tell() -> None:
    verdict = judged(RULE, deployment("pod", name="DB_PASSWORD", value=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"pod"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("kubernetes:core/v1:Secret", stringData={"password": "hunter2!"})).passes


def test_namespaces_can_be_exempt() -> None:
    pod = deployment("pod", "tools", name="DB_PASSWORD", value="hunter2!")
    assert judged(RULE, pod, parameters={"exempt_namespaces": ["tools"]}).passes

from __future__ import annotations

from typing import Any

from support.policies import deployment, judged, resource
from tenfold_policies.rules.security.pod_image_pinned import RULE
from tenfold_policies.values import UNKNOWN

DIGEST = "registry.example.com:5000/api@sha256:" + "a" * 64


def pod(image: Any) -> dict[str, Any]:
    return {"containers": [{"name": "api", "image": image}]}


def test_passes() -> None:
    assert judged(RULE, deployment("tag", pod("api:1.2.3")), deployment("digest", pod(DIGEST))).passes


def test_fails() -> None:
    verdict = judged(
        RULE,
        deployment("latest", pod("api:latest")),
        deployment("none", pod("registry.example.com:5000/api")),
    )
    assert verdict.faults == {
        "latest": ["container api: its image api:latest has the tag latest."],
        "none": ["container api: its image registry.example.com:5000/api has no tag."],
    }


def test_cannot_tell() -> None:
    verdict = judged(RULE, deployment("api", pod(UNKNOWN)))
    assert (verdict.faults, verdict.untold) == ({}, {"api"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("kubernetes:core/v1:Service")).passes


def test_a_digest_can_be_asked_for() -> None:
    parameters = {"digest": True}
    assert judged(RULE, deployment("tag", pod("api:1.2.3")), parameters=parameters).faults
    assert judged(RULE, deployment("digest", pod(DIGEST)), parameters=parameters).passes


def test_namespaces_can_be_exempt() -> None:
    assert judged(RULE, deployment("agent", pod("agent"), "kube-system")).passes
    parameters = {"exempt_namespaces": ["tools"]}
    assert judged(RULE, deployment("agent", pod("agent"), "tools"), parameters=parameters).passes

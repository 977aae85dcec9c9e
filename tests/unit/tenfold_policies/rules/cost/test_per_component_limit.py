from __future__ import annotations

from dataclasses import replace

from support.policies import judged, resource
from tenfold_policies.rules.cost.per_component_limit import RULE
from tenfold_policies.values import UNKNOWN

STACK = resource("pulumi:pulumi:Stack", "shop-prod")
COMPONENT = resource("shop:index:Web", "web")
NODE = replace(
    resource("aws:ec2/instance:Instance", "node", instanceType="m7g.large", region="us-east-1"),
    parent=COMPONENT.urn,
)


def test_passes() -> None:
    assert judged(RULE, STACK, COMPONENT, NODE, parameters={"usd": {"web": 100, "Web": 100}}).passes


def test_fails() -> None:
    for key in ("web", "Web"):
        (message,) = judged(RULE, STACK, COMPONENT, NODE, parameters={"usd": {key: 50}}).faults["shop-prod"]
        assert message.startswith("web costs $60.")
        assert message.endswith("more than $50.00.")


def test_cannot_tell() -> None:
    new = replace(NODE, properties={"instanceType": UNKNOWN}, urn=NODE.urn + "2")
    verdict = judged(RULE, STACK, COMPONENT, NODE, new, parameters={"usd": {"web": 100}})
    assert (verdict.faults, verdict.untold) == ({}, {"shop-prod"})


def test_does_not_apply() -> None:
    assert judged(RULE, STACK, COMPONENT, NODE).passes


def test_a_limit_for_a_component_that_there_is_not_is_a_mistake() -> None:
    (message,) = judged(RULE, STACK, COMPONENT, NODE, parameters={"usd": {"wep": 100}}).faults["shop-prod"]
    assert message == "it has no wep, for which a limit is set. It has: Web, web."

from __future__ import annotations

from decimal import Decimal

import pytest

from support.policies import judged, resource
from tenfold_policies.rules.cost.prefer_graviton import RULE
from tenfold_policies.values import UNKNOWN
from tenfold_pricing.families import families
from tenfold_pricing.prices import packaged

INSTANCE = "aws:ec2/instance:Instance"
DATABASE = "aws:rds/instance:Instance"
NODES = "aws:eks/nodeGroup:NodeGroup"
FUNCTION = "aws:lambda/function:Function"
TASK = "aws:ecs/taskDefinition:TaskDefinition"


@pytest.mark.parametrize(
    ("type_", "properties"),
    [
        (INSTANCE, {"instanceType": "m7g.large"}),
        (FUNCTION, {"architectures": ["arm64"]}),
        (FUNCTION, {"packageType": "Image"}),
        (TASK, {"runtimePlatform": {"cpuArchitecture": "ARM64"}}),
    ],
)
def test_passes(type_: str, properties: dict[str, object]) -> None:
    assert judged(RULE, resource(type_, **properties)).passes


@pytest.mark.parametrize(
    ("type_", "properties", "said"),
    [
        (INSTANCE, {"instanceType": "t3a.small"}, "t4g.small"),
        (DATABASE, {"instanceClass": "db.r6i.xlarge", "engine": "postgres"}, "db.r7g.xlarge"),
        (NODES, {}, "t4g.medium"),
        (FUNCTION, {}, "x86_64"),
        (TASK, {}, "X86_64"),
    ],
)
def test_fails(type_: str, properties: dict[str, object], said: str) -> None:
    (message,) = judged(RULE, resource(type_, "x86", **properties)).faults["x86"]
    assert said in message


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(DATABASE, "db", instanceClass=UNKNOWN, engine="postgres"))
    assert (verdict.faults, verdict.untold) == ({}, {"db"})


@pytest.mark.parametrize(
    ("type_", "properties"),
    [
        (DATABASE, {"instanceClass": "db.r6i.xlarge", "engine": "sqlserver-se"}),
        (NODES, {"instanceTypes": ["m6i.large"], "amiType": "WINDOWS_CORE_2022_x86_64"}),
        (TASK, {"runtimePlatform": {"operatingSystemFamily": "WINDOWS_SERVER_2022_CORE"}}),
        (INSTANCE, {"instanceType": "p5.48xlarge"}),
    ],
)
def test_does_not_apply(type_: str, properties: dict[str, object]) -> None:
    assert judged(RULE, resource(type_, **properties)).passes


def test_a_family_may_stay() -> None:
    licensed = resource(INSTANCE, instanceType="c7i.large")
    assert judged(RULE, licensed, parameters={"stay": ["c7i"]}).passes


def test_a_node_group_takes_its_types_from_its_launch_template() -> None:
    assert judged(RULE, resource(NODES, launchTemplate={"id": UNKNOWN})).passes


def test_graviton_is_cheaper_wherever_both_prices_are_listed() -> None:
    prices = {(each.service, each.sku, each.region): each.usd for each in packaged() if each.unit == "hour"}
    compared = 0
    for (service, sku, region), usd in prices.items():
        prefix = next((each for each in ("db.", "cache.") if sku.startswith(each)), "")
        family, _, size = sku.removeprefix(prefix).partition(".")
        if found := families().get(family):
            arm = prices.get((service, f"{prefix}{found.graviton}.{size}", region), Decimal(0))
            assert arm < usd, (service, sku, region)
            compared += bool(arm)
    assert compared > 50

"""How pools become NodePools, and what they are refused for."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.eks import (
    Architecture,
    ConsolidationPolicy,
    DisruptionBudget,
    DisruptionReason,
    InstanceCategory,
    KarpenterNodePool,
    KarpenterNodesArgs,
    Taint,
    TaintEffect,
    karpenter_nodes_plan,
)
from tenfold.errors import InvalidInputError

LIMITS: dict[str, Any] = {"cpu_limit": 100, "memory_limit_gib": 400}
NEEDED: dict[str, Any] = {
    "cluster_name": "prod",
    "interruption_queue": "prod-karpenter",
    "instance_profile": "prod-nodes",
    "ami_version": "v20260917",
    "pools": {"general": KarpenterNodePool(**LIMITS)},
}
SHARES = st.integers(0, 20).map(lambda twentieth: twentieth * 5)


def pool(**changed: Any) -> KarpenterNodePool:
    return KarpenterNodePool(**{**LIMITS, **changed})


def specs(given_: KarpenterNodePool) -> dict[str, dict[str, Any]]:
    made = {each.name("general"): each for each in given_.parts}
    return {name: karpenter_nodes_plan.node_pool(given_, each, "nodes") for name, each in made.items()}


def requirements(given_: KarpenterNodePool, name: str = "general") -> dict[tuple[str, str], list[str]]:
    listed = specs(given_)[name]["template"]["spec"]["requirements"]
    return {(each["key"], each["operator"]): each["values"] for each in listed}


@given(st.integers(1, 10**5), st.integers(1, 10**6), SHARES)
def test_the_parts_limits_add_up_and_spot_s_is_never_above_its_share(
    cpu: int, memory: int, share: int
) -> None:
    parts = karpenter_nodes_plan.parts(cpu, memory, share)
    assert sum(each.cpu for each in parts) == cpu
    assert sum(each.memory_gib for each in parts) == memory
    for each in parts:
        if each.spot:
            assert each.cpu * 100 <= cpu * share
            assert each.memory_gib * 100 <= memory * share


@given(SHARES)
def test_the_values_to_spread_over_are_in_the_ratio_of_the_share(share: int) -> None:
    parts = karpenter_nodes_plan.parts(100, 400, share)
    values = {each.spot: set(each.domains) for each in parts}
    if len(parts) == 2:
        assert len(values[True]) * (100 - share) == len(values[False]) * share
        assert not values[True] & values[False]
        assert len(values[True]) + len(values[False]) <= 20
    else:
        assert values == {share == 100: set()}


def test_seventy_percent_are_spot_unless_the_pool_is_stateful() -> None:
    found = {name: spec["limits"] for name, spec in specs(pool()).items()}
    assert found == {
        "general": {"cpu": "30", "memory": "120Gi"},
        "general-spot": {"cpu": "70", "memory": "280Gi"},
    }
    assert {name: spec["limits"]["cpu"] for name, spec in specs(pool(stateful=True)).items()} == {
        "general": "100"
    }


def test_spot_is_tried_first_and_falls_back_on_demand() -> None:
    heavy, light = specs(pool())["general-spot"], specs(pool())["general"]
    assert heavy["weight"] > light["weight"]
    key = ("karpenter.sh/capacity-type", "In")
    assert requirements(pool(), "general-spot")[key] == ["spot", "on-demand"]
    assert requirements(pool())[key] == ["on-demand"]


def test_nodes_are_graviton_of_generation_6_or_newer_and_neither_tiny_nor_huge() -> None:
    assert requirements(pool(spot_percentage=0)) == {
        ("karpenter.sh/capacity-type", "In"): ["on-demand"],
        ("kubernetes.io/arch", "In"): ["arm64"],
        ("kubernetes.io/os", "In"): ["linux"],
        ("karpenter.k8s.aws/instance-category", "In"): ["c", "m", "r"],
        ("karpenter.k8s.aws/instance-generation", "Gt"): ["5"],
        ("karpenter.k8s.aws/instance-cpu", "Gt"): ["1"],
        ("karpenter.k8s.aws/instance-cpu", "Lt"): ["17"],
    }


def test_kinds_sizes_and_zones_are_the_user_s_to_choose() -> None:
    found = requirements(
        pool(
            architectures=[Architecture.ARM64, Architecture.AMD64],
            instance_categories=[InstanceCategory.MEMORY],
            min_generation=7,
            min_node_cpu=4,
            max_node_cpu=32,
            zones=["us-east-1a"],
        )
    )
    assert found[("kubernetes.io/arch", "In")] == ["arm64", "amd64"]
    assert found[("karpenter.k8s.aws/instance-category", "In")] == ["r"]
    assert found[("karpenter.k8s.aws/instance-generation", "Gt")] == ["6"]
    assert found[("karpenter.k8s.aws/instance-cpu", "Gt")] == ["3"]
    assert found[("karpenter.k8s.aws/instance-cpu", "Lt")] == ["33"]
    assert found[("topology.kubernetes.io/zone", "In")] == ["us-east-1a"]


def test_families_stand_in_for_categories_and_generations() -> None:
    found = requirements(pool(instance_families=["m7g", "m8g"]))
    assert found[("karpenter.k8s.aws/instance-family", "In")] == ["m7g", "m8g"]
    assert not {key for key, _ in found} & {
        "karpenter.k8s.aws/instance-category",
        "karpenter.k8s.aws/instance-generation",
    }


def test_nodes_are_consolidated_slowly_a_tenth_at_a_time_and_live_a_month() -> None:
    spec = specs(pool())["general"]
    assert spec["disruption"] == {
        "consolidationPolicy": "WhenEmptyOrUnderutilized",
        "consolidateAfter": "5m",
        "budgets": [{"nodes": "10%"}],
    }
    template = spec["template"]["spec"]
    assert (template["expireAfter"], template["terminationGracePeriod"]) == ("720h", "24h")


def test_a_stateful_pool_ends_empty_nodes_only_unless_told_otherwise() -> None:
    def policy(**fields: Any) -> str:
        return specs(pool(stateful=True, **fields))["general"]["disruption"]["consolidationPolicy"]

    assert policy() == "WhenEmpty"
    assert policy(consolidation_policy=ConsolidationPolicy.BALANCED) == "Balanced"


def test_consolidation_and_expiry_can_be_left_out() -> None:
    spec = specs(pool(consolidate_after_minutes=None, expire_after_days=None))["general"]
    assert spec["disruption"]["consolidateAfter"] == "Never"
    assert spec["template"]["spec"]["expireAfter"] == "Never"


def test_budgets_say_when_and_why_nodes_may_go() -> None:
    office_hours = DisruptionBudget(
        nodes="0",
        reasons=[DisruptionReason.DRIFTED, DisruptionReason.UNDERUTILIZED],
        schedule="0 8 * * mon-fri",
        duration_minutes=600,
    )
    given_ = pool(disruption_budgets=[DisruptionBudget(nodes="20%"), office_hours])
    assert specs(given_)["general"]["disruption"]["budgets"] == [
        {"nodes": "20%"},
        {
            "nodes": "0",
            "reasons": ["Drifted", "Underutilized"],
            "schedule": "0 8 * * mon-fri",
            "duration": "600m",
        },
    ]


def test_labels_and_taints_are_in_karpenter_s_words() -> None:
    given_ = pool(
        labels={"shop.example/tier": "web"},
        taints=[
            Taint(key="dedicated", value="web"),
            Taint(key="slow", effect=TaintEffect.PREFER_NO_SCHEDULE),
        ],
    )
    for spec in specs(given_).values():
        assert spec["template"]["metadata"]["labels"] == {"shop.example/tier": "web"}
        assert spec["template"]["spec"]["taints"] == [
            {"key": "dedicated", "value": "web", "effect": "NoSchedule"},
            {"key": "slow", "effect": "PreferNoSchedule"},
        ]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"cpu_limit": None}, "cpu_limit"),
        ({"memory_limit_gib": 0}, "memory_limit_gib"),
        ({"cpu_limit": 2}, "cpu_limit"),
        ({"memory_limit_gib": 10}, "memory_limit_gib"),
        ({"spot_percentage": 72}, "spot_percentage"),
        ({"spot_percentage": 105}, "spot_percentage"),
        ({"stateful": True, "spot_percentage": 5}, "spot_percentage"),
        ({"architectures": []}, "architectures"),
        ({"instance_categories": []}, "instance_categories"),
        ({"instance_families": ["m7g"]}, "instance_families"),
        ({"instance_families": ["m7g", "m7i"]}, "instance_families"),
        ({"instance_families": ["m7g", "m7g.large"]}, "instance_families"),
        ({"instance_families": ["g6", "p5"]}, "instance_families"),
        ({"min_node_cpu": 17}, "min_node_cpu"),
        ({"disruption_budgets": [DisruptionBudget()] * 51}, "disruption_budgets"),
        ({"termination_grace_hours": 0}, "termination_grace_hours"),
        ({"labels": {"karpenter.sh/nodepool": "mine"}}, "labels"),
        ({"labels": {"node.kubernetes.io/instance-type": "mine"}}, "labels"),
        ({"labels": {"capacity-spread": "mine"}}, "labels"),
    ],
)
def test_a_pool_that_cannot_work_is_refused_under_its_field_s_name(
    changed: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInputError) as refused:
        pool(**changed)
    assert refused.value.field == f"KarpenterNodePool.{field}"


def test_limits_are_asked_for() -> None:
    with pytest.raises(InvalidInputError, match=r"KarpenterNodePool\.cpu_limit.*memory_limit_gib"):
        KarpenterNodePool()  # pyright: ignore[reportCallIssue]  # that is what is refused


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"nodes": "110%"}, "nodes"),
        ({"nodes": "some"}, "nodes"),
        ({"schedule": "@daily"}, "duration_minutes"),
        ({"duration_minutes": 60}, "duration_minutes"),
        ({"schedule": "at noon", "duration_minutes": 60}, "schedule"),
    ],
)
def test_a_budget_that_karpenter_refuses_is_refused(fields: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        DisruptionBudget(**fields)
    assert refused.value.field == f"DisruptionBudget.{field}"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"ami_version": "latest"}, "ami_version"),
        ({"ami_version": "al2023@v20260917"}, "ami_version"),
        ({"version": "latest"}, "version"),
        ({"version": "1.14"}, "version"),
        ({"version": "1.9.0"}, "version"),
        ({"version": "2.0.0"}, "version"),
        ({"pools": {}}, "pools"),
        ({"pools": {"General": pool()}}, "pools"),
        ({"pools": {"web-spot": pool()}}, "pools"),
        ({"pools": {"web-": pool()}}, "pools"),
        ({"subnet_ids": []}, "subnet_ids"),
        ({"security_group_ids": []}, "security_group_ids"),
        ({"subnet_ids": ["subnet-1"], "discovery": "prod"}, "discovery"),
        ({"disk_size_gib": 8}, "disk_size_gib"),
        ({"controller_replicas": 0}, "controller_replicas"),
    ],
)
def test_what_cannot_work_is_refused_under_its_field_s_name(changed: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        KarpenterNodesArgs(**{**NEEDED, **changed})
    assert refused.value.field == f"KarpenterNodesArgs.{field}"


@pytest.mark.parametrize("version", ["1.14.0", "1.15.2"])
def test_a_release_that_the_aws_side_serves_is_taken(version: str) -> None:
    assert KarpenterNodesArgs(**{**NEEDED, "version": version}).version == version

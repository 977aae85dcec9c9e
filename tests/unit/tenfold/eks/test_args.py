"""What EksCluster's arguments refuse, and in which words."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest

from support.recording import record
from tenfold.eks import AccessPolicy, ClusterAccess, EksClusterArgs, NodePool, Taint, TaintEffect
from tenfold.errors import InvalidInputError

SUBNETS = ["subnet-a", "subnet-b"]
ROLE = "arn:aws:iam::123456789012:role/dev"
VIEW = AccessPolicy.VIEW


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"version": "1.35.2"}, "EksClusterArgs.version"),
        ({"public_access_cidrs": ["0.0.0.0/0"]}, "EksClusterArgs.public_access_cidrs"),
        ({"admins": {"me": "arn:aws:sts::123456789012:assumed-role/a/b"}}, "EksClusterArgs.admins.me"),
        ({"subnet_ids": ["subnet-a"]}, "EksClusterArgs.subnet_ids"),
        ({"log_retention_days": 2}, "EksClusterArgs.log_retention_days"),
        ({"admins": {"The Boss": "arn:aws:iam::1:role/a"}}, "EksClusterArgs.admins.The Boss.[key]"),
        ({"pools": {"My Pool": NodePool()}}, "EksClusterArgs.pools"),
        ({"pools": {}}, "EksClusterArgs.pools"),
        (
            {"pools": {"general": NodePool(release_version="1.34.0-20260901")}},
            "EksClusterArgs.pools.general.release_version",
        ),
        ({"pools": {"web-spot": NodePool()}}, "EksClusterArgs.pools"),
        ({"addon_versions": {"vpc-cnn": "v1"}}, "EksClusterArgs.addon_versions.vpc-cnn.[key]"),
        (
            {"addon_versions": {"vpc-cni": "v9.9.9-eksbuild.1"}},
            "EksClusterArgs.addon_versions.vpc-cni",
        ),
        ({"public_access_cidrs": []}, "EksClusterArgs.public_access_cidrs"),
        ({"compute": "auto_mode", "pools": {"general": NodePool()}}, "EksClusterArgs.pools"),
        ({"compute": "auto_mode", "karpenter": True}, "EksClusterArgs.karpenter"),
        (
            {"admins": {"ops": ROLE}, "access": {"dev": ClusterAccess(principal_arn=ROLE, policy=VIEW)}},
            "EksClusterArgs.access.dev.principal_arn",
        ),
        ({"versoin": "1.35"}, "EksClusterArgs.versoin"),
    ],
)
def test_a_bad_value_is_refused_under_the_field_s_own_name(changed: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        EksClusterArgs(**{"subnet_ids": SUBNETS, **changed})
    assert refused.value.field == field


@pytest.mark.parametrize(("sizes"), [{"desired_size": 2}, {"desired_size": 7}, {"max_size": 2}])
def test_sizes_out_of_order_are_refused(sizes: dict[str, int]) -> None:
    with pytest.raises(InvalidInputError, match="min_size"):
        NodePool(**sizes)


@pytest.mark.parametrize(
    "nowhere", [NodePool(taints=[Taint(key="dedicated")]), NodePool(min_size=0)], ids=["tainted", "empty"]
)
def test_pools_that_leave_the_add_ons_no_node_are_refused_before_they_hang(nowhere: NodePool) -> None:
    with pytest.raises(InvalidInputError, match="nowhere else to run"):
        EksClusterArgs(subnet_ids=SUBNETS, pools={"special": nowhere})
    avoided = NodePool(taints=[Taint(key="dedicated", effect=TaintEffect.PREFER_NO_SCHEDULE)])
    EksClusterArgs(subnet_ids=SUBNETS, pools={"special": nowhere, "general": NodePool()})
    EksClusterArgs(subnet_ids=SUBNETS, pools={"avoided": avoided})


def test_subnets_and_admins_may_be_outputs() -> None:
    def program() -> None:
        subnets = pulumi.Output.from_input(SUBNETS)
        role = pulumi.Output.from_input("arn:aws:iam::123456789012:role/ops")
        args = EksClusterArgs(subnet_ids=subnets, admins={"ops": role})
        assert args.subnet_ids is subnets
        assert args.admins["ops"] is role

    record(program)  # an Output needs an event loop


def test_the_default_pool_stands_in_three_zones_on_graviton() -> None:
    pool = EksClusterArgs(subnet_ids=SUBNETS).node_pools["general"]
    assert pool.min_size == 3
    assert all(each.split(".")[0].endswith("g") for each in pool.instance_types)


def test_a_taint_keeps_pods_off_by_default() -> None:
    assert Taint(key="dedicated").effect is TaintEffect.NO_SCHEDULE


@pytest.mark.parametrize(
    ("pool", "field", "word"),
    [
        ({"stateful": True, "spot_percentage": 20}, "NodePool.spot_percentage", "stateful"),
        ({"instance_types": ["m7g.large"]}, "NodePool.instance_types", "spot market"),
    ],
)
def test_a_pool_that_the_spot_market_would_fail_is_refused(
    pool: dict[str, Any], field: str, word: str
) -> None:
    with pytest.raises(InvalidInputError, match=word) as refused:
        NodePool(**pool)
    assert refused.value.field == field


def test_of_the_nodes_above_the_base_seventy_percent_are_spot_unless_the_pool_is_stateful() -> None:
    assert (NodePool().spot_share, NodePool(stateful=True).spot_share) == (70, 0)
    assert [group.capacity_type for group in NodePool(stateful=True).groups] == ["ON_DEMAND"]


def test_one_instance_type_is_enough_on_demand() -> None:
    assert len(NodePool(instance_types=["m7g.large"], spot_percentage=0).groups) == 1


@pytest.mark.parametrize(
    ("access", "field"),
    [
        ({}, "ClusterAccess.policy"),
        ({"namespaces": ["a"], "kubernetes_groups": ["devs"]}, "ClusterAccess.namespaces"),
        ({"kubernetes_groups": ["system:masters"]}, "ClusterAccess.kubernetes_groups"),
        (
            {"policy": VIEW, "principal_arn": "arn:aws:sts::123456789012:assumed-role/dev/me"},
            "ClusterAccess.principal_arn",
        ),
    ],
)
def test_access_that_eks_would_refuse_or_that_allows_nothing_is_refused(
    access: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInputError) as refused:
        ClusterAccess(**{"principal_arn": ROLE, **access})
    assert refused.value.field == field


def test_an_ipv6_cluster_s_endpoint_takes_ipv6_addresses() -> None:
    EksClusterArgs(subnet_ids=SUBNETS, ip_family="ipv6", public_access_cidrs=["2001:db8::/48"])
    with pytest.raises(InvalidInputError, match="not be open"):
        EksClusterArgs(subnet_ids=SUBNETS, ip_family="ipv6", public_access_cidrs=["::/0"])

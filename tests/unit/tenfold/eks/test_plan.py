"""The decisions of EksCluster."""

from __future__ import annotations

import ipaddress
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.eks import plan
from tenfold.eks.args import AddonName
from tenfold.errors import InvalidInputError

GRAVITON = ["t4g.small", "m7g.large", "c7gn.xlarge", "r8gd.2xlarge", "im4gn.large", "x2gd.medium"]
X86 = ["t3.small", "m7i.large", "m7i-flex.large", "c6a.xlarge", "r7iz.large", "u7i-12tb.224xlarge"]


@pytest.mark.parametrize("instance_type", GRAVITON)
def test_graviton_types_get_the_arm_ami(instance_type: str) -> None:
    assert plan.ami_type("f", [instance_type]) == plan.ARM_AMI


@pytest.mark.parametrize("instance_type", X86)
def test_intel_and_amd_types_get_the_x86_ami(instance_type: str) -> None:
    assert plan.ami_type("f", [instance_type]) == plan.X86_AMI


@given(st.sampled_from(GRAVITON), st.sampled_from(X86))
def test_a_pool_of_two_architectures_is_refused(arm: str, x86: str) -> None:
    with pytest.raises(InvalidInputError, match="one architecture"):
        plan.ami_type("f", [arm, x86])


@pytest.mark.parametrize("instance_type", ["p5.48xlarge", "g5g.xlarge", "inf2.xlarge", "trn1.2xlarge"])
def test_accelerators_are_refused_since_the_ami_has_no_drivers(instance_type: str) -> None:
    with pytest.raises(InvalidInputError, match="drivers"):
        plan.ami_type("f", [instance_type])


@pytest.mark.parametrize("instance_type", ["a1.large", "mac2.metal"])
def test_types_that_the_ami_does_not_boot_on_are_refused(instance_type: str) -> None:
    with pytest.raises(InvalidInputError, match="boots"):
        plan.ami_type("f", [instance_type])


@given(st.ip_addresses(v=4).map(ipaddress.ip_address), st.integers(0, 7))
def test_the_endpoint_is_never_open_to_a_block_wider_than_slash_8(address: object, prefix: int) -> None:
    block = ipaddress.ip_network(f"{address}/{prefix}", strict=False)
    with pytest.raises(InvalidInputError):
        plan.check_public_access_cidrs("f", [str(block)])


@pytest.mark.parametrize(
    "cidr", ["::/0", "10.1.0.0/16", "192.168.1.0/24", "fd00::/48", "203.0.113.1/24", "office"]
)
def test_blocks_that_are_open_private_or_malformed_are_refused(cidr: str) -> None:
    with pytest.raises(InvalidInputError):
        plan.check_public_access_cidrs("f", [cidr])


def test_an_office_s_addresses_are_accepted() -> None:
    plan.check_public_access_cidrs("f", ["203.0.113.0/24", "198.51.100.7/32"])


def test_ipv6_is_refused_since_eks_takes_none_for_an_ipv4_cluster() -> None:
    with pytest.raises(InvalidInputError, match="IPv4"):
        plan.check_public_access_cidrs("f", ["2001:db8::/48"])


def test_a_session_s_arn_is_refused_with_the_way_to_the_role_s_arn() -> None:
    with pytest.raises(InvalidInputError, match="get-role"):
        plan.check_admin("f", "arn:aws:sts::123456789012:assumed-role/ops/me")


@pytest.mark.parametrize("name", ["Prod", "1prod", "a" * 33, "prod_eks", ""])
def test_names_that_can_not_be_a_cluster_s_are_refused(name: str) -> None:
    with pytest.raises(InvalidInputError, match="EksCluster name"):
        plan.check_name(name)


def test_every_add_on_can_be_pinned() -> None:
    assert {addon.name for addon in plan.ADDONS} == set(AddonName)


def test_the_cni_comes_before_the_nodes_so_that_it_outlives_them() -> None:
    assert {addon.name for addon in plan.ADDONS if addon.before_nodes} >= {
        "vpc-cni",
        "eks-pod-identity-agent",
    }


def test_the_cni_enforces_network_policies_and_delegates_prefixes() -> None:
    configuration = next(addon for addon in plan.ADDONS if addon.name == "vpc-cni").configuration
    assert configuration["enableNetworkPolicy"] == "true"
    assert configuration["env"] == {"ENABLE_PREFIX_DELEGATION": "true", "WARM_PREFIX_TARGET": "1"}


def test_a_pod_identity_role_is_for_one_service_account() -> None:
    statement = json.loads(plan.pod_identity_trust("shop", "orders"))["Statement"][0]
    assert statement["Principal"] == {"Service": "pods.eks.amazonaws.com"}
    assert statement["Condition"]["StringEquals"] == {
        "aws:RequestTag/kubernetes-namespace": "shop",
        "aws:RequestTag/kubernetes-service-account": "orders",
    }


@given(st.none() | st.just("arn:aws:iam::123456789012:role/ops"))
def test_the_kubeconfig_asks_for_a_token_in_the_cluster_s_region_and_role(role: str | None) -> None:
    arn = "arn:aws:eks:eu-west-1:123456789012:cluster/prod"
    config = json.loads(plan.kubeconfig(arn, "prod", "https://api", "Q0E=", role))
    user = config["users"][0]["user"]
    assert list(user) == ["exec"], "a kubeconfig must hold no credential"
    arguments = user["exec"]["args"]
    assert arguments[:2] == ["--region", "eu-west-1"]
    assert ("--role-arn" in arguments) == (role is not None)
    assert config["clusters"][0]["cluster"] == {"server": "https://api", "certificate-authority-data": "Q0E="}
    assert config["current-context"] == config["contexts"][0]["name"]

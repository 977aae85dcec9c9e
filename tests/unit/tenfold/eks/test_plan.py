"""The decisions of EksCluster."""

from __future__ import annotations

import ipaddress
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.eks import plan
from tenfold.errors import InvalidInputError


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
        plan.check_principal("f", "arn:aws:sts::123456789012:assumed-role/ops/me")


@pytest.mark.parametrize("name", ["Prod", "1prod", "a" * 33, "prod_eks", ""])
def test_names_that_can_not_be_a_cluster_s_are_refused(name: str) -> None:
    with pytest.raises(InvalidInputError, match="EksCluster name"):
        plan.check_name(name)


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

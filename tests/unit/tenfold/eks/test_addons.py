"""Add-ons: which, in which order, and which releases."""

from __future__ import annotations

import json
from importlib import resources

import pytest

from tenfold.eks import addons
from tenfold.eks.args import AddonName
from tenfold.errors import InvalidInputError

CLUSTERS = ("1.33", "1.34", "1.35", "1.36")


def test_every_add_on_can_be_pinned() -> None:
    assert {addon.name for addon in addons.ADDONS} == set(AddonName)


def test_the_cni_comes_before_the_nodes_so_that_it_outlives_them() -> None:
    assert {addon.name for addon in addons.ADDONS if addon.before_nodes} >= {
        "vpc-cni",
        "eks-pod-identity-agent",
    }


def test_the_cni_enforces_network_policies_and_delegates_prefixes() -> None:
    configuration = next(addon for addon in addons.ADDONS if addon.name == "vpc-cni").configuration
    assert configuration["enableNetworkPolicy"] == "true"
    assert configuration["env"] == {"ENABLE_PREFIX_DELEGATION": "true", "WARM_PREFIX_TARGET": "1"}


@pytest.mark.parametrize("cluster", CLUSTERS)
def test_every_add_on_is_pinned_for_each_version_of_kubernetes(cluster: str) -> None:
    names = {addon.name for addon in addons.ADDONS}
    assert {name for name in names if addons.default_version(name, cluster) is None} == set()


@pytest.mark.parametrize("cluster", CLUSTERS)
def test_each_default_is_a_release_that_is_for_that_version(cluster: str) -> None:
    for addon in addons.ADDONS:
        default = addons.default_version(addon.name, cluster)
        assert default is None or default in addons.releases(addon.name, cluster)


@pytest.mark.parametrize("cluster", CLUSTERS)
def test_kube_proxy_is_never_newer_than_the_cluster_by_default(cluster: str) -> None:
    assert (addons.default_version("kube-proxy", cluster) or "").startswith(f"v{cluster}.")


def test_a_version_of_kubernetes_that_the_table_does_not_know_has_no_default() -> None:
    assert addons.default_version("coredns", "1.99") is None


def test_a_release_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(InvalidInputError) as refused:
        addons.check_version("f", "coredns", "v1.99.0-eksbuild.1", "1.35", unlisted=False)
    assert "v1.14.6-eksbuild.4" in refused.value.allowed
    assert "unlisted_addon_versions" in refused.value.remedy


def test_a_release_for_another_version_of_kubernetes_is_refused() -> None:
    with pytest.raises(InvalidInputError, match=r"Kubernetes 1\.35"):
        addons.check_version("f", "kube-proxy", "v1.36.0-eksbuild.25", "1.35", unlisted=False)


def test_a_newer_release_is_taken_where_one_says_so_and_a_misspelt_one_never() -> None:
    addons.check_version("f", "coredns", "v1.99.0-eksbuild.1", "1.35", unlisted=True)
    with pytest.raises(InvalidInputError, match="leading 'v'"):
        addons.check_version("f", "coredns", "1.99.0", "1.35", unlisted=True)


def test_the_sandbox_offers_the_releases_that_the_table_lists() -> None:
    ours = resources.files("tenfold.eks").joinpath(addons.TABLE).read_text()
    sandbox = resources.files("tenfold_sandbox").joinpath("eks_addons.json").read_text()
    assert json.loads(ours) == json.loads(sandbox)

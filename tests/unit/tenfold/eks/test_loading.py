"""What importing a part of EKS costs: a cluster alone loads nothing of Kubernetes'."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tenfold import eks

LOADED = "import sys; from tenfold.eks import {name}; print('pulumi_kubernetes' in sys.modules)"


@pytest.mark.parametrize(
    ("name", "kubernetes"),
    [("EksCluster", False), ("KarpenterNodesArgs", False), ("KarpenterNodes", True)],
)
def test_kubernetes_sdk_is_loaded_for_what_is_in_kubernetes_alone(name: str, kubernetes: bool) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED.format(name=name)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == str(kubernetes)


def test_every_name_is_found_where_the_type_checker_finds_it() -> None:
    for name in eks.__all__:
        assert getattr(eks, name).__name__ == name


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Clusters'"):
        _ = eks.Clusters

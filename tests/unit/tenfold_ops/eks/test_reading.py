"""What the preflight reads: manifests and the API server's metrics."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenfold_ops.eks.api_server import parse
from tenfold_ops.eks.manifests import Use, read_manifests
from tenfold_sandbox.errors import SandboxError

PDB = "apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: {name: web}\n"


def test_every_object_of_every_file_is_found(tmp_path: Path) -> None:
    (tmp_path / "apps").mkdir()
    (tmp_path / "apps/web.yaml").write_text(f"{PDB}---\n{PDB}")
    (tmp_path / "list.json").write_text(
        '{"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "v1", "kind": "Pod"}]}'
    )
    (tmp_path / "notes.txt").write_text(PDB)
    (tmp_path / "values.yaml").write_text("replicas: 3\n")
    pdb = Use("policy/v1beta1", "PodDisruptionBudget", "web", "apps/web.yaml")
    assert read_manifests(tmp_path).uses == (pdb, pdb, Use("v1", "Pod", "", "list.json"))


def test_a_template_is_named_and_not_guessed_at(tmp_path: Path) -> None:
    (tmp_path / "chart.yaml").write_text("{{- if .Values.on }}\n")
    assert read_manifests(tmp_path).unread == ("chart.yaml",)


def test_a_folder_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(SandboxError, match="it is no folder"):
        read_manifests(tmp_path / "none")


METRIC = "apiserver_requested_deprecated_apis"


def test_the_api_server_s_count_becomes_apis_of_the_table() -> None:
    metrics = (
        f"# HELP {METRIC} Gauge of deprecated APIs\n"
        f'{METRIC}{{group="policy",removed_release="1.25",resource="poddisruptionbudgets",'
        'subresource="",version="v1beta1"} 1\n'
        f'{METRIC}{{group="flowcontrol.apiserver.k8s.io",removed_release="1.32",resource="flowschemas",'
        'subresource="",version="v1beta3"} 0\n'
    )
    assert [(api.kind, api.removed) for api in parse(metrics)] == [("PodDisruptionBudget", "1.25")]


def test_an_api_that_the_table_does_not_know_is_taken_from_the_metric() -> None:
    metrics = (
        f'{METRIC}{{group="new.io",removed_release="1.36",resource="things",subresource="",version="v1"}} 1\n'
    )
    (api,) = parse(metrics)
    assert (api.api_version, api.kind, api.is_removed("1.36"), api.is_removed("1.35")) == (
        "new.io/v1",
        "things",
        True,
        False,
    )


@pytest.mark.parametrize(
    ("kind", "resource"),
    [("StorageClass", "storageclasses"), ("NetworkPolicy", "networkpolicies"), ("Ingress", "ingresses")],
)
def test_a_resource_is_the_plural_of_its_kind(kind: str, resource: str) -> None:
    groups = {
        "StorageClass": ("storage.k8s.io", "v1beta1"),
        "NetworkPolicy": ("extensions", "v1beta1"),
        "Ingress": ("networking.k8s.io", "v1beta1"),
    }
    group, version = groups[kind]
    line = f'{METRIC}{{group="{group}",removed_release="",resource="{resource}",version="{version}"}} 1'
    assert [api.kind for api in parse(line)] == [kind]

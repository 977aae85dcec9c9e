"""The resource graph: read from a preview, from a state, and refused when it can't be whole."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold_pricing.errors import PricingError
from tenfold_pricing.graph import Graph, Resource, normal
from tenfold_pricing.reading import load_graph, read_deployed, read_graph

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
STACK = "urn:pulumi:dev::app::pulumi:pulumi:Stack::app-dev"


def state(token: str, name: str, parent: str | None = STACK, **more: Any) -> dict[str, Any]:
    return {
        "urn": f"urn:pulumi:dev::app::{token}::{name}",
        "type": token,
        "custom": True,
        "parent": parent,
        **more,
    }


def preview(*steps: tuple[str, dict[str, Any]], **more: Any) -> str:
    summary: dict[str, int] = {}
    for op, _ in steps:
        summary[op] = summary.get(op, 0) + 1
    body = [
        {"op": op, "urn": each["urn"], **({} if op == "create" else {"oldState": each}), "newState": each}
        if op != "delete"
        else {"op": op, "urn": each["urn"], "oldState": each}
        for op, each in steps
    ]
    return json.dumps(
        {"config": {"aws:region": "eu-west-1"}, "steps": body, "changeSummary": summary, **more}
    )


def export(*states: dict[str, Any]) -> str:
    return json.dumps({"version": 3, "deployment": {"resources": list(states)}})


def names(graph: Graph) -> list[str]:
    return [resource.name for resource in graph]


KEY = state("aws:kms/key:Key", "key", inputs={"region": "us-west-2"})
QUEUE = state("aws:sqs/queue:Queue", "queue", inputs={"fifoQueue": False})


def test_a_preview_is_the_stack_as_it_will_be_and_its_old_states_as_it_is() -> None:
    text = preview(("create", KEY), ("same", QUEUE), ("delete", state("aws:sns/topic:Topic", "topic")))
    assert names(read_graph(text, "p.json")) == ["key", "queue"]
    assert names(read_deployed(text, "p.json")) == ["queue", "topic"]


def test_a_resource_that_is_replaced_is_there_once_before_and_after() -> None:
    old, new = {**QUEUE, "inputs": {"fifoQueue": False}}, {**QUEUE, "inputs": {"fifoQueue": True}}
    steps = [
        {"op": "create-replacement", "oldState": old, "newState": new},
        {"op": "replace", "oldState": old, "newState": new},
        {"op": "delete-replaced", "oldState": old, "newState": None},
    ]
    text = json.dumps({"config": {}, "steps": steps, "changeSummary": {"replace": 1}})
    assert [each.inputs["fifoQueue"] for each in read_graph(text, "p.json")] == [True]
    assert [each.inputs["fifoQueue"] for each in read_deployed(text, "p.json")] == [False]


def test_a_state_is_the_stack_as_it_is() -> None:
    assert names(read_graph(export(KEY, QUEUE), "s.json")) == ["key", "queue"]
    assert names(read_deployed(export(KEY, QUEUE), "s.json")) == ["key", "queue"]


def test_what_is_read_only_or_waits_for_its_deletion_is_not_the_stacks() -> None:
    assert names(read_graph(export({**KEY, "external": True}, {**QUEUE, "delete": True}), "s.json")) == []


def test_a_region_is_the_resources_else_its_providers_else_the_configurations() -> None:
    provider = state("pulumi:providers:aws", "west", inputs={"region": "us-west-2"})
    own = {**QUEUE, "provider": provider["urn"] + "::some-id"}
    graph = read_graph(export(provider, KEY, own), "s.json")
    assert [resource.region for resource in graph][1:] == ["us-west-2", "us-west-2"]
    assert next(iter(read_graph(preview(("create", QUEUE)), "p.json"))).region == "eu-west-1"


def test_what_is_unknown_or_secret_is_none() -> None:
    secret = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "x"}
    assert normal({"a": UNKNOWN, "b": [secret, {"c": "[secret]"}], "d": 1}) == {
        "a": None,
        "b": [None, {"c": None}],
        "d": 1,
    }


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


@given(json_values)
def test_what_is_known_stays_as_it_is(value: Any) -> None:
    assert normal(value) == value


def component(token: str, name: str, parent: str = STACK) -> dict[str, Any]:
    return {**state(token, name, parent), "custom": False}


def test_a_resource_belongs_to_tenfolds_nearest_component_else_to_the_nearest() -> None:
    ours = component("tenfold:index:Network", "network")
    other = component("my:app:Thing", "thing", ours["urn"])
    alone = component("my:app:Thing", "alone")
    stack = {"urn": STACK, "type": "pulumi:pulumi:Stack", "custom": False}
    deep = state("aws:kms/key:Key", "deep", other["urn"])
    flat = state("aws:kms/key:Key", "flat", alone["urn"])
    graph = read_graph(export(stack, ours, other, alone, deep, flat, KEY), "s.json")
    owners = {resource.name: graph.component(resource) for resource in graph}
    assert owners["deep"] is not None
    assert owners["deep"].name == "network"
    assert owners["flat"] is not None
    assert owners["flat"].name == "alone"
    assert owners["key"] is None


def test_what_a_property_refers_to_is_found_by_value_and_before_it_is_known() -> None:
    token = "aws:rds/cluster:Cluster"
    cluster = state(token, "c", inputs={"clusterIdentifier": "main"})
    known = state("x:y:Z", "known", inputs={"clusterIdentifier": "main"})
    later = state(
        "x:y:Z", "later", inputs={"clusterIdentifier": UNKNOWN},
        propertyDependencies={"clusterIdentifier": [cluster["urn"]], "other": None},
    )  # fmt: skip
    graph = read_graph(export(cluster, known, later), "s.json")
    for resource in list(graph)[1:]:
        found = graph.referred(resource, "clusterIdentifier", token)
        assert found is not None
        assert found.name == "c"
        assert graph.referred(resource, "clusterIdentifier", "aws:kms/key:Key") is None


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_state_cut_in_half_is_one_message(share: float) -> None:
    text = export(KEY, QUEUE)
    with pytest.raises(PricingError, match=r"^s\.json is (cut off|no JSON) .* Make it again") as raised:
        read_graph(text[: int(len(text) * share)], "s.json")
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[]", "neither a preview nor a state"),
        ("{}", "neither a preview nor a state"),
        ('{"deployment": []}', "`deployment` is not an object"),
        ('{"resources": {"a": 1}}', "`resources` is not a list of objects"),
        ('{"steps": ["a"]}', "`steps` is not a list of objects"),
        ('{"resources": [{"urn": "u"}]}', "a resource has no urn or no type"),
    ],
)
def test_other_json_is_one_message(text: str, said: str) -> None:
    with pytest.raises(PricingError, match=said):
        read_graph(text, "s.json")


def test_a_preview_that_leaves_out_what_stays_the_same_is_refused() -> None:
    text = preview(("create", KEY), changeSummary={"create": 1, "same": 7})
    with pytest.raises(PricingError, match=r"leaves out 7 resources.*--show-sames"):
        read_graph(text, "p.json")


def test_a_preview_that_failed_is_refused_with_its_reason() -> None:
    text = preview(("create", KEY), diagnostics=[{"severity": "error", "message": "no such zone\nmore"}])
    with pytest.raises(PricingError, match=r"of a preview that failed: no such zone$"):
        read_graph(text, "p.json")


def test_a_file_that_is_not_there_is_one_message(tmp_path: Path) -> None:
    with pytest.raises(PricingError, match="can't be read"):
        load_graph(tmp_path / "none.json")


def test_the_model_needs_no_pulumi() -> None:
    """It is a leaf: a policy pack and a small CI image import it quickly."""
    modules = "estimate, whatif, report, reading, usage, refresh"
    program = f"import sys; from tenfold_pricing import {modules}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    heavy = {"pulumi", "pulumi_aws", "boto3", "botocore", "tenfold", "click"}
    assert heavy & set(done.stdout.split()) == set()


def test_a_graph_can_be_built_by_hand() -> None:
    graph = Graph([Resource(urn="u", type="aws:kms/key:Key", name="k")])
    assert len(graph) == 1
    assert graph.get("u") is not None
    assert graph.get(None) is None

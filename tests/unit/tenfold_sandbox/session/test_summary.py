"""The summary at the end of a command."""

from __future__ import annotations

import json
from pathlib import Path

from pulumi.runtime.proto import provider_pb2

from tenfold_sandbox.recording import RecordingProvider
from tenfold_sandbox.session.stacks import Stack
from tenfold_sandbox.session.summary import read_events, summary
from tenfold_sandbox.values import encode


def resource(token: str, name: str, *, custom: bool = True) -> dict[str, object]:
    return {"urn": f"urn:pulumi:dev::app::{token}::{name}", "id": name, "type": token, "custom": custom}


def stack_with(folder: Path, *resources: dict[str, object]) -> Stack:
    file = folder / "app" / "dev.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps({"checkpoint": {"latest": {"resources": resources}}}))
    return Stack(file)


def test_emulated_resources_are_counted_by_service_without_components_and_providers(tmp_path: Path) -> None:
    stack = stack_with(
        tmp_path,
        resource("pulumi:pulumi:Stack", "app-dev"),
        resource("pulumi:providers:aws", "default"),
        resource("tenfold:index:Network", "net", custom=False),
        resource("aws:iam/role:Role", "r"),
        resource("aws:ec2/vpc:Vpc", "v"),
        resource("aws:ec2/subnet:Subnet", "s"),
        resource("random:index/randomString:RandomString", "x"),
    )
    assert summary([stack], []) == ["Emulated in dev: 4 resources (ec2 2, iam 1, random 1)"]


def test_recorded_resources_are_told_by_type_and_not_counted_as_emulated(tmp_path: Path) -> None:
    topic = resource("aws:sns/topic:Topic", "t")
    events = [{"kind": "recorded", "type": topic["type"], "urn": topic["urn"]}] * 2  # checked, then created
    lines = summary([stack_with(tmp_path, topic, resource("aws:ec2/vpc:Vpc", "v"))], events)
    assert lines == [
        "Emulated in dev: 1 resources (ec2 1)",
        "Recorded in the state only, not in the emulated AWS: aws:sns/topic:Topic 1",
    ]


def test_what_an_earlier_command_recorded_is_still_not_counted_as_emulated(tmp_path: Path) -> None:
    topic = resource("aws:sns/topic:Topic", "t")
    state = RecordingProvider().Create(
        provider_pb2.CreateRequest(urn=str(topic["urn"]), properties=encode({})), None
    )
    assert summary([stack_with(tmp_path, topic | {"id": state.id})], []) == [
        "Recorded in the state only, not in the emulated AWS: aws:sns/topic:Topic 1"
    ]


def test_properties_kept_in_the_state_only_are_listed_once_by_type() -> None:
    events = [
        {"kind": "kept", "type": "aws:ec2/vpc:Vpc", "property": name, "urn": "u"} for name in ("b", "a", "b")
    ]
    assert summary([], events) == ["Properties kept in the state only: aws:ec2/vpc:Vpc a, b"]


def test_nothing_to_tell_is_no_line() -> None:
    assert summary([], []) == []


def test_a_line_that_a_killed_provider_cut_off_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "events.jsonl"
    file.write_text('{"kind": "kept", "type": "t", "property": "p"}\n{"kind": "re')
    assert read_events(file) == [{"kind": "kept", "type": "t", "property": "p"}]

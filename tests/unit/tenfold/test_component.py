from __future__ import annotations

import pulumi
import pytest
from pulumi_aws import s3

from support.recording import record
from tenfold.component import Component


class Box(Component):
    """A component with one child."""

    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"team": "web"}, opts)
        bucket = s3.Bucket(f"{name}-lid", tags=self.tags_for("lid"), opts=self.child(protect=True))
        self.register_outputs({"arn": bucket.arn})


def test_a_components_token_is_its_class_name() -> None:
    assert record(lambda: Box("a")).one("Box").type == "tenfold:index:Box"


def test_a_child_lies_under_its_component_and_is_protected_when_the_component_says_so() -> None:
    child = record(lambda: Box("a")).one("Bucket")
    assert child.parent_name == "a"
    assert child.protect


def test_the_callers_options_reach_the_component_and_not_its_child() -> None:
    found = record(lambda: Box("a", pulumi.ResourceOptions(aliases=["old"], protect=True)))
    assert found.one("Box").aliases == ("old",)
    assert found.one("Box").protect
    # An alias of the parent gives the child an inherited one, never the parent's own.
    assert "old" not in found.one("Bucket").aliases


def test_a_childs_tags_say_what_made_it() -> None:
    assert record(lambda: Box("a")).one("Bucket").inputs["tags"] == {
        "Name": "a-lid",
        "ManagedBy": "tenfold",
        "tenfold:component": "Box",
        "team": "web",
    }


class Guarded(Component):
    """A component with two children, one of them in a component of its own."""

    def __init__(self, name: str, protection: bool) -> None:
        super().__init__(name, {}, None, deletion_protection=protection)
        s3.Bucket(f"{name}-lid", opts=self.child())
        Box(f"{name}-box", self.child())
        self.register_outputs({})


@pytest.mark.parametrize("protection", [True, False])
def test_a_guard_depends_on_every_resource_below_so_that_destroying_begins_with_it(protection: bool) -> None:
    found = record(lambda: Guarded("a", protection))
    guard = found.one("RandomId")
    assert guard.name == "a-guard"
    assert guard.protect is protection
    assert guard.depends_on == {each.urn for each in found.of("Bucket")}
    assert len(guard.depends_on) == 2


def test_without_a_word_on_protection_there_is_no_guard() -> None:
    assert not record(lambda: Box("a")).of("RandomId")

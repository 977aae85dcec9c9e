from __future__ import annotations

import pulumi
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

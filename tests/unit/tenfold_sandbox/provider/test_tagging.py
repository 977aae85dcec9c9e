"""Tags: what is sent for which change, whatever form a service gives them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, cast

import pytest
from botocore.exceptions import ClientError

from tenfold_sandbox.provider import tagging
from tenfold_sandbox.provider.aws import Aws
from tenfold_sandbox.provider.table import Context, Resource, Tagging

PLAIN = Tagging(add="TagIt", remove="UntagIt", key="Arn", target="id")


@dataclass
class Calls:
    """An API that remembers what it is asked."""

    answer: dict[str, Any] = field(default_factory=dict[str, Any])
    refusal: str | None = None
    sent: list[tuple[str, dict[str, Any]]] = field(default_factory=list[tuple[str, dict[str, Any]]])

    def call(self, _service: str, operation: str, params: dict[str, Any], _region: str) -> dict[str, Any]:
        self.sent.append((operation, params))
        if self.refusal is not None:
            raise ClientError({"Error": {"Code": self.refusal, "Message": "no"}}, operation)
        return self.answer


def row(how: Tagging | None = PLAIN, tag_type: str | None = None) -> Resource:
    return Resource(
        token="aws:x/y:Y", service="x", id="out.Id", create=(), read=(), tagging=how, tag_type=tag_type
    )


def context(**fields: Any) -> Context:
    return Context(inputs={}, region="us-east-1", id="it", **fields)


def retag(how: Tagging, wanted: dict[str, str], live: dict[str, str], old: dict[str, str]) -> Any:
    calls, seen = Calls(), context(tags=wanted, live_tags=live)
    tagging.retag(cast("Aws", calls), row(how), seen, old)
    return calls.sent, seen.live_tags


@pytest.mark.parametrize(
    ("how", "tag_type", "sent"),
    [
        (PLAIN, None, {"Tags": [{"Key": "a", "Value": "1"}]}),
        (replace(PLAIN, as_map=True, create_key="tags"), None, {"tags": {"a": "1"}}),
        (
            replace(PLAIN, create_key="TagSpecifications"),
            "vpc",
            {"TagSpecifications": [{"ResourceType": "vpc", "Tags": [{"Key": "a", "Value": "1"}]}]},
        ),
        (
            replace(PLAIN, key_name="TagKey", value_name="TagValue"),
            None,
            {"Tags": [{"TagKey": "a", "TagValue": "1"}]},
        ),
        (replace(PLAIN, create_key=None), None, {}),
        (None, None, {}),
    ],
)
def test_a_creation_carries_tags_as_the_service_takes_them(
    how: Tagging | None, tag_type: str | None, sent: dict[str, Any]
) -> None:
    assert tagging.on_creation(row(how, tag_type), context(tags={"a": "1"})) == sent


def test_a_creation_without_tags_says_nothing_of_them() -> None:
    assert tagging.on_creation(row(), context()) == {}


def test_no_change_sends_nothing() -> None:
    assert retag(PLAIN, {"a": "1"}, {"a": "1"}, {"a": "1"}) == ([], {"a": "1"})


def test_new_and_changed_tags_are_added_and_gone_ones_removed() -> None:
    sent, live = retag(PLAIN, {"a": "2", "new": "1"}, {"a": "1", "gone": "1"}, {"a": "1", "gone": "1"})
    assert sent == [
        ("UntagIt", {"Arn": "it", "TagKeys": ["gone"]}),
        ("TagIt", {"Arn": "it", "Tags": [{"Key": "a", "Value": "2"}, {"Key": "new", "Value": "1"}]}),
    ]
    assert live == {"a": "2", "new": "1"}


def test_a_tag_of_somebody_elses_stays() -> None:
    assert retag(PLAIN, {}, {"by": "hand"}, {}) == ([], {"by": "hand"})


def test_a_tag_that_somebody_else_removed_is_not_removed_again() -> None:
    assert retag(PLAIN, {}, {}, {"gone": "1"}) == ([], {})


def test_a_service_that_takes_a_whole_set_gets_everybodys_tags() -> None:
    whole = replace(PLAIN, whole=True, tags_key="Tagging")
    sent, _ = retag(whole, {"a": "1"}, {"by": "hand", "gone": "1"}, {"gone": "1"})
    both = [{"Key": "a", "Value": "1"}, {"Key": "by", "Value": "hand"}]
    assert sent == [("TagIt", {"Arn": "it", "Tagging": {"TagSet": both}})]


def test_a_whole_set_of_nothing_is_removed() -> None:
    sent, live = retag(replace(PLAIN, whole=True), {}, {"gone": "1"}, {"gone": "1"})
    assert (sent, live) == ([("UntagIt", {"Arn": "it"})], {})


def test_keys_and_the_target_go_in_the_form_that_the_service_wants() -> None:
    how = replace(PLAIN, as_list=True, remove_pairs=True, fixed={"Type": "region"})
    sent, _ = retag(how, {}, {"gone": "1"}, {"gone": "1"})
    assert sent == [("UntagIt", {"Arn": ["it"], "Type": "us-east-1", "TagKeys": [{"Key": "gone"}]})]


@pytest.mark.parametrize(
    "live",
    [{"Tags": [{"Key": "a", "Value": "1"}]}, {"TagList": [{"Key": "a", "Value": "1"}]}, {"tags": {"a": "1"}}],
)
def test_tags_are_read_where_the_resource_shows_them(live: dict[str, Any]) -> None:
    assert tagging.live_tags(cast("Aws", Calls()), row(), context(live=live)) == {"a": "1"}


def test_tags_that_the_resource_does_not_show_are_listed() -> None:
    calls = Calls({"TagList": [{"Key": "a", "Value": "1"}, {"Key": "aws:created", "Value": "x"}]})
    listed = row(replace(PLAIN, listing="ListTags"))
    assert tagging.live_tags(cast("Aws", calls), listed, context()) == {"a": "1"}
    assert calls.sent == [("ListTags", {"Arn": "it"})]


def test_a_resource_whose_tags_do_not_exist_has_none() -> None:
    listed = row(replace(PLAIN, listing="ListTags"))
    assert tagging.live_tags(cast("Aws", Calls(refusal="NoSuchTagSet")), listed, context()) == {}


def test_any_other_refusal_to_list_tags_is_no_absence() -> None:
    listed = row(replace(PLAIN, listing="ListTags"))
    with pytest.raises(ClientError):
        tagging.live_tags(cast("Aws", Calls(refusal="AccessDenied")), listed, context())

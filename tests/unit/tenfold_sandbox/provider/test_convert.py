"""Between Pulumi's shapes and AWS's: what is sent is valid, comes back, and is compared by its meaning."""

from __future__ import annotations

import datetime
import json
from typing import Any

import botocore.session
import pytest
from botocore.model import Shape, ShapeResolver, StructureShape
from botocore.validate import validate_parameters
from hypothesis import given
from hypothesis import strategies as st

from tenfold_sandbox.provider.convert import fold, from_aws, member, restore, same, to_aws

SHAPES = ShapeResolver(
    {
        "String": {"type": "string"},
        "Integer": {"type": "integer"},
        "Double": {"type": "double"},
        "Boolean": {"type": "boolean"},
        "Strings": {"type": "list", "member": {"shape": "String"}},
        "Map": {"type": "map", "key": {"shape": "String"}, "value": {"shape": "String"}},
        "Tag": {"type": "structure", "members": {"Key": {"shape": "String"}, "Value": {"shape": "String"}}},
        "Tags": {"type": "list", "member": {"shape": "Tag"}},
        "Inner": {
            "type": "structure",
            "members": {"DBName": {"shape": "String"}, "MaxSize": {"shape": "Integer"}},
        },
        "Inners": {"type": "list", "member": {"shape": "Inner"}},
        "Thing": {
            "type": "structure",
            "members": {
                "Name": {"shape": "String"},
                "MinSize": {"shape": "Integer"},
                "Ratio": {"shape": "Double"},
                "Enabled": {"shape": "Boolean"},
                "SubnetIds": {"shape": "Strings"},
                "Labels": {"shape": "Map"},
                "Tags": {"shape": "Tags"},
                "Inner": {"shape": "Inner"},
                "Others": {"shape": "Inners"},
            },
        },
    }
)
SDK_INNER = {"dbName": "string", "maxSize": "number"}
SDK_THING = {
    "name": "string",
    "minSize": "number",
    "ratio": "number",
    "enabled": "boolean",
    "subnetIds": ["string"],
    "labels": "map",
    "tags": "map",
    "inner": SDK_INNER,
    "others": [SDK_INNER],
}

TEXT = st.text(max_size=8)
WHOLE = st.integers(-(2**31), 2**31)
LABELS = st.dictionaries(TEXT, TEXT, max_size=3)
INNER = st.fixed_dictionaries({}, optional={"dbName": TEXT, "maxSize": WHOLE})
THINGS = st.fixed_dictionaries(
    {},
    optional={
        "name": TEXT,
        "minSize": WHOLE,
        "ratio": st.floats(allow_nan=False, allow_infinity=False),
        "enabled": st.booleans(),
        "subnetIds": st.lists(TEXT, max_size=3),
        "labels": LABELS,
        "tags": LABELS,
        "inner": INNER,
        "others": st.lists(INNER, max_size=3),
    },
)
SCALARS = st.none() | st.booleans() | WHOLE | TEXT
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


def shape(name: str) -> Shape:
    return SHAPES.get_shape_by_name(name)


def thing() -> StructureShape:
    found = shape("Thing")
    assert isinstance(found, StructureShape)
    return found


@pytest.mark.parametrize("name", ["dbSubnetGroupName", "DBSubnetGroupName", "db_subnet_group_name"])
def test_a_name_is_the_same_in_any_case(name: str) -> None:
    assert fold(name) == "dbsubnetgroupname"


@pytest.mark.parametrize(("name", "found"), [("subnetId", "SubnetIds"), ("minSizes", "MinSize"), ("x", None)])
def test_a_plural_finds_a_singular_and_the_other_way(name: str, found: str | None) -> None:
    assert member(thing(), name) == found


@given(THINGS)
def test_what_is_sent_is_what_aws_takes(value: dict[str, Any]) -> None:
    validate_parameters(to_aws(value, thing()), thing())


@given(THINGS)
def test_what_was_sent_comes_back_and_an_absent_list_is_empty(value: dict[str, Any]) -> None:
    assert from_aws(to_aws(value, thing()), SDK_THING) == {"subnetIds": [], "others": [], **value}


@pytest.mark.parametrize(
    ("value", "wanted", "sent"),
    [
        ("443", "Integer", 443),
        (443.0, "Integer", 443),
        ("0.5", "Double", 0.5),
        ("true", "Boolean", True),
        ("false", "Boolean", False),
        (443, "String", "443"),
        (True, "String", "true"),
        ({"a": 1}, "String", '{"a": 1}'),
        ("one", "Strings", ["one"]),
        ([{"dbName": "x"}], "Inner", {"DBName": "x"}),
        ([], "Inner", None),
        ({"b": "2", "a": "1"}, "Tags", [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]),
        ({"dbName": "x", "unknownToAws": 1}, "Inner", {"DBName": "x"}),
    ],
)
def test_pulumis_form_becomes_awss(value: Any, wanted: str, sent: Any) -> None:
    assert to_aws(value, shape(wanted)) == sent


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("lots", "Integer"),
        (1.5, "Integer"),
        ("x", "Double"),
        ("maybe", "Boolean"),
        ("x", "Map"),
        (1, "Inner"),
    ],
)
def test_what_has_no_such_form_is_left_for_botocore_to_refuse(value: Any, wanted: str) -> None:
    assert to_aws(value, shape(wanted)) == value


@pytest.mark.parametrize(
    ("live", "wanted", "shown"),
    [
        (1.0, "number", 1),
        ("12", "number", 12),
        (True, "string", "true"),
        ("Enabled", "boolean", True),
        ("Disabled", "boolean", False),
        (datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC), "string", "2026-01-02T00:00:00+00:00"),
        ({"a": 1}, "string", '{"a": 1}'),
        ({"a": 1}, "number", None),
        ("one", ["string"], ["one"]),
        ([{"DBName": "x", "More": 1}], SDK_INNER, {"dbName": "x"}),
        ([], SDK_INNER, None),
    ],
)
def test_awss_form_becomes_the_sdks(live: Any, wanted: Any, shown: Any) -> None:
    assert from_aws(live, wanted) == shown


@given(VALUES, st.booleans())
def test_a_value_is_the_same_as_itself(value: Any, as_json: bool) -> None:
    assert same(value, value, as_json=as_json)


@given(VALUES, VALUES)
def test_sameness_has_no_direction(left: Any, right: Any) -> None:
    assert same(left, right) == same(right, left)


@given(st.lists(TEXT | WHOLE).flatmap(lambda items: st.tuples(st.just(items), st.permutations(items))))
def test_plain_lists_have_no_order(lists: tuple[list[Any], list[Any]]) -> None:
    assert same(*lists)


@given(st.dictionaries(TEXT, VALUES), TEXT)
def test_an_absent_property_is_one_that_is_none(value: dict[str, Any], name: str) -> None:
    assert same({name: None, **value}, value)


@pytest.mark.parametrize(
    ("left", "right"), [(1, "1"), (1.0, "1"), (True, "true"), ([True], ["true"]), (1, 1.0)]
)
def test_text_is_the_same_as_what_it_writes(left: Any, right: Any) -> None:
    assert same(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("a", "A"),
        (None, "None"),
        (True, 1),
        ([{"a": 1}, {"b": 1}], [{"b": 1}, {"a": 1}]),
        (["a"], ["a", "a"]),
    ],
)
def test_what_differs_is_not_the_same(left: Any, right: Any) -> None:
    assert not same(left, right)


def test_json_is_compared_by_its_meaning() -> None:
    one = json.dumps({"Action": ["s3:GetObject"], "Resource": ["a", "b"]})
    two = json.dumps({"Resource": ["b", "a"], "Action": "s3:GetObject"}, indent=2)
    assert same(one, two, as_json=True)
    assert same({"policy": one}, {"policy": two}, as_json=True)
    assert not same(one, two)
    assert not same(one, '{"Action": "s3:*"}', as_json=True)


@given(VALUES)
def test_a_value_restored_by_itself_is_itself(value: Any) -> None:
    assert restore(value, value) == value


@given(st.dictionaries(TEXT, VALUES, min_size=1), st.dictionaries(TEXT, TEXT))
def test_what_aws_filled_in_is_no_drift(wanted: dict[str, Any], filled_in: dict[str, Any]) -> None:
    live = {**filled_in, **wanted}
    assert restore(live, wanted) == wanted
    assert restore(live, wanted, filled_in=True) == live


@given(st.dictionaries(TEXT, SCALARS.filter(lambda it: it is not None), min_size=1))
def test_what_somebody_changed_shows(wanted: dict[str, Any]) -> None:
    name = next(iter(wanted))
    assert restore({**wanted, name: "changed by hand"}, wanted)[name] == "changed by hand"


@given(
    st.lists(TEXT.map(lambda text: {"name": text}), unique_by=lambda it: it["name"]).flatmap(
        lambda items: st.tuples(st.just(items), st.permutations(items))
    )
)
def test_a_list_keeps_the_programs_order(lists: tuple[list[Any], list[Any]]) -> None:
    wanted, live = lists
    assert restore([{**item, "id": 1} for item in live], wanted) == wanted


def test_a_list_shows_what_is_gone_and_what_was_added() -> None:
    wanted = [{"name": "a"}, {"name": "b"}]
    live = [{"name": "c", "id": 3}, {"name": "b", "id": 2}]
    assert restore(live, wanted) == [{"name": "b"}, {"name": "c", "id": 3}]


def test_a_list_that_aws_counts_is_a_list_to_pulumi() -> None:
    model = botocore.session.Session().get_service_model("cloudfront")
    origin = model.shape_for("CacheBehavior")
    sent = to_aws({"trustedSigners": ["self"], "functionAssociations": []}, origin)
    assert sent == {
        "TrustedSigners": {"Enabled": True, "Quantity": 1, "Items": ["self"]},
        "FunctionAssociations": {"Quantity": 0, "Items": []},
    }
    shape = {"trustedSigners": ["string"], "functionAssociations": [{"eventType": "string"}]}
    none = {**sent, "FunctionAssociations": {"Quantity": 0}}
    assert from_aws(none, shape) == {"trustedSigners": ["self"], "functionAssociations": []}


def test_an_object_with_items_is_given_their_number() -> None:
    model = botocore.session.Session().get_service_model("cloudfront")
    sent = to_aws({"cookies": {"items": ["a", "b"]}}, model.shape_for("CachePolicyCookiesConfig"))
    assert sent == {"Cookies": {"Quantity": 2, "Items": ["a", "b"]}}
    assert from_aws(sent, {"cookies": {"items": ["string"]}}) == {"cookies": {"items": ["a", "b"]}}
    assert from_aws(sent, {"cookies": [{"items": ["string"]}]}) == {"cookies": [{"items": ["a", "b"]}]}


def test_a_document_that_says_the_same_keeps_the_programs_text() -> None:
    wanted = '{"a": 1,\n "b": 2}'
    assert restore('{"b":2,"a":1}', wanted, as_json=True) == wanted

from __future__ import annotations

import json
import textwrap
from typing import Any

import pytest

from support.provider import Provider, Refused

TOKEN = "aws:iam/getPolicyDocument:getPolicyDocument"


def document(aws: Provider, **args: Any) -> Any:
    return json.loads(aws.invoke(TOKEN, **args)["json"])


def test_a_document_is_written_with_two_blanks_and_single_values_bare(aws: Provider) -> None:
    answer = aws.invoke(
        TOKEN,
        statements=[
            {
                "sid": "Assume",
                "actions": ["sts:AssumeRole"],
                "principals": [{"type": "Service", "identifiers": ["ec2.amazonaws.com"]}],
            }
        ],
    )
    assert answer["json"] == textwrap.dedent(
        """\
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "Assume",
              "Effect": "Allow",
              "Action": "sts:AssumeRole",
              "Principal": {
                "Service": "ec2.amazonaws.com"
              }
            }
          ]
        }"""
    )
    assert json.loads(answer["minifiedJson"]) == json.loads(answer["json"])
    assert " " not in answer["minifiedJson"]


def test_several_values_stand_sorted_backwards_and_once(aws: Provider) -> None:
    statement = {"actions": ["s3:Get*", "s3:Put*", "s3:Get*"], "resources": ["b", "a"]}
    assert document(aws, statements=[statement])["Statement"] == [
        {"Effect": "Allow", "Action": ["s3:Put*", "s3:Get*"], "Resource": ["b", "a"]}
    ]


@pytest.mark.parametrize(
    ("principals", "expected"),
    [
        ([{"type": "*", "identifiers": ["*"]}], "*"),
        ([{"type": "AWS", "identifiers": ["*"]}], {"AWS": "*"}),
        (
            [{"type": "AWS", "identifiers": ["1", "2"]}, {"type": "Service", "identifiers": ["s"]}],
            {"AWS": ["2", "1"], "Service": "s"},
        ),
        (
            [{"type": "AWS", "identifiers": ["1"]}, {"type": "AWS", "identifiers": ["2"]}],
            {"AWS": ["1", "2"]},
        ),
    ],
    ids=["everyone", "every account", "two kinds", "one kind twice"],
)
def test_principals_are_grouped_by_kind(aws: Provider, principals: Any, expected: Any) -> None:
    found = document(aws, statements=[{"actions": ["a:b"], "principals": principals}])
    assert found["Statement"][0]["Principal"] == expected


def test_conditions_are_grouped_and_keep_their_values_order(aws: Provider) -> None:
    conditions = [
        {"test": "StringLike", "variable": "aws:x", "values": ["b", "a"]},
        {"test": "StringLike", "variable": "aws:y", "values": ["&{aws:username}"]},
        {"test": "Bool", "variable": "aws:SecureTransport", "values": ["false"]},
    ]
    statement = {"effect": "Deny", "notActions": ["a:b"], "notResources": ["*"], "conditions": conditions}
    assert document(aws, statements=[statement])["Statement"] == [
        {
            "Effect": "Deny",
            "NotAction": "a:b",
            "NotResource": "*",
            "Condition": {
                "Bool": {"aws:SecureTransport": "false"},
                "StringLike": {"aws:x": ["b", "a"], "aws:y": "${aws:username}"},
            },
        }
    ]


def other(sid: str, action: str) -> str:
    statement = {"Sid": sid, "Effect": "Allow", "Action": action, "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def test_own_statements_override_sources_and_overrides_override_both(aws: Provider) -> None:
    found = document(
        aws,
        sourcePolicyDocuments=[other("One", "a:source"), other("Two", "a:source")],
        statements=[{"sid": "Two", "actions": ["a:own"]}, {"sid": "Three", "actions": ["a:own"]}],
        overridePolicyDocuments=[other("Three", "a:override"), other("Four", "a:override")],
    )
    actions = {each["Sid"]: each["Action"] for each in found["Statement"]}
    assert actions == {"One": "a:source", "Two": "a:own", "Three": "a:override", "Four": "a:override"}
    assert list(actions) == ["One", "Two", "Three", "Four"]


def test_a_sid_that_stands_twice_is_refused(aws: Provider) -> None:
    twice = [{"sid": "One", "actions": ["a:b"]}, {"sid": "One", "actions": ["a:c"]}]
    with pytest.raises(Refused, match="'One' stands twice in statements"):
        aws.invoke(TOKEN, statements=twice)
    with pytest.raises(Refused, match="'One' stands twice in sourcePolicyDocuments"):
        aws.invoke(TOKEN, sourcePolicyDocuments=[other("One", "a:b"), other("One", "a:c")])


def test_what_is_no_json_is_refused(aws: Provider) -> None:
    with pytest.raises(Refused, match="not JSON"):
        aws.invoke(TOKEN, overridePolicyDocuments=["{"])


def test_characters_of_html_are_escaped_as_go_escapes_them(aws: Provider) -> None:
    answer = aws.invoke(TOKEN, statements=[{"sid": "A", "actions": ["a:b"], "resources": ["<x>&"]}])
    assert "\\u003cx\\u003e\\u0026" in answer["json"]

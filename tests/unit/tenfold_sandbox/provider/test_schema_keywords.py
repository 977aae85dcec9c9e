"""What Check says of values that keywords of AWS's schemas that jsonschema does not know describe."""

from __future__ import annotations

from typing import Any

import pytest

from tenfold_sandbox.provider.rows import row_for
from tenfold_sandbox.provider.schema import Problem, problems


def found(token: str, **inputs: Any) -> list[Problem]:
    row = row_for(token)
    assert row is not None
    return problems(row, inputs, "us-east-1")


def test_an_enum_without_regard_to_case_is_an_enum() -> None:
    assert found("aws:ebs/volume:Volume", type="GP3") == []
    allowed = "gp2, gp3, io1, io2, sc1, st1, standard"
    assert found("aws:ebs/volume:Volume", type="gp4") == [
        ("type", f"'gp4' is not allowed. Use one of: {allowed}.")
    ]


@pytest.mark.parametrize(
    ("cidr", "reason"),
    [
        ("10.0.0.300/16", "is not an IPv4 network. Write it as address/prefix length, such as 10.0.0.0/16."),
        (
            "10.0.1.0/16",
            "is not an IPv4 network. Its bits behind the prefix are not zero: write 10.0.0.0/16.",
        ),
        ("::/0", "is not an IPv4 network. Write it as address/prefix length, such as 10.0.0.0/16."),
    ],
)
def test_what_is_no_network_is_refused_with_what_to_write(cidr: str, reason: str) -> None:
    assert found("aws:ec2/vpc:Vpc", cidrBlock=cidr) == [("cidrBlock", f"{cidr!r} {reason}")]


def test_a_network_is_allowed() -> None:
    assert found("aws:ec2/vpc:Vpc", cidrBlock="10.0.0.0/16") == []

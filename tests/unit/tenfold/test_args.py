from __future__ import annotations

import pulumi
import pytest
from pydantic import Field

from tenfold.args import Args, Input
from tenfold.errors import InvalidInputError


class Inner(Args):
    size: int = Field(default=3, ge=1)


class Sample(Args):
    vpc_id: Input[str]
    count: int = Field(default=3, ge=1, le=8)
    subnets: Input[list[str]] = Field(default_factory=list[str])
    inner: Inner = Inner()


def refused(**fields: object) -> InvalidInputError:
    with pytest.raises(InvalidInputError) as caught:
        Sample(**fields)  # pyright: ignore[reportArgumentType]  # that is the test
    return caught.value


def test_a_field_out_of_range_is_named_with_its_value_and_what_is_allowed() -> None:
    error = refused(vpc_id="vpc-1", count=9)
    assert error.field == "Sample.count"
    assert error.value == 9
    assert "less than or equal to 8" in str(error)


def test_an_unknown_field_is_refused_by_name() -> None:
    assert refused(vpc_id="vpc-1", cuont=1).field == "Sample.cuont"


def test_a_missing_field_is_named() -> None:
    assert refused().field == "Sample.vpc_id"


def test_all_problems_are_told_at_once() -> None:
    error = refused(vpc_id=3, count=0)
    assert error.field == "Sample.vpc_id"
    assert "Sample.count: 0" in str(error)


def test_a_nested_field_is_named_by_its_own_class() -> None:
    assert refused(vpc_id="vpc-1", inner={"size": 0}).field == "Inner.size"


def test_an_output_passes_unlooked_at() -> None:
    output = pulumi.Output.from_input("vpc-1")
    assert Sample(vpc_id=output).vpc_id is output


def test_a_plain_value_of_an_input_is_checked() -> None:
    assert refused(vpc_id="vpc-1", subnets=[1]).field.startswith("Sample.subnets")


def test_the_error_is_one_that_pulumi_shows_without_a_traceback() -> None:
    assert issubclass(InvalidInputError, pulumi.RunError)


def test_args_do_not_change_after_they_are_checked() -> None:
    sample = Sample(vpc_id="vpc-1")
    with pytest.raises(ValueError, match="frozen"):
        sample.count = 99


def test_text_where_an_args_class_belongs_names_the_class() -> None:
    error = refused(vpc_id="vpc-1", inner="small")
    assert (error.field, error.value) == ("Sample.inner", "small")
    assert error.allowed.startswith("Inner(")

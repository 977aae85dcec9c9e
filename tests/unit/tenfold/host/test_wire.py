"""What the engine sends becomes what an args class takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Any

import pulumi
import pytest

from tenfold.args import Args, Input
from tenfold.errors import InvalidInputError
from tenfold.host.wire import to_arguments


class Level(IntEnum):
    LOW = 1


class Inner(Args):
    max_size: int = 1


class Other(Args):
    max_weight: int = 1


class Outer(Args):
    keep_days: int | None = 90
    careful: bool = True
    level: Level = Level.LOW
    ratio: float = 0.5
    pools: Mapping[str, Inner] = {}
    many: Sequence[Inner] = ()
    either: Inner | Other | None = None
    role_arn: Input[str] | None = None
    ids: Input[Sequence[str]] = ()
    mixed: Input[str] | Inner | None = None
    values: Mapping[str, Any] = {}
    labels: Mapping[str, str] = {}


def arguments(**given: Any) -> dict[str, Any]:
    return to_arguments(Outer, given, "Outer")


def test_names_become_pythons_and_keys_of_maps_stay() -> None:
    assert arguments(pools={"maxSize": {"maxSize": 2.0}}) == {"pools": {"maxSize": {"max_size": 2}}}
    assert arguments(many=[{"maxSize": 3.0}]) == {"many": [{"max_size": 3}]}
    assert arguments(labels={"someKey": "1"}) == {"labels": {"someKey": "1"}}


def test_whole_numbers_become_integers_and_fractions_stay() -> None:
    assert arguments(keepDays=30.0, ratio=0.25, level=1.0) == {"keep_days": 30, "ratio": 0.25, "level": 1}
    assert type(arguments(keepDays=30.0)["keep_days"]) is int


def test_among_several_classes_the_keys_decide() -> None:
    assert arguments(either={"maxWeight": 5.0}) == {"either": {"max_weight": 5}}


def test_a_null_is_none_where_that_means_something_and_the_default_elsewhere() -> None:
    assert arguments(keepDays=None, careful=None) == {"keep_days": None}


def test_an_unknown_name_stays_for_the_class_to_refuse() -> None:
    assert arguments(keepDayz=1) == {"keepDayz": 1}


def test_an_output_passes_where_it_may(output: pulumi.Output[str]) -> None:
    assert arguments(roleArn=output)["role_arn"] is output
    assert arguments(mixed=output)["mixed"] is output
    assert arguments(values={"a": output})["values"]["a"] is output


def test_a_value_of_any_kind_is_left_as_it_is_but_for_whole_numbers() -> None:
    assert arguments(values={"someKey": {"replicas": 3.0}}) == {"values": {"someKey": {"replicas": 3}}}


def test_an_output_inside_makes_the_whole_one(output: pulumi.Output[str]) -> None:
    assert isinstance(arguments(ids=["a", output])["ids"], pulumi.Output)


@pytest.mark.parametrize("field", ["careful", "labels", "pools"])
def test_an_output_is_refused_where_it_may_not_be(field: str, output: pulumi.Output[str]) -> None:
    value = {"a": output} if field != "careful" else output
    with pytest.raises(InvalidInputError, match=rf"Outer\.{field}(\.a)?: '<output>' is refused"):
        arguments(**{field: value})


@pytest.fixture
def output() -> pulumi.Output[str]:
    return pulumi.Output.from_input("x")

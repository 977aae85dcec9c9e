"""The schema says of a component what its classes say."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from enum import IntEnum, StrEnum
from typing import Any, Literal

import pulumi
import pytest
from pydantic import Field

from tenfold.args import Args, Input, Label
from tenfold.component import Component
from tenfold.host import package, shapes
from tenfold.host.shapes import InexpressibleError


class Colour(StrEnum):
    """What it looks like."""

    RED = "red"
    """Like a rose."""
    BLUE = "blue"


class Level(IntEnum):
    LOW = 1


class Part(Args):
    """A part with ``inner_parts``."""

    colour: Colour = Colour.RED
    """Needs ``zone_count``."""
    inner_parts: Sequence[Part] = ()


class ThingArgs(Args):
    """What the user says about a thing."""

    vpc_id: Input[str]
    """The VPC; ``subnet_ids`` lie in it. None is refused."""
    subnet_ids: Input[Sequence[Input[str]]] = ()
    zone_count: int = 3
    """How many."""
    size: Literal[4, 8] = 4
    level: Level | None = None
    groups: Mapping[Label, Input[str]] = Field(default_factory=dict[str, str])
    parts: Mapping[str, Part] = Field(default_factory=dict[str, Part])
    either: Colour | str = "grey"
    hook: Callable[[], None] | None = None


class Base(Component):
    base_arn: pulumi.Output[str]
    """From below."""


class Thing(Base):
    """A thing with its ``vpc_id``."""

    sub_ids: pulumi.Output[list[str]]
    key_arn: pulumi.Output[str | None]
    _hidden: pulumi.Output[str]

    def __init__(self, name: str, args: ThingArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {}, opts)


def schema(component: type[Component] = Thing) -> dict[str, Any]:
    return package.package_schema("1.2.3", {"tenfold:index:Thing": component})


def inputs() -> dict[str, Any]:
    return schema()["resources"]["tenfold:index:Thing"]["inputProperties"]


def types() -> dict[str, Any]:
    return {token.rsplit(":", 1)[-1]: each for token, each in schema()["types"].items()}


def token(name: str) -> str:
    return next(token for token in schema()["types"] if token.endswith(f":{name}"))


def test_what_may_be_an_output_is_an_input_and_what_may_not_is_plain() -> None:
    assert "plain" not in inputs()["vpcId"]
    assert inputs()["subnetIds"] == {"type": "array", "items": {"type": "string"}}
    assert inputs()["zoneCount"]["plain"] is True
    groups = inputs()["groups"]
    assert (groups["plain"], groups["additionalProperties"]) == (True, {"type": "string"})


def test_only_what_has_no_default_is_required() -> None:
    assert schema()["resources"]["tenfold:index:Thing"]["requiredInputs"] == ["vpcId"]


def test_a_default_is_said_in_words_since_an_sdk_would_send_it() -> None:
    assert inputs()["zoneCount"]["description"] == "How many.\n\nDefault: 3."
    assert "default" not in json.dumps(list(inputs()["zoneCount"]))


def test_the_values_of_a_literal_are_said() -> None:
    assert inputs()["size"]["type"] == "integer"
    assert inputs()["size"]["description"].startswith("One of: 4, 8.")


def test_an_enumeration_has_its_members_with_their_descriptions() -> None:
    assert types()["Colour"] == {
        "type": "string",
        "description": "What it looks like.",
        "enum": [
            {"name": "RED", "value": "red", "description": "Like a rose."},
            {"name": "BLUE", "value": "blue"},
        ],
    }
    assert types()["Level"]["type"] == "integer"


def test_a_class_of_args_is_a_type_that_may_hold_itself() -> None:
    part = types()["Part"]
    assert inputs()["parts"]["additionalProperties"]["$ref"] == f"#/types/{token('Part')}"
    assert part["properties"]["innerParts"]["items"]["$ref"] == f"#/types/{token('Part')}"
    assert part["description"] == "A part with ``innerParts``."


def test_a_union_is_one_of_its_members() -> None:
    assert [set(each) for each in inputs()["either"]["oneOf"]] == [{"$ref", "plain"}, {"type", "plain"}]


def test_descriptions_speak_of_arguments_as_other_languages_write_them() -> None:
    assert inputs()["vpcId"]["description"] == "The VPC; ``subnetIds`` lie in it. null is refused."
    assert schema()["resources"]["tenfold:index:Thing"]["description"] == "A thing with its ``vpcId``."
    assert types()["Part"]["properties"]["colour"]["description"].startswith("Needs ``zoneCount``.")


def test_outputs_are_the_annotated_ones_inherited_ones_too() -> None:
    resource = schema()["resources"]["tenfold:index:Thing"]
    assert list(resource["properties"]) == ["baseArn", "subIds", "keyArn"]
    assert resource["properties"]["baseArn"] == {"type": "string", "description": "From below."}
    assert resource["required"] == ["baseArn", "subIds"]


def test_an_optional_argument_that_no_schema_can_say_is_left_out() -> None:
    assert "hook" not in inputs()


def test_a_required_one_is_refused_by_name() -> None:
    class BadArgs(Args):
        hook: Callable[[], None]

    with pytest.raises(InexpressibleError, match=r"BadArgs\.hook"):
        shapes.arguments_of(BadArgs)


def test_two_classes_of_one_name_in_one_folder_are_refused() -> None:
    one, other = (type("Twin", (Args,), {"__module__": "tenfold.eks.args"}) for _ in range(2))
    builder = package.Builder(set())
    builder.name(one)
    with pytest.raises(TypeError, match="tenfold:eks:Twin names two classes"):
        builder.name(other)


def test_every_reference_of_the_librarys_schema_leads_somewhere() -> None:
    made = package.package_schema("1.2.3", package.components())
    references = set(re.findall(r'"#/types/([^"]+)"', json.dumps(made)))
    assert references == set(made["types"])


def test_every_component_and_argument_of_the_library_is_described() -> None:
    made = package.package_schema("1.2.3", package.components())
    assert [name for name, each in made["resources"].items() if not each["description"]] == []
    assert [name for name, each in made["types"].items() if not each["description"]] == []

"""The base of every component's arguments: checked once, early, in the user's words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Self

import pulumi
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError, WrapValidator

from tenfold.errors import from_validation_error


@dataclass(frozen=True)
class InputOf:
    """The T of an ``Input[T]``, for those who read annotations: tenfold.host."""

    item: Any


if TYPE_CHECKING:
    from collections.abc import Callable

    from pulumi import Input as Input
    from pydantic import TypeAdapter
else:

    class Input:
        """``Input[T]``: a T that is checked now, or an Output that is passed on untouched."""

        def __class_getitem__(cls, item: Any) -> Any:
            return Annotated[Any, WrapValidator(_pass_outputs(item)), InputOf(item)]


def _pass_outputs(item: Any) -> Callable[[Any, Callable[[Any], Any]], Any]:
    adapter: list[TypeAdapter[Any]] = []  # built on first use: forward references resolve by then

    def validate(value: Any, _: Callable[[Any], Any]) -> Any:
        if isinstance(value, pulumi.Output):
            return value  # pyright: ignore[reportUnknownVariableType]  # an Output's type is known only when it resolves
        if not adapter:
            from pydantic import TypeAdapter  # a tenth of a small component's import, which needs none yet

            adapter.append(TypeAdapter(item, config=ConfigDict(arbitrary_types_allowed=True)))
        return adapter[0].validate_python(value)

    return validate


# What CloudWatch Logs takes; see PutRetentionPolicy in its API reference.
_RETENTION_DAYS = (
    *(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731),
    *(1096, 1827, 2192, 2557, 2922, 3288, 3653),
)


def _check_retention(days: int) -> int:
    if days not in _RETENTION_DAYS:
        raise ValueError(", ".join(map(str, _RETENTION_DAYS)))
    return days


def _check_label(label: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", label):
        raise ValueError("1 to 40 lower-case letters, digits and dashes, no dash first")
    return label


LogRetentionDays = Annotated[int, AfterValidator(_check_retention)]
"""Days that CloudWatch Logs can keep a log group's events."""

Label = Annotated[str, AfterValidator(_check_label)]
"""A name of the user's choice that becomes part of a child's name, its tags and descriptions in AWS."""


class Args(BaseModel):
    """Immutable, refuses unknown fields, and raises InvalidInputError instead of pydantic's error."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        arbitrary_types_allowed=True,
        defer_build=True,  # an import builds nothing: each class is built when it is first used
    )

    def __init__(self, /, **data: Any) -> None:
        try:
            super().__init__(**data)
        except ValidationError as error:
            raise from_validation_error(type(self).__name__, error) from None

    def revised(self, **changes: Any) -> Self:
        """The same with some fields changed, checked as a whole anew."""
        given = {name: getattr(self, name) for name in self.model_fields_set}
        return type(self)(**{**given, **changes})

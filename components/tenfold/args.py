"""The base of every component's arguments: checked once, early, in the user's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import pulumi
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError, WrapValidator

from tenfold.errors import from_validation_error

if TYPE_CHECKING:
    from collections.abc import Callable

    from pulumi import Input as Input
else:

    class Input:
        """``Input[T]``: a T that is checked now, or an Output that is passed on untouched."""

        def __class_getitem__(cls, item: Any) -> Any:
            return Annotated[Any, WrapValidator(_pass_outputs(item))]


def _pass_outputs(item: Any) -> Callable[[Any, Callable[[Any], Any]], Any]:
    adapter: list[TypeAdapter[Any]] = []  # built on first use: forward references resolve by then

    def validate(value: Any, _: Callable[[Any], Any]) -> Any:
        if isinstance(value, pulumi.Output):
            return value  # pyright: ignore[reportUnknownVariableType]  # an Output's type is known only when it resolves
        if not adapter:
            adapter.append(TypeAdapter(item, config=ConfigDict(arbitrary_types_allowed=True)))
        return adapter[0].validate_python(value)

    return validate


class Args(BaseModel):
    """Immutable, refuses unknown fields, and raises InvalidInputError instead of pydantic's error."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, arbitrary_types_allowed=True, use_attribute_docstrings=True
    )

    def __init__(self, /, **data: Any) -> None:
        try:
            super().__init__(**data)
        except ValidationError as error:
            raise from_validation_error(type(self).__name__, error) from None

"""The one error that Tenfold raises for input that cannot work, in words the user can act on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pulumi

if TYPE_CHECKING:
    from pydantic import ValidationError


class InvalidInputError(pulumi.RunError, ValueError):
    """Input that is refused before anything is created.

    As a ``pulumi.RunError`` it reaches the user of ``pulumi up`` as one message without a traceback;
    as a ``ValueError`` it can be raised inside a pydantic validator.

    Args:
        field: the field as the user writes it, such as ``NetworkArgs.cidr``.
        value: the refused value; never a secret.
        allowed: what would have been accepted.
        remedy: what to do about it.
    """

    def __init__(self, field: str, value: object, allowed: str, remedy: str) -> None:
        self.field = field
        self.value = value
        self.allowed = allowed
        self.remedy = remedy
        super().__init__(f"{field}: {value!r} is refused. Allowed: {allowed}. {remedy}")


def from_validation_error(owner: str, error: ValidationError, separator: str = ".") -> InvalidInputError:
    """Turn pydantic's report into one InvalidInputError: the first problem, then the rest.

    Args:
        owner: what the fields belong to: an args class, or a configuration's namespace.
        error: pydantic's report.
        separator: what stands between the owner and a field.
    """
    problems = [_problem(f"{owner}{separator}", dict(each)) for each in error.errors(include_url=False)]
    first = problems[0]
    if len(problems) == 1:
        return first
    rest = "; ".join(f"{p.field}: {p.value!r} (allowed: {p.allowed})" for p in problems[1:])
    return InvalidInputError(first.field, first.value, first.allowed, f"{first.remedy} Also refused: {rest}.")


def _problem(prefix: str, detail: dict[str, object]) -> InvalidInputError:
    context = detail.get("ctx")
    cause = context.get("error") if isinstance(context, dict) else None  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]  # pydantic types ctx as a plain dict
    if isinstance(cause, InvalidInputError):
        return cause
    location = detail["loc"]
    steps = [str(step) for step in location] if isinstance(location, tuple) else []  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]  # loc is a tuple of str | int
    field = prefix + ".".join(steps)
    if detail["type"] == "extra_forbidden":
        allowed = f"the known names under {field.rpartition(steps[-1])[0].rstrip('.:')}"
        return InvalidInputError(field, detail["input"], allowed, "Remove it or mend its spelling.")
    if detail["type"] == "model_type" and isinstance(context, dict):
        allowed = f"{context['class_name']}(…), or its fields as a mapping"
        return InvalidInputError(
            field, detail["input"], allowed, "Its page in docs/components has its fields."
        )
    if detail["type"] == "missing":
        return InvalidInputError(field, None, "a value", "No default is safe: give one.")
    allowed = str(detail["msg"]).removeprefix("Value error, ").removeprefix("Input should be ")
    return InvalidInputError(field, detail["input"], allowed, "Change the value.")

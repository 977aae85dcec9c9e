"""Values of resources as a rule sees them: what is not known yet is never mistaken for what is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar, cast

from tenfold_pricing.engine_values import SIGNATURE, UNKNOWNS

T = TypeVar("T")

_SECRET = "1b47061264138c4ac30d75fd1eb44270"
_OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4"


class Unknown:
    """The one value that is not known yet. It has no truth: a rule that asks for it cannot tell."""

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __bool__(self) -> bool:
        raise Undecided("")


class Undecided(Exception):  # noqa: N818  # it is no error: the rule can't tell before the update
    """A rule needs a value that is known only after the update."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(path)


UNKNOWN = Unknown()


def each_of(many: Iterable[T], check: Callable[[T], Iterable[str]]) -> Iterator[str]:
    """What a check finds in each; what it can't tell of one hides no fault of the next.

    Raises:
        Undecided: at the end, if it could not tell of one.
    """
    undecided: Undecided | None = None
    for one in many:
        try:
            yield from check(one)
        except Undecided as missing:
            undecided = undecided or missing
    if undecided:
        raise undecided


class Secret(str):
    """A secret's text. It is there to be judged, never to be shown."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "[secret]"

    def __str__(self) -> str:
        return "[secret]"

    def __format__(self, format_spec: str) -> str:
        return "[secret]"


def decoded(value: Any) -> Any:
    """A value as the engine sends it, as Python's: whole numbers are ints, secrets are marked, unknowns are
    UNKNOWN."""
    if isinstance(value, str):
        return UNKNOWN if value in UNKNOWNS else value
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, list):
        return [decoded(each) for each in cast("list[Any]", value)]
    if not isinstance(value, Mapping):
        return value
    fields = cast("Mapping[str, Any]", value)
    signature = fields.get(SIGNATURE)
    if signature == _SECRET:
        return _secret(decoded(fields.get("value")))
    if signature == _OUTPUT:
        return decoded(fields["value"]) if "value" in fields else UNKNOWN
    return {key: decoded(each) for key, each in fields.items()}


def is_secret(value: Any) -> bool:
    """Whether a value, as the engine sends it, is marked as a secret."""
    if not isinstance(value, Mapping):
        return False
    fields = cast("Mapping[str, Any]", value)
    signature = fields.get(SIGNATURE)
    return signature == _SECRET or (signature == _OUTPUT and bool(fields.get("secret")))


def settled(made: Any, given: Any) -> Any:
    """A preview's outputs, with the inputs where they are not known yet.

    What is neither known nor given is left out: it is AWS's to choose, as a property that isn't set is, and
    no reason to wait.

    Args:
        made: the outputs; a preview writes all that AWS computes as UNKNOWN.
        given: the inputs, in which only what comes from another resource is UNKNOWN.
    """
    if made is UNKNOWN:
        return given
    if isinstance(made, Mapping) and isinstance(given, Mapping):
        outputs, inputs = cast("Mapping[str, Any]", made), cast("Mapping[str, Any]", given)
        kept = [key for key, each in outputs.items() if each is not UNKNOWN or key in inputs]
        return {key: settled(outputs[key], inputs.get(key)) for key in kept}
    if isinstance(made, list) and isinstance(given, list):
        many, inputs_ = cast("list[Any]", made), cast("list[Any]", given)
        if len(many) == len(inputs_):
            return [settled(*each) for each in zip(many, inputs_, strict=True)]
    return cast("Any", made)


def _secret(value: Any) -> Any:
    """What is text inside a secret is marked; the rest keeps its form, since rules judge it as any other."""
    if isinstance(value, str):
        return Secret(value)
    if isinstance(value, list):
        return [_secret(each) for each in cast("list[Any]", value)]
    if isinstance(value, dict):
        return {key: _secret(each) for key, each in cast("dict[str, Any]", value).items()}
    return value

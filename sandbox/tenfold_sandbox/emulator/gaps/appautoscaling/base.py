"""What Application Auto Scaling's parts share: tables, keys, refusals."""

from __future__ import annotations

from ...messages import Document
from .. import Call, Gaps, Table, refuse, store
from ..references import backend

GAPS = Gaps("application-autoscaling")
INVALID = "ValidationException"
_IDENTITY = ("ServiceNamespace", "ResourceId", "ScalableDimension")


def table(call: Call, name: str) -> Table:
    """One of the service's tables in the call's region."""
    return store(backend(call, "application-autoscaling"), name)


def key_of(params: Document, *more: str) -> str:
    """What identifies a target, or with its name a policy or an action of it."""
    return "|".join(str(params[name]) for name in (*_IDENTITY, *more))


def find_target(call: Call) -> Document:
    """The registered target that the call speaks of, or AWS's refusal."""
    found = table(call, "targets").get(key_of(call.params))
    return found or _missing("No scalable target registered", call)


def take(call: Call, kind: str, name: str) -> Document:
    """Remove the policy or action with the call's name, or refuse as AWS does."""
    found = table(call, kind).pop(key_of(call.params, name), None)
    return found or _missing(f"No {kind.rstrip('s')} {call.params[name]!r} found", call)


def select(call: Call, kind: str, **names: str) -> list[Document]:
    """The documents of a table that fit a describe call; ``names`` are lists of the call by field."""
    fields = [name for name in _IDENTITY if name in call.params]
    lists = {field: call.params[listed] for field, listed in names.items() if call.params.get(listed)}
    return [
        each
        for each in table(call, kind).values()
        if all(each[field] == call.params[field] for field in fields)
        and all(each[field] in wanted for field, wanted in lists.items())
    ]


def _missing(what: str, call: Call) -> Document:
    identity = ", ".join(f"{name} {call.params[name]}" for name in _IDENTITY)
    return refuse("ObjectNotFoundException", f"{what} for {identity}")

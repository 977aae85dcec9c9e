"""What differs, and whether a difference replaces the resource: AWS's create-only properties decide."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from tenfold_sandbox.provider import schema
from tenfold_sandbox.provider.convert import fold, restore, same
from tenfold_sandbox.provider.table import DEFAULTS, IMPORTED, Resource, bookkeeping, says_the_same
from tenfold_sandbox.values import UNKNOWN, Properties, has_unknown


@dataclass
class Difference:
    """Changed inputs, and those among them whose change replaces the resource."""

    changed: set[str] = field(default_factory=set[str])
    replaces: set[str] = field(default_factory=set[str])
    delete_before_replace: bool = False


def changed_properties(row: Resource, old: Properties, new: Properties) -> frozenset[str]:
    """Inputs (tags and region aside) that mean something else than before; an unknown one counts too."""
    names = (old.keys() | new.keys()) - bookkeeping(row)
    if old.get(IMPORTED):
        # What the program leaves open, AWS decided; what AWS never shows, the import could not know.
        names = (names & new.keys()) - ((row.kept | row.unread) - old.keys())
        old = _as_asked(row, old, new)
    return frozenset(
        name
        for name in names
        if has_unknown(new.get(name)) or not same(old.get(name), new.get(name), as_json=name in row.json)
    )


def _as_asked(row: Resource, old: Properties, new: Properties) -> Properties:
    """Imported inputs hold all that shows; only what the program speaks of is compared.

    What is empty does not show, so a program may say that it is.
    """
    empty = {name: value for name, value in new.items() if value in ([], {}, "") and name not in old}
    same_said = {name: new[name] for name in new if says_the_same(row, name, old.get(name), new[name])}
    restored = {name: restore(old.get(name), new[name], as_json=name in row.json) for name in new}
    return restored | empty | same_said


def difference(
    row: Resource, old: Properties, new: Properties, takes: Callable[[frozenset[str]], bool]
) -> Difference:
    """Compare two sets of inputs.

    Args:
        row: the type's row.
        old: the inputs of the last update, or as last refreshed.
        new: the checked inputs of the program.
        takes: whether an update call exists for these inputs; what none takes can only be replaced.
    """
    changed = changed_properties(row, old, new)
    old = _as_asked(row, old, new) if old.get(IMPORTED) else old
    result = Difference(changed=set(changed))
    if row.replaces_when is not None:
        result.replaces |= row.replaces_when(old, new) & changed
    for name in changed:
        if name in row.kept or name in row.updates:
            continue
        create_only = _create_only(row, name, old.get(name), new.get(name))
        if create_only or not takes(frozenset({name})):
            result.replaces.add(name)
    result.delete_before_replace = bool(result.replaces) and _keeps_its_name(row, old, new)
    return result


def _create_only(row: Resource, name: str, old: Any, new: Any) -> bool:
    top = fold(schema.aws_name(row, name))
    paths = [path for path in schema.create_only(row.schema) if path[0] == top]
    named = [tuple(fold(step) for step in each.split(".")) for each in row.replaces]
    paths += [(top, *path[1:]) for path in named if path[0] == fold(name)]
    if (top,) in paths:
        return True
    return any(not same(_inside(old, path[1:]), _inside(new, path[1:])) for path in paths)


def _inside(value: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        if value is UNKNOWN:
            return UNKNOWN  # it may become any, so it counts as another
        if isinstance(value, list):
            items = cast("list[Any]", value)
            value = items[0] if items else None
        if not isinstance(value, Mapping):
            return None
        folded = {fold(key): item for key, item in cast("Mapping[str, Any]", value).items()}
        value = folded.get(step)
    return value


def _keeps_its_name(row: Resource, old: Properties, new: Properties) -> bool:
    """Whether the replacement would collide with the original: AWS's names are unique."""
    if row.delete_before_replace:
        return True
    if row.autoname is None:
        return False
    name = row.autoname[0]
    return name not in new.get(DEFAULTS, []) and old.get(name) == new.get(name) is not None

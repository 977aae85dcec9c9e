"""Between Pulumi's shapes and AWS's, by names that are the same when case is ignored."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from typing import Any, cast

from botocore.model import ListShape, MapShape, Shape, StructureShape


@functools.cache
def fold(name: str) -> str:
    """A name's form for comparison: ``dbSubnetGroupName``, ``DBSubnetGroupName`` and snake case agree."""
    return name.replace("_", "").replace("-", "").lower()


_COUNTED = {"Quantity", "Items"}  # CloudFront's form of a list


def member(shape: StructureShape, name: str) -> str | None:
    """The member of a structure that a Pulumi name means."""
    return pick({fold(each): each for each in shape.members}, name)


def to_aws(value: Any, shape: Shape) -> Any:
    """A Pulumi value in the form that an operation's parameter wants; what the shape lacks is left out."""
    if value is None:
        return None
    if isinstance(shape, StructureShape):
        return _to_structure(value, shape)
    if isinstance(shape, ListShape):
        if isinstance(value, Mapping) and _are_pairs(shape.member):
            tags = cast(Mapping[str, Any], value)
            return [{"Key": key, "Value": tags[key]} for key in sorted(tags)]
        items = cast(list[Any], value if isinstance(value, list) else [value])
        return [to_aws(item, shape.member) for item in items]
    if isinstance(shape, MapShape) and isinstance(value, Mapping):
        return {key: to_aws(item, shape.value) for key, item in cast(Mapping[str, Any], value).items()}
    return _to_scalar(value, shape.type_name)


def _are_pairs(shape: Shape) -> bool:
    """AWS writes a map of tags as a list of pairs."""
    return isinstance(shape, StructureShape) and shape.members.keys() == {"Key", "Value"}


def _to_structure(value: Any, shape: StructureShape) -> Any:
    if isinstance(value, list) and shape.members.keys() >= _COUNTED:
        rest = {"Enabled": value != []} if "Enabled" in shape.members else {}
        return _to_structure({"Items": value, **rest}, shape)
    if isinstance(value, list):  # Pulumi keeps a list where AWS has one object
        items = cast(list[Any], value)
        return _to_structure(items[0], shape) if items else None
    if not isinstance(value, Mapping):
        return value
    result: dict[str, Any] = {}
    for key, item in cast(Mapping[str, Any], value).items():
        name = member(shape, key)
        if name is not None and item is not None:
            result[name] = to_aws(item, shape.members[name])
    if shape.members.keys() >= _COUNTED:
        result["Quantity"] = len(result.get("Items", []))
    return result


def _to_scalar(value: Any, type_name: str) -> Any:
    """A plain value in the wanted type; one that has no such form stays, for botocore to refuse by name."""
    if type_name == "string" and not isinstance(value, str | bytes):
        return json.dumps(value) if isinstance(value, bool | dict | list) else str(value)
    if type_name in ("integer", "long", "float", "double") and isinstance(value, str | int | float):
        return _to_number(value, whole=type_name in ("integer", "long"))
    if type_name == "boolean" and isinstance(value, str):
        return {"true": True, "false": False}.get(value.lower(), value)
    return value


def _to_number(value: str | float, *, whole: bool) -> str | float:
    if whole and isinstance(value, int):
        return value
    try:
        number = float(value)
    except ValueError:
        return value
    if not whole:
        return number
    return int(number) if number.is_integer() else value


def from_aws(value: Any, shape: Any) -> Any:
    """A live AWS value in the SDK's shape (see sdk.Shape); None where it has no such form."""
    if isinstance(shape, Mapping):
        if isinstance(value, list):
            items = cast(list[Any], value)
            return from_aws(items[0], shape) if items else None
        if not isinstance(value, Mapping):
            return None
        live = {fold(key): item for key, item in cast(Mapping[str, Any], value).items()}
        picked = {
            name: from_aws(pick(live, name), each) for name, each in cast(Mapping[str, Any], shape).items()
        }
        return {name: item for name, item in picked.items() if item is not None}
    if isinstance(shape, list):
        inner = cast(list[Any], shape)[0]
        items = _items(value, inner)
        return [
            item for item in (from_aws(item, inner) for item in items if item is not None) if item is not None
        ]
    return _scalar_from_aws(value, str(shape))


def _items(value: Any, inner: Any) -> list[Any]:
    """What a list holds, where AWS has a list, CloudFront's form of one, or a single object."""
    if isinstance(value, list):
        return cast(list[Any], value)
    keeps_form = isinstance(inner, Mapping) and "items" in inner
    if isinstance(value, Mapping) and "Quantity" in value and not keeps_form:
        return cast(Mapping[str, Any], value).get("Items", [])
    return [value]


def _scalar_from_aws(value: Any, shape: str) -> Any:
    if shape == "map" and isinstance(value, list):
        pairs = cast("list[dict[str, Any]]", value)
        return {pair["Key"]: pair["Value"] for pair in pairs if pair.keys() == {"Key", "Value"}}
    if value is None or shape in ("map", "any"):
        return value
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, dict | list):
        return None if shape != "string" else json.dumps(value)
    if shape == "string":
        return value.isoformat() if hasattr(value, "isoformat") else _text(value)
    if shape == "number":
        return _to_number(_to_number(value, whole=False), whole=True)
    if shape == "boolean":
        return value if isinstance(value, bool) else str(value).lower() in ("true", "enabled", "enable")
    return value


def pick(folded: Mapping[str, Any], name: str) -> Any:
    """The item of a mapping with folded keys that a Pulumi name means; a plural finds a singular too."""
    key = fold(name)
    for candidate in (key, key.removesuffix("s"), f"{key}s", f"{key.removesuffix('ies')}y"):
        if candidate in folded:
            return folded[candidate]
    return None


def same(left: Any, right: Any, *, as_json: bool = False) -> bool:
    """Whether two Pulumi values mean the same: no order in lists of plain values, JSON by its meaning."""
    if as_json and isinstance(left, str) and isinstance(right, str):
        return _canonical_json(left) == _canonical_json(right)
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        one = _without_empty(cast(Mapping[str, Any], left))
        two = _without_empty(cast(Mapping[str, Any], right))
        return one.keys() == two.keys() and all(same(one[key], two[key], as_json=as_json) for key in one)
    if isinstance(left, list) and isinstance(right, list):
        return _same_lists(cast(list[Any], left), cast(list[Any], right), as_json)
    if isinstance(left, str | int | float) and isinstance(right, str | int | float):
        return _text(left) == _text(right)
    return left == right


def _text(value: Any) -> str:
    """A plain value as text, since Pulumi writes numbers and booleans as text in places."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _without_empty(value: Mapping[str, Any]) -> dict[str, Any]:
    return {key: item for key, item in value.items() if item is not None}


def _same_lists(left: list[Any], right: list[Any], as_json: bool) -> bool:
    if len(left) != len(right):
        return False
    if all(not isinstance(item, dict | list) for item in [*left, *right]):
        return sorted(map(_text, left)) == sorted(map(_text, right))
    return all(same(one, two, as_json=as_json) for one, two in zip(left, right, strict=True))


def _canonical_json(text: str) -> str:
    try:
        return json.dumps(_canonical(json.loads(text)), sort_keys=True)
    except ValueError:
        return text


def _canonical(value: Any) -> Any:
    """IAM reads a list of one and its item alike, and gives lists no order."""
    if isinstance(value, dict):
        return {key: _canonical(item) for key, item in cast(dict[str, Any], value).items()}
    if isinstance(value, list):
        items = [_canonical(item) for item in cast(list[Any], value)]
        if len(items) == 1 and isinstance(items[0], str):
            return items[0]
        return sorted(items, key=lambda item: json.dumps(item, sort_keys=True))
    return value


def restore(live: Any, wanted: Any, *, as_json: bool = False, filled_in: bool = False) -> Any:
    """The live value seen through the value that was asked for: only what was asked, and in its order.

    AWS fills in what the user left open and orders lists as it likes; neither is a drift. With ``filled_in``
    what AWS filled in is there too: an output shows it, such as a cluster's security group.
    """
    if wanted is None or live is None:
        return live
    if same(live, wanted, as_json=as_json):
        return wanted
    if isinstance(live, Mapping) and isinstance(wanted, Mapping):
        have = cast(Mapping[str, Any], live)
        rest = {key: item for key, item in have.items() if filled_in and key not in wanted}
        asked = cast(Mapping[str, Any], wanted).items()
        return {
            **{
                key: restore(have.get(key), item, as_json=as_json, filled_in=filled_in) for key, item in asked
            },
            **rest,
        }
    if isinstance(live, list) and isinstance(wanted, list):
        return _restore_list(cast(list[Any], live), cast(list[Any], wanted), as_json, filled_in)
    return cast(Any, live)


def _restore_list(live: list[Any], wanted: list[Any], as_json: bool, filled_in: bool) -> list[Any]:
    """Each wanted item meets the first live one that says the same; what is left over stays as it is."""
    rest = list(live)
    result: list[Any] = []
    for item in wanted:
        seen = ((each, restore(each, item, as_json=as_json)) for each in rest)
        match = next((each for each, value in seen if same(value, item, as_json=as_json)), None)
        if match is not None:
            rest.remove(match)
            result.append(restore(match, item, as_json=as_json, filled_in=filled_in))
    return [*result, *rest]

"""``iam.getPolicyDocument``, computed without AWS, as the real provider computes it."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from typing import Any, cast

from tenfold_sandbox.plugin import PluginError
from tenfold_sandbox.provider.functions.query import Query
from tenfold_sandbox.values import Properties

_Statement = dict[str, Any]
_OLD = "2008-10-17"


def _policy_document(query: Query) -> Properties:
    args = query.args
    version: str = args.get("version") or "2012-10-17"
    document: dict[str, Any] = {"Statement": []}
    sources = [_parse(text) for text in _list(args, "sourcePolicyDocuments")]
    _refuse_twins((each for source in sources for each in source["Statement"]), "sourcePolicyDocuments")
    own = [_statement(each, version) for each in _list(args, "statements")]
    _refuse_twins(own, "statements")
    overrides = [_parse(text) for text in _list(args, "overridePolicyDocuments")]
    mine = {"Id": args.get("policyId"), "Version": version, "Statement": own}
    for each in (*sources, mine, *overrides):
        _merge(document, each)
    ordered = {key: document.get(key) for key in ("Version", "Id", "Statement")}
    ordered = {key: value for key, value in ordered.items() if value}
    pretty = _escape(json.dumps(ordered, indent=2, ensure_ascii=False))
    minified = _escape(json.dumps(ordered, separators=(",", ":"), ensure_ascii=False))
    return {
        "id": str(zlib.crc32(pretty.encode())),
        "json": pretty,
        "minifiedJson": minified,
        "version": version,
    }


def _list(args: Mapping[str, Any], name: str) -> list[Any]:
    return args.get(name) or []


def _merge(document: dict[str, Any], other: Mapping[str, Any]) -> None:
    """A statement takes the place of the earlier one with its sid; others are added."""
    if other.get("Id"):
        document["Id"] = other["Id"]
    document["Version"] = max(document.get("Version", ""), other.get("Version") or "")
    statements: list[_Statement] = document["Statement"]
    for statement in other["Statement"]:
        sid = statement.get("Sid")
        place = next((i for i, each in enumerate(statements) if sid and each.get("Sid") == sid), None)
        if place is None:
            statements.append(statement)
        else:
            statements[place] = statement


def _refuse_twins(statements: Iterable[_Statement], where: str) -> None:
    seen: set[str] = set()
    for sid in (each.get("Sid") for each in statements):
        if sid and sid in seen:
            raise PluginError(
                f"getPolicyDocument: the Sid {sid!r} stands twice in {where}. Give each its own, or none."
            )
        seen.add(sid or "")


def _statement(args: Mapping[str, Any], version: str) -> _Statement:
    """One statement of the program, its keys in the order that the real provider writes them."""

    def values(name: str) -> Any:
        return _one_or_sorted([_variable(each, version) for each in _list(args, name)])

    parts = {
        "Sid": args.get("sid"),
        "Effect": args.get("effect") or "Allow",
        "Action": _one_or_sorted(args.get("actions") or []),
        "NotAction": _one_or_sorted(args.get("notActions") or []),
        "Resource": values("resources"),
        "NotResource": values("notResources"),
        "Principal": _principals(args.get("principals") or [], version),
        "NotPrincipal": _principals(args.get("notPrincipals") or [], version),
        "Condition": _conditions(args.get("conditions") or [], version),
    }
    return {name: value for name, value in parts.items() if value}


def _variable(text: str, version: str) -> str:
    """``&{aws:username}`` is written for ``${aws:username}``, which Terraform would resolve itself."""
    if version == _OLD and "&{" in text:
        raise PluginError(f"getPolicyDocument: {text!r} has a variable, which version {_OLD} does not know.")
    return text.replace("&{", "${")


def _one_or_sorted(values: list[str]) -> Any:
    unique = sorted(set(values), reverse=True)
    return unique[0] if len(unique) == 1 else unique


def _as_list(value: Any) -> list[Any]:
    return list(cast("list[Any]", value)) if isinstance(value, list) else [value]


def _principals(principals: list[Mapping[str, Any]], version: str) -> Any:
    found: dict[str, Any] = {}
    for each in principals:
        names = _one_or_sorted([_variable(name, version) for name in each["identifiers"]])
        kind: str = each["type"]
        found[kind] = [*_as_list(found[kind]), *_as_list(names)] if kind in found else names
    return "*" if found == {"*": "*"} else dict(sorted(found.items()))


def _conditions(conditions: list[Mapping[str, Any]], version: str) -> dict[str, Any]:
    found: dict[str, dict[str, list[str]]] = {}
    for each in conditions:
        values = found.setdefault(each["test"], {}).setdefault(each["variable"], [])
        values.extend(_variable(value, version) for value in each["values"])
    return _flat_conditions(found)


def _flat_conditions(conditions: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {
        test: {key: values[0] if len(values) == 1 else values for key, values in sorted(each.items())}
        for test, each in sorted(conditions.items())
    }


_ORDER = (
    "Sid",
    "Effect",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Principal",
    "NotPrincipal",
    "Condition",
)


def _parse(text: str) -> dict[str, Any]:
    """Another document, in the form that the real provider gives it on the way through."""
    try:
        document: dict[str, Any] = json.loads(text)
    except ValueError as error:
        raise PluginError(
            f"getPolicyDocument: a policy document is not JSON ({error}). Correct it."
        ) from None
    statements: list[_Statement] = _as_list(document.get("Statement") or [])
    return {**document, "Statement": [_read_statement(each) for each in statements]}


def _read_statement(statement: _Statement) -> _Statement:
    parts = {name: statement.get(name) for name in _ORDER}
    for name in ("Principal", "NotPrincipal"):
        parts[name] = _read_principals(parts[name])
    conditions: Mapping[str, Mapping[str, Any]] = parts["Condition"] or {}
    parts["Condition"] = _flat_conditions(
        {
            test: {key: [_text(value) for value in _as_list(values)] for key, values in each.items()}
            for test, each in conditions.items()
        }
    )
    return {name: value for name, value in parts.items() if value}


def _read_principals(principals: Any) -> Any:
    if not isinstance(principals, Mapping):
        return principals
    kinds = cast("Mapping[str, Any]", principals)
    found = {
        kind: sorted(_as_list(names), reverse=True) if isinstance(names, list) else names
        for kind, names in sorted(kinds.items())
    }
    return "*" if found in ({"*": "*"}, {"*": ["*"]}) else found


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else value


def _escape(text: str) -> str:
    """As Go writes JSON: safe inside HTML."""
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


FUNCTIONS = {"aws:iam/getPolicyDocument:getPolicyDocument": _policy_document}

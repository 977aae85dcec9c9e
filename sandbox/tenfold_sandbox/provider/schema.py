"""AWS's published resource schemas: what is required, allowed, create-only. They ship in cfn-lint's wheel."""

from __future__ import annotations

import functools
import importlib.util
import ipaddress
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import regex
from jsonschema import Draft7Validator, exceptions, validators

from tenfold_sandbox.provider.convert import fold
from tenfold_sandbox.provider.reasons import reason
from tenfold_sandbox.provider.table import Resource
from tenfold_sandbox.values import UNKNOWN


def _data() -> Path:
    """The folder of the schemas, found without an import of cfnlint: that takes as long as all else here."""
    spec = importlib.util.find_spec("cfnlint")
    assert spec is not None, "cfn-lint is a requirement of the sandbox"
    assert spec.origin is not None, "and a package of files"
    return Path(spec.origin).parent / "data" / "schemas"


_DATA = _data()

# Rules beyond the schemas proper: which instance classes and engine versions a region has. The second
# part says at which property a rule applies; () is the whole resource.
_INSTANCE_TYPES = "aws_ec2_instance/instancetype_enum"
_RULES: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "AWS::RDS::DBInstance": (
        ("aws_rds_dbinstance/dbinstanceclass_enum", ()),
        ("aws_rds_dbinstance/engine_version", ()),
    ),
    "AWS::RDS::DBCluster": (
        ("aws_rds_dbcluster/dbclusterinstanceclass_enum", ()),
        ("aws_rds_dbcluster/engine_version", ()),
    ),
    "AWS::EC2::Instance": ((_INSTANCE_TYPES, ("InstanceType",)),),
    "AWS::EC2::LaunchTemplate": ((_INSTANCE_TYPES, ("InstanceType",)),),
    "AWS::EKS::Nodegroup": ((_INSTANCE_TYPES, ("InstanceTypes", "*")),),
    "AWS::ElastiCache::ReplicationGroup": (
        ("aws_elasticache_cachecluster/cachenodetype_enum", ("CacheNodeType",)),
        ("aws_elasticache_cachecluster/engine_version", ()),
    ),
}

# What the validator may report; the rest is a matter of form, which conversion has already settled.
_TELLING = {
    "enum",
    "enumCaseInsensitive",
    "const",
    "format",
    "pattern",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "required",
}

Problem = tuple[str, str]
"""A Pulumi property and why it is refused."""


@functools.cache
def regions() -> list[str]:
    """Every region that AWS publishes schemas for."""
    return sorted(file.stem for file in (_DATA / "providers").glob("*-*.json"))


@functools.cache
def _index() -> dict[str, str]:
    return json.loads((_DATA / "providers" / "us-east-1.json").read_text())


@functools.cache
def load(name: str) -> dict[str, Any]:
    """The schema of ``AWS::EC2::Subnet`` as us-east-1 publishes it."""
    return json.loads((_DATA / "resources" / f"{_index()[name]}.json").read_text())


@functools.cache
def _rule(path: str, region: str) -> dict[str, Any]:
    rule: dict[str, Any] = json.loads((_DATA / "extensions" / f"{path}.json").read_text())
    if path == "aws_rds_dbcluster/engine_version":
        _add_major_versions(rule)
    return rule.get(region, {}) if "us-east-1" in rule else rule


def _add_major_versions(rule: dict[str, Any]) -> None:
    """``17`` is a version too: the table has it for Aurora, and forgets it for Multi-AZ DB clusters."""
    for each in rule["allOf"]:
        parts = {"postgres": 1, "mysql": 2}.get(each["if"]["properties"]["Engine"].get("const"))
        if parts is not None and "EngineVersion" in each["if"]["properties"]:
            allowed: list[str] = each["then"]["properties"]["EngineVersion"]["enum"]
            allowed += sorted({".".join(version.split(".")[:parts]) for version in allowed})


def _node(row: Resource) -> dict[str, Any]:
    """The object schema that the row's properties live in."""
    schema = load(str(row.schema))
    node = _resolve(schema["properties"][row.schema_root], schema) if row.schema_root else schema
    return {"properties": node["properties"], "definitions": schema.get("definitions", {})}


def _resolve(node: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = node.get("$ref")
    if not isinstance(reference, str):
        return node
    return schema.get("definitions", {}).get(reference.rsplit("/", 1)[-1], {})


@functools.cache
def create_only(row_schema: str | None) -> frozenset[tuple[str, ...]]:
    """Folded paths of the properties whose change AWS meets by replacing the resource."""
    if row_schema is None:
        return frozenset()
    paths: list[str] = load(row_schema).get("createOnlyProperties", [])
    return frozenset(
        tuple(fold(step) for step in path.removeprefix("/properties/").split("/")) for path in paths
    )


def problems(row: Resource, inputs: Mapping[str, Any], region: str) -> list[Problem]:
    """What AWS's schema and its rules for the region refuse: one problem a property at most."""
    if row.schema is None:
        return []
    node = _node(row)
    document, names = _document(row, inputs, node)
    candidates = [node, *(_placed(_rule(path, region), at) for path, at in _RULES.get(row.schema, ()))]
    found: dict[str, str] = {}
    for candidate in candidates:
        for error in _errors(candidate, document):
            name = _blamed(error, names)
            if name is not None:
                found.setdefault(name, reason(error.validator, error.instance, _limit(error, names)))
    return list(found.items())


def _placed(rule: dict[str, Any], at: Sequence[str]) -> dict[str, Any]:
    for step in reversed(at):
        rule = {"items": rule} if step == "*" else {"properties": {step: rule}}
    return rule


def _pattern(_: Any, pattern: str, instance: Any, __: Any) -> Iterator[exceptions.ValidationError]:
    # AWS writes its patterns for Java and JavaScript; `regex` knows the classes that `re` refuses.
    if isinstance(instance, str) and not regex.search(pattern, instance):
        yield exceptions.ValidationError("")


def _enum(_: Any, allowed: list[str], instance: Any, __: Any) -> Iterator[exceptions.ValidationError]:
    if isinstance(instance, str) and instance.lower() not in (each.lower() for each in allowed):
        yield exceptions.ValidationError("")


def _format(_: Any, wanted: str, instance: Any, __: Any) -> Iterator[exceptions.ValidationError]:
    networks = {"ipv4-network": ipaddress.IPv4Network, "ipv6-network": ipaddress.IPv6Network}
    if isinstance(instance, str) and wanted in networks:
        try:
            networks[wanted](instance)
        except ValueError:
            yield exceptions.ValidationError("")


_extend = cast(Callable[..., Any], validators.extend)  # pyright: ignore[reportUnknownMemberType]  # untyped there
_KEYWORDS = {"pattern": _pattern, "enumCaseInsensitive": _enum, "format": _format}
_Validator = _extend(Draft7Validator, _KEYWORDS)


def _errors(schema: dict[str, Any], document: dict[str, Any]) -> Iterator[Any]:
    for error in _Validator(schema).iter_errors(document):
        newest_patch = error.validator == "enum" and str(error.instance).endswith(".x")  # as in Redis "6.x"
        if error.validator in _TELLING and not newest_patch:
            yield error


_Names = dict[tuple[str | int, ...], str]


def _document(
    row: Resource, inputs: Mapping[str, Any], node: Mapping[str, Any]
) -> tuple[dict[str, Any], _Names]:
    """The inputs as AWS's schema names them, and for each path the Pulumi property that stands there."""
    names: _Names = {}
    document: dict[str, Any] = {}
    folded = {fold(name): name for name in node["properties"]}
    for prop, value in inputs.items():
        name = folded.get(fold(aws_name(row, prop)))
        if name is None or prop in ("tags", "region"):
            continue
        converted = _rename(value, node["properties"][name], node, (name,), prop, names)
        if converted is not None:
            document[name] = converted
    return document, names


def _rename(
    value: Any,
    shape: Mapping[str, Any],
    schema: Mapping[str, Any],
    path: tuple[str | int, ...],
    pulumi: str,
    names: _Names,
) -> Any:
    names[path] = pulumi
    if value is UNKNOWN or value is None:
        return None
    shape = _resolve(shape, schema)
    if shape.get("type") == "array":
        value = _pairs(value, _resolve(shape.get("items", {}), schema))
        items = cast(list[Any], value) if isinstance(value, list) else [value]
        renamed = [
            _rename(item, shape.get("items", {}), schema, (*path, i), f"{pulumi}[{i}]", names)
            for i, item in enumerate(items)
        ]
        return renamed if all(item is not None for item in renamed) else None
    if isinstance(value, Mapping) and "properties" in shape:
        folded = {fold(name): name for name in shape["properties"]}
        result: dict[str, Any] = {}
        for key, item in cast(Mapping[str, Any], value).items():
            name = folded.get(fold(key))
            if name is not None:
                where = (*path, name)
                renamed = _rename(item, shape["properties"][name], schema, where, f"{pulumi}.{key}", names)
                if renamed is not None:
                    result[name] = renamed
        return result
    return _typed(value, shape.get("type"))


def _pairs(value: Any, item: Mapping[str, Any]) -> Any:
    """A map where AWS's schema has a list of keys and values."""
    if isinstance(value, Mapping) and item.get("properties", {}).keys() == {"Key", "Value"}:
        return [{"Key": key, "Value": each} for key, each in cast(Mapping[str, Any], value).items()]
    return cast(Any, value)


def _typed(value: Any, wanted: Any) -> Any:
    """AWS's schema says number where Pulumi may carry text, and the other way."""
    if wanted in ("integer", "number") and isinstance(value, str):
        return int(value) if value.lstrip("-").isdigit() else None
    if wanted == "string" and isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value


def _blamed(error: Any, names: _Names) -> str | None:
    """The Pulumi property that an error is told of; None when it is not told.

    What is required is told of nested objects only: the top level is the SDK's business, and Terraform's
    arguments are often alternatives (a snapshot instead of a user name) where AWS requires one.
    """
    path = tuple(error.absolute_path)
    if error.validator == "required" and not (path and _missing(error, names)):
        return None
    return names.get(path)


def _limit(error: Any, names: _Names) -> Any:
    return _missing(error, names) if error.validator == "required" else error.validator_value


def _missing(error: Any, names: _Names) -> list[str]:
    """What an object lacks; a value that is not known yet is none."""
    path = tuple(error.absolute_path)
    return [
        name for name in error.validator_value if name not in error.instance and (*path, name) not in names
    ]


def aws_name(row: Resource, name: str) -> str:
    """What AWS's schema calls a Pulumi property."""
    return row.schema_names.get(name) or row.names.get(name) or name

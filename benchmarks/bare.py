"""A program without components that registers the same resources as a stack that is up.

It is made from the stack's state: each resource with its inputs, where a value that another resource's
outputs hold becomes a reference to that output, so that the bare program has the same graph.
"""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Iterator
from typing import Any

from pulumi import _types

PROGRAM = '''
"""Registers what graph.json lists, through the SDK's own classes."""
import json
import re

import pulumi
import pulumi_aws as aws
import pulumi_random as random
from pulumi import _types

MARK = re.compile(r"<<([^>]+)\\|([^>]+)>>")
made = {}


def reference(name, path):
    head, *rest = path.split(".")
    resource = made[name]
    output = getattr(resource, _types.resource_pulumi_to_py_names(type(resource)).get(head, head))
    for step in rest:
        # Outputs lift both, also where a part is not known yet.
        output = output[int(step)] if step.isdigit() else getattr(output, snake(step))
    return output


def snake(name):
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\\1", name).lower()


def resolve(value):
    if isinstance(value, dict):
        return {key: resolve(item) for key, item in value.items()}
    if isinstance(value, list):
        return [resolve(item) for item in value]
    if not isinstance(value, str):
        return value
    parts = MARK.split(value)
    if len(parts) == 1:
        return value
    if parts[0] == parts[-1] == "" and len(parts) == 4:
        return reference(parts[1], parts[2])
    texts, names, paths = parts[::3], parts[1::3], parts[2::3]
    pieces = [texts[0]]
    for text, name, path in zip(texts[1:], names, paths):
        pieces += [reference(name, path), text]
    return pulumi.Output.concat(*pieces)


for each in json.load(open("graph.json")):
    package, module, name = each["type"].split(":")
    root = {"aws": aws, "random": random}[package]
    module = module.split("/")[0]
    space = root if module == "index" else getattr(root, module)
    cls = getattr(space, name)
    arguments = {each["names"].get(key, key): resolve(value) for key, value in each["inputs"].items()}
    options = pulumi.ResourceOptions(depends_on=[made[other] for other in each["depends_on"]])
    made[each["key"]] = cls(each["name"], **arguments, opts=options)
'''


def graph(resources: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The bare program's data, in the state's order, which is the order of creation."""
    custom = [each for each in resources if each.get("custom") and not each["type"].startswith("pulumi:")]
    sources = dict(_sources(custom))
    keys = {each["urn"]: _key(each) for each in custom}
    pattern = re.compile("|".join(re.escape(value) for value in sorted(sources, key=len, reverse=True)))
    found: list[dict[str, Any]] = []
    made: set[str] = set()
    for each in custom:
        own = keys[each["urn"]]
        found.append(
            {
                "type": each["type"],
                "key": own,
                "name": each["urn"].rsplit("::", 1)[-1],
                "inputs": _referring(_inputs(each), pattern, sources, made),
                "names": _python_names(each["type"]),
                "depends_on": [keys[urn] for urn in each.get("dependencies", []) if urn in keys],
            }
        )
        made.add(own)
    return found


def _key(resource: dict[str, Any]) -> str:
    """Names are unique within a type only."""
    return f"{resource['type']} {resource['urn'].rsplit('::', 1)[-1]}"


def _inputs(resource: dict[str, Any]) -> dict[str, Any]:
    chosen = set(resource["inputs"].get("__defaults", []))
    return {
        key: _plain(value)
        for key, value in resource["inputs"].items()
        if not key.startswith("__") and key not in chosen
    }


def _plain(value: Any) -> Any:
    """A value without the marks of secrets."""
    if isinstance(value, dict):
        if "plaintext" in value:
            return json.loads(value["plaintext"])
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value


def _sources(resources: list[dict[str, Any]]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Values that AWS made up, with the resource and output that they come from; the first source wins."""
    seen: set[str] = set()
    for each in resources:
        given = set(_leaves(_inputs(each), ""))
        known = {value for _, value in given}
        leaves = [("id", each["id"]), *_leaves(_plain(each.get("outputs", {})), "")]
        for path, value in leaves:
            if (
                value not in known
                and len(value) > 11
                and value not in seen
                and not path.startswith(("tags", "__"))
            ):
                seen.add(value)
                yield value, (_key(each), path)


def _leaves(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _leaves(item, f"{path}.{number}")
    elif isinstance(value, str):
        yield path, value


def _referring(
    value: Any, pattern: re.Pattern[str], sources: dict[str, tuple[str, str]], made: set[str]
) -> Any:
    if isinstance(value, dict):
        return {key: _referring(item, pattern, sources, made) for key, item in value.items()}
    if isinstance(value, list):
        return [_referring(item, pattern, sources, made) for item in value]
    if not isinstance(value, str):
        return value

    def mark(found: re.Match[str]) -> str:
        name, path = sources[found[0]]
        return found[0] if name not in made else f"<<{name}|{path}>>"

    return pattern.sub(mark, value)


def _python_names(token: str) -> dict[str, str]:
    """Pulumi's property names to the SDK's arguments."""
    package, module, name = token.split(":")
    module = module.split("/")[0]
    space = importlib.import_module(f"pulumi_{package}" + ("" if module == "index" else f".{module}"))
    classes = importlib.import_module(getattr(space, name).__module__)
    # Where a nested type has the name already, the SDK says InitArgs.
    args = getattr(classes, f"{name}InitArgs", None) or getattr(classes, f"{name}Args")
    return {pulumi: python for python, pulumi in _types.input_type_py_to_pulumi_names(args).items()}

"""Tenfold's own stack with the faults of faults.yaml: its resources changed, and some of other types."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pulumi
import yaml

from tenfold_stacks import build, load

FAULTS = yaml.safe_load((Path(__file__).parent / "faults.yaml").read_text())
CHANGES: dict[str, list[dict[str, Any]]] = {}
for fault in FAULTS:
    if "of" in fault:
        CHANGES.setdefault(f"{fault['of']} {fault['resource']}", []).append(fault)

MADE: dict[str, pulumi.CustomResource] = {}


class Stand(pulumi.ComponentResource):
    """A Kubernetes object as the packs see it, without a provider or a cluster that would take it."""


def changed(value: Any, path: list[str], to: Any) -> Any:
    """The value with another at a path; None removes what is there."""
    if not path:
        return to
    if isinstance(value, list):
        place = int(path[0])
        return [changed(each, path[1:], to) if number == place else each for number, each in enumerate(value)]
    rest = {key: each for key, each in (value or {}).items() if key != path[0]}
    new = changed((value or {}).get(path[0]), path[1:], to)
    return rest if new is None else {**rest, path[0]: new}


def transform(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult | None:
    faults = CHANGES.pop(f"{args.type_} {args.name}", None)
    if faults is None:
        return None
    props: Any = args.props
    for fault in faults:
        for path, to in fault.get("set", {}).items():
            props = changed(props, path.split("."), to)
        args.opts.protect = fault.get("protect", args.opts.protect)
    return pulumi.ResourceTransformResult(props=props, opts=args.opts)


def referring(value: Any) -> Any:
    """A value in which ``@name`` is the id of a resource above."""
    if isinstance(value, dict):
        return {key: referring(each) for key, each in value.items()}
    if isinstance(value, list):
        return [referring(each) for each in value]
    return MADE[value[1:]].id if isinstance(value, str) and value.startswith("@") else value


pulumi.runtime.register_resource_transform(transform)
settings = load()
build(settings)
for each in FAULTS:
    if "new" not in each:
        continue
    token, name, props = each["new"], each["resource"], referring(each.get("set", {}))
    if token.startswith("kubernetes:"):
        Stand(token, name, props)
        continue
    if each.get("tagged", True):
        props["tags"] = dict(settings.all_tags)
    options = pulumi.ResourceOptions(protect=each.get("protect"))
    MADE[name] = pulumi.CustomResource(token, name, props, options)

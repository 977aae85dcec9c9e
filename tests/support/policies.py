"""A rule's cases: resources in few words, and what the rule says of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from tenfold_policies.judge import Fault, Untold, judge_all
from tenfold_policies.resource import Resource, Stack
from tenfold_policies.rule import Context, Rule


def resource(type_: str, name: str = "one", /, **properties: Any) -> Resource:
    """A resource with these properties, by Pulumi's names."""
    return Resource(
        type=type_, name=name, urn=f"urn:pulumi:prod::shop::{type_}::{name}", properties=properties
    )


def deployment(name: str, pod: Any, namespace: str = "shop") -> Resource:
    """A Kubernetes Deployment whose pods have this specification."""
    spec = {"template": {"spec": pod}}
    return resource("kubernetes:apps/v1:Deployment", name, metadata={"namespace": namespace}, spec=spec)


def refers(referring: Resource, property_: str, *to: Resource) -> Resource:
    """The same, with a property whose value comes from other resources."""
    references = {**referring.references, property_: frozenset(each.urn for each in to)}
    return replace(referring, references=references)


@dataclass(frozen=True)
class Verdict:
    """What a rule says of a stack, by the resources' names."""

    faults: Mapping[str, list[str]]
    untold: set[str]

    @property
    def passes(self) -> bool:
        """Nothing is wrong, and nothing is left open."""
        return not self.faults and not self.untold


def judged(
    rule: Rule,
    *resources: Resource,
    environment: str = "prod",
    stage: str = "",
    parameters: Mapping[str, Any] | None = None,
) -> Verdict:
    """One rule's verdict on these resources, which are the whole stack."""
    context = Context(Stack(resources), rule.parse(parameters or {}), environment, stage)
    faults: dict[str, list[str]] = {}
    untold: set[str] = set()
    for each in judge_all([(rule, context)]):
        match each:
            case Fault():
                faults.setdefault(each.resource.name, []).append(each.message)
            case Untold():
                untold.add(each.resource.name)
    return Verdict(faults, untold)

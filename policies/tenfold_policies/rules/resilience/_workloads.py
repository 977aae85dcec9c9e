"""Kubernetes workloads, what scales them and what guards them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, cast

from tenfold_policies.resource import Resource, Stack
from tenfold_policies.rules.resilience._matching import matching
from tenfold_policies.values import UNKNOWN, Undecided

DEPLOYMENT = "kubernetes:apps/v1:Deployment"
STATEFUL_SET = "kubernetes:apps/v1:StatefulSet"
DAEMON_SET = "kubernetes:apps/v1:DaemonSet"
REPLICATED = (DEPLOYMENT, STATEFUL_SET)
BUDGETS = ("kubernetes:policy/v1:PodDisruptionBudget",)
AUTOSCALERS = (
    "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
    "kubernetes:autoscaling/v2beta2:HorizontalPodAutoscaler",
    "kubernetes:autoscaling/v1:HorizontalPodAutoscaler",
)
SCALED_OBJECT = "kubernetes:keda.sh/v1alpha1:ScaledObject"
_NAMESPACE = "kubernetes:core/v1:Namespace"
_ANY = ("", "")
_CONTAINERS = "spec.template.spec.containers"


def containers(workload: Resource) -> Iterator[tuple[str, str]]:
    """The path and the name of each container; not those that run before the pod starts.

    Raises:
        Undecided: after those that are known, if there is one that isn't.
    """
    many = cast("list[Any]", workload.get(_CONTAINERS, []))
    for index, each in enumerate(many):
        if each is not UNKNOWN:
            path = f"{_CONTAINERS}.{index}"
            yield path, str(workload.known(f"{path}.name", f"number {index}"))
    if any(each is UNKNOWN for each in many):
        raise Undecided(_CONTAINERS)


def autoscaler(workload: Resource, stack: Stack) -> Resource | None:
    """The HorizontalPodAutoscaler that sets the workload's replicas."""
    found = _scalers(workload, stack, *AUTOSCALERS)
    return found[0] if found else None


def is_event_driven(workload: Resource, stack: Stack) -> bool:
    """Whether KEDA sets the workload's replicas: none without work is then what is meant."""
    return bool(_scalers(workload, stack, SCALED_OBJECT))


def replicas(workload: Resource, stack: Stack) -> int:
    """The workload's replicas at least: its autoscaler's minimum, or its own; Kubernetes' default is 1."""
    scaler = autoscaler(workload, stack)
    return int(scaler.get("spec.minReplicas", 1) if scaler else workload.get("spec.replicas", 1))


def budgets(workload: Resource, stack: Stack) -> list[Resource]:
    """The PodDisruptionBudgets that guard the workload's pods."""
    index, labels = _by_label(stack, *BUDGETS), _labels(workload)
    possible = {each.urn: each for pair in [*labels.items(), _ANY] for each in index.get(pair, ())}
    if UNKNOWN in labels.values():
        possible = {each.urn: each for each in stack.of(*BUDGETS)}
    return matching(possible.values(), lambda each: _guards(each, workload, stack))


def guarded(budget: Resource, stack: Stack) -> list[Resource]:
    """The workloads whose pods a PodDisruptionBudget guards."""
    index, pairs = _by_label(stack, *REPLICATED), _pairs(budget)
    one = pairs[0] if pairs else _ANY
    possible = stack.of(*REPLICATED) if one == _ANY else [*index.get(one, ()), *index.get(_ANY, ())]
    return matching(possible, lambda each: _guards(budget, each, stack))


def _guards(budget: Resource, workload: Resource, stack: Stack) -> bool:
    """Whether a budget's selector finds the workload's pods."""
    selector = budget.get("spec.selector")
    return _in_one_namespace(budget, workload, stack) and selects(selector, _labels(workload))


def selects(selector: Any, labels: Mapping[str, Any]) -> bool:
    """Whether a label selector finds pods with these labels. One that is left out finds none, {} all."""
    if selector is None:
        return False
    expressions = [
        *({"key": key, "operator": "In", "values": [value]} for key, value in _part(selector, "matchLabels")),
        *cast("list[Any]", cast("Mapping[str, Any]", selector).get("matchExpressions") or []),
    ]
    return all(_holds(each, labels) for each in expressions)


def selects_itself(workload: Resource, selector: Any) -> bool:
    """Whether a selector finds the workload's own pods."""
    return selects(selector, _labels(workload))


def amount(share: Any, of: int) -> int:
    """An absolute number or a percentage of pods, which Kubernetes rounds up for budgets."""
    text = str(share)
    return math.ceil(int(text[:-1]) * of / 100) if text.endswith("%") else int(text)


@lru_cache(maxsize=4)
def _by_label(stack: Stack, *types: str) -> Mapping[tuple[str, Any], list[Resource]]:
    """By label: the workloads that have it, or the budgets that ask for it; by ``_ANY`` where that is not so
    clear. Made once a stack: to try each budget on each workload takes too long in a large one."""
    found: dict[tuple[str, Any], list[Resource]] = defaultdict(list)
    for each in stack.of(*types):
        for pair in _pairs(each) or [_ANY]:
            found[pair].append(each)
    return found


def _pairs(object_: Resource) -> list[tuple[str, Any]]:
    """The labels that a workload has or a budget asks for; none if one of them is not known yet."""
    path = "spec.selector.matchLabels" if object_.type in BUDGETS else "spec.template.metadata.labels"
    pairs = list(cast("Mapping[str, Any]", object_.known(path) or {}).items())
    return [] if any(value is UNKNOWN for _, value in pairs) else pairs


def _labels(workload: Resource) -> Mapping[str, Any]:
    return workload.get("spec.template.metadata.labels") or {}


def _part(selector: Any, name: str) -> list[tuple[str, Any]]:
    part = cast("Mapping[str, Any]", cast("Mapping[str, Any]", selector).get(name) or {})
    return list(part.items())


def _holds(expression: Mapping[str, Any], labels: Mapping[str, Any]) -> bool:
    if expression is UNKNOWN:
        raise Undecided("spec.selector")
    key, values = expression["key"], cast("list[Any]", expression.get("values") or [])
    has, value = key in labels, labels.get(key)
    match expression["operator"]:
        case "Exists":
            return has
        case "DoesNotExist":
            return not has
        case operator:
            if has and any(each is UNKNOWN for each in (value, *values)):
                raise Undecided("spec.selector")
            return (has and value in values) if operator == "In" else value not in values


def _scalers(workload: Resource, stack: Stack, *types: str) -> list[Resource]:
    name = workload.known("metadata.name")
    possible = [
        each
        for type_ in types
        for each in (stack.having(type_, "spec.scaleTargetRef.name", name) if name else stack.of(type_))
    ]
    return matching(possible, lambda each: _scales(each, workload, stack))


def _scales(scaler: Resource, workload: Resource, stack: Stack) -> bool:
    kind = workload.type.rpartition(":")[2]
    if scaler.get("spec.scaleTargetRef.kind", "Deployment") != kind:
        return False
    if workload.urn in scaler.references.get("spec", ()):
        return True
    if stack.referred(scaler, "spec", *REPLICATED):
        return False
    same = scaler.get("spec.scaleTargetRef.name") == workload.get("metadata.name")
    return same and _in_one_namespace(scaler, workload, stack)


def _in_one_namespace(one: Resource, other: Resource, stack: Stack) -> bool:
    first, second = _namespace(one, stack), _namespace(other, stack)
    if type(first) is not type(second):
        raise Undecided("metadata.namespace")
    return first == second


def _namespace(object_: Resource, stack: Stack) -> str | frozenset[str]:
    """An object's namespace by name, or while that is unknown by the resource that it comes from."""
    try:
        return str(object_.get("metadata.namespace", "default"))
    except Undecided:
        found = frozenset(each.urn for each in stack.referred(object_, "metadata", _NAMESPACE))
        if not found:
            raise
        return found

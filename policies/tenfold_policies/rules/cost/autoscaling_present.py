"""What is paid for by size follows the load."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from tenfold_policies.resource import Resource, Stack
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.cost._names import EKS_CLUSTER, NODE_POOLS, SCALING_GROUP
from tenfold_policies.rules.cost._relations import node_groups, runs_in_auto_mode
from tenfold_policies.rules.cost._tags import tags_of

_TARGET = "aws:appautoscaling/target:Target"
_POLICIES = ("aws:autoscaling/policy:Policy", "aws:autoscaling/schedule:Schedule")
_IDENTITY = "aws:eks/podIdentityAssociation:PodIdentityAssociation"
# Tags by which the Cluster Autoscaler finds its groups.
_AUTOSCALERS = "k8s.io/cluster-autoscaler/"


def _check(resource: Resource, context: Context) -> Iterator[str]:
    yield from _CHECKS[resource.type](resource, context.stack)


def _cluster(cluster: Resource, stack: Stack) -> Iterator[str]:
    groups = node_groups(stack, cluster)
    if not groups or stack.of(*NODE_POOLS) or runs_in_auto_mode(cluster) or _has_karpenter(stack, cluster):
        return
    if not any(_is_range(each, "scalingConfig.minSize", "scalingConfig.maxSize") for each in groups):
        yield "minSize is maxSize in each of its node groups, and nothing else adds nodes."


def _has_karpenter(stack: Stack, cluster: Resource) -> bool:
    """Whether Karpenter's pods have a role: its node pools may be of another stack."""
    return any(
        "karpenter" in str(each.known("serviceAccount", ""))
        for each in stack.referring(cluster, _IDENTITY, "clusterName")
    )


def _group(group: Resource, stack: Stack) -> Iterator[str]:
    if not _is_range(group, "minSize", "maxSize"):
        if int(group.get("maxSize", 0)) > 1:
            yield f"minSize is maxSize: {group.get('maxSize')}."
        return
    scaled = any(stack.referring(group, type_, "autoscalingGroupName") for type_ in _POLICIES)
    if not scaled and not any(key.startswith(_AUTOSCALERS) for key in tags_of(group)):
        yield "no scaling policy changes its size between minSize and maxSize."


def _is_range(resource: Resource, least: str, most: str) -> bool:
    return int(resource.get(least, 0)) < int(resource.get(most, 0))


def _service(service: Resource, stack: Stack) -> Iterator[str]:
    if service.get("schedulingStrategy") != "DAEMON":
        yield from _targeted(service, stack, "desiredCount")


def _table(table: Resource, stack: Stack) -> Iterator[str]:
    if table.get("billingMode", "PROVISIONED") == "PROVISIONED":
        yield from _targeted(table, stack, "readCapacity and writeCapacity")


def _targeted(resource: Resource, stack: Stack, what: str) -> Iterator[str]:
    if any(_is_of(each, resource) for each in stack.of(_TARGET)):
        return
    for each in stack.of(_TARGET):
        if not each.references.get("resourceId"):
            each.get("resourceId")
    yield f"no autoscaling target changes {what}."


def _is_of(target: Resource, resource: Resource) -> bool:
    """Whether a target's id names a resource: ``table/NAME``, ``service/CLUSTER/NAME``."""
    if resource.urn in target.references.get("resourceId", ()):
        return True
    name = resource.known("name")
    return bool(name) and str(target.known("resourceId", "")).endswith(f"/{name}")


_CHECKS: Mapping[str, Callable[[Resource, Stack], Iterator[str]]] = {
    EKS_CLUSTER: _cluster,
    SCALING_GROUP: _group,
    "aws:ecs/service:Service": _service,
    "aws:dynamodb/table:Table": _table,
}

RULE = Rule(
    id="autoscaling-present",
    title="What is paid for by size follows the load",
    severity=Severity.LOW,
    why="A fixed size is the peak's size: it is paid for at night as well.",
    remedy="Set a maximum above the minimum and add what scales between them: Karpenter, a scaling policy, "
    "an appautoscaling Target; or choose on-demand capacity (DynamoDB).",
    reference="https://docs.aws.amazon.com/wellarchitected/latest/cost-optimization-pillar/"
    "cost_manage_demand_resources_dynamic.html",
    practice="COST09-BP03",
    types=tuple(_CHECKS),
    check=_check,
    relational=True,
)

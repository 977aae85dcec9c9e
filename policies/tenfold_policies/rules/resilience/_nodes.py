"""Groups of nodes."""

from __future__ import annotations

from tenfold_policies.resource import Resource, Stack

NODE_GROUP = "aws:eks/nodeGroup:NodeGroup"
GROUP = "aws:autoscaling/group:Group"


def beside(group: Resource, stack: Stack) -> list[Resource]:
    """The node groups of its cluster, itself included."""
    cluster = _cluster(group)
    return [each for each in stack.of(NODE_GROUP) if _cluster(each) == cluster]


def _cluster(group: Resource) -> object:
    return group.known("clusterName") or group.references.get("clusterName") or group.urn

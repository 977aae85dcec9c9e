"""What lies in which region, and what belongs together across them."""

from __future__ import annotations

from tenfold_policies.resource import Resource, Stack
from tenfold_policies.rules.resilience._databases import CLUSTER, GLOBAL_CLUSTER
from tenfold_policies.values import Undecided


def region_of(resource: Resource) -> str:
    """A resource's region.

    Raises:
        Undecided: it doesn't say one, as where a provider of its own sets it, and its ARN is not known yet.
    """
    if resource.region is None:
        raise Undecided("region")
    return resource.region


def global_cluster_of(cluster: Resource, stack: Stack) -> Resource | None:
    """The Aurora Global Database that a cluster belongs to, as its first cluster or as a later one."""
    return next((each for each in stack.of(GLOBAL_CLUSTER) if cluster in joined(each, stack)), None)


def joined(global_cluster: Resource, stack: Stack) -> list[Resource]:
    """The clusters of an Aurora Global Database."""
    members = stack.referring(global_cluster, CLUSTER, "globalClusterIdentifier")
    first = stack.referred(global_cluster, "sourceDbClusterIdentifier", CLUSTER)
    return list({each.urn: each for each in (*first, *members)}.values())

"""Karpenter's objects in Kubernetes, as Karpenter's v1 API wants them. No pulumi import.

What is stated of Karpenter is after karpenter.sh (v1.14): "NodePools", "NodeClasses", "Disruption",
"Scheduling", "Getting Started with Karpenter" and "Upgrade Guide".
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tenfold.eks.karpenter_nodes_args import DisruptionBudget, KarpenterNodePool, KarpenterNodesArgs
    from tenfold.eks.pools import Taint

CHART = "oci://public.ecr.aws/karpenter/karpenter"
CRD_CHART = "oci://public.ecr.aws/karpenter/karpenter-crd"
NODE_CLASS_API = "karpenter.k8s.aws/v1"
NODE_POOL_API = "karpenter.sh/v1"
CAPACITY_SPREAD = "capacity-spread"
"""The label whose values are in the ratio of on-demand and spot nodes ("On-Demand/Spot Ratio Split")."""
SHARE_STEP = 5
"""Shares go by so many percent, or the label would have up to a hundred values."""
_EFFECTS = {
    "NO_SCHEDULE": "NoSchedule",
    "NO_EXECUTE": "NoExecute",
    "PREFER_NO_SCHEDULE": "PreferNoSchedule",
}


@dataclass(frozen=True)
class Part:
    """One NodePool of a pool: its on-demand nodes or its spot nodes."""

    spot: bool
    cpu: int
    memory_gib: int
    domains: Sequence[str]
    """Its values of ``capacity-spread``; empty where there is only one part."""

    @property
    def capacity_types(self) -> Sequence[str]:
        """How its nodes are bought. Karpenter takes spot first, and on demand where there is none."""
        return ("spot", "on-demand") if self.spot else ("on-demand",)

    @property
    def weight(self) -> int:
        """The heavier is tried first."""
        return 20 if self.spot else 10

    def name(self, pool: str) -> str:
        """The NodePool's name: the pool's own on demand, as with managed node groups."""
        return f"{pool}-spot" if self.spot else pool


def parts(cpu: int, memory_gib: int, spot_percentage: int) -> Sequence[Part]:
    """The NodePools of a pool; their limits add up to the pool's. Spot's are rounded down.

    >>> [(each.spot, each.cpu) for each in parts(100, 400, 70)]
    [(False, 30), (True, 70)]
    """
    if spot_percentage in (0, 100):
        return [Part(spot_percentage == 100, cpu, memory_gib, ())]
    spot_cpu, spot_memory = (each * spot_percentage // 100 for each in (cpu, memory_gib))
    on_demand_domains = _domains("on-demand", 100 - spot_percentage)
    return [
        Part(False, cpu - spot_cpu, memory_gib - spot_memory, on_demand_domains),
        Part(True, spot_cpu, spot_memory, _domains("spot", spot_percentage)),
    ]


def _domains(kind: str, share: int) -> Sequence[str]:
    """As few as have the ratio of the share to the rest."""
    return [f"{kind}-{number}" for number in range(1, share // math.gcd(share, 100) + 1)]


def chart_values(args: KarpenterNodesArgs) -> dict[str, object]:
    """The chart's values. The rest is the chart's own, which keeps controllers off nodes that they made."""
    resources = {"cpu": str(args.controller_cpu), "memory": f"{args.controller_memory_gib}Gi"}
    return {
        "replicas": args.controller_replicas,
        "serviceAccount": {"name": args.service_account},
        "settings": {
            "clusterName": args.cluster_name,
            "interruptionQueue": args.interruption_queue,
            "enableZonalShift": args.zonal_shift,
            "isolatedVPC": args.isolated_vpc,
        },
        "controller": {"resources": {"requests": resources, "limits": resources}},
    }


def node_class(
    args: KarpenterNodesArgs, subnets: object, security_groups: object, tags: Mapping[str, str]
) -> dict[str, object]:
    """The ``spec`` of the EC2NodeClass: AL2023 of one release, an encrypted disk, no way to the metadata.

    Args:
        args: what the user says.
        subnets: terms that find the subnets.
        security_groups: terms that find the security groups.
        tags: of instances, volumes, interfaces and launch templates.
    """
    spec: dict[str, object] = {
        "amiSelectorTerms": [{"alias": f"al2023@{args.ami_version}"}],
        "instanceProfile": args.instance_profile,
        "subnetSelectorTerms": subnets,
        "securityGroupSelectorTerms": security_groups,
        "associatePublicIPAddress": False,
        "metadataOptions": {
            "httpEndpoint": "enabled",
            "httpProtocolIPv6": "disabled",
            "httpTokens": "required",
            "httpPutResponseHopLimit": 1,
        },
        "blockDeviceMappings": [
            {
                "deviceName": "/dev/xvda",
                "ebs": {
                    "volumeType": "gp3",
                    "volumeSize": f"{args.disk_size_gib}Gi",
                    "encrypted": True,
                    "deleteOnTermination": True,
                },
            }
        ],
        "tags": tags,
    }
    if args.max_pods is not None:
        spec["kubelet"] = {"maxPods": args.max_pods}
    return spec


def node_pool(pool: KarpenterNodePool, part: Part, node_class_name: str) -> dict[str, object]:
    """The ``spec`` of one NodePool."""
    template: dict[str, object] = {
        "nodeClassRef": {
            "group": NODE_CLASS_API.partition("/")[0],
            "kind": "EC2NodeClass",
            "name": node_class_name,
        },
        "requirements": _requirements(pool, part),
        "expireAfter": _duration(pool.expire_after_days, "h", 24),
        "terminationGracePeriod": f"{pool.termination_grace_hours}h",
    }
    if pool.taints:
        template["taints"] = [_taint(each) for each in pool.taints]
    return {
        "weight": part.weight,
        "limits": {"cpu": str(part.cpu), "memory": f"{part.memory_gib}Gi"},
        "disruption": {
            "consolidationPolicy": pool.effective_consolidation.value,
            "consolidateAfter": _duration(pool.consolidate_after_minutes, "m"),
            # Without any, Karpenter would end as many as it likes.
            "budgets": [_budget(each) for each in pool.disruption_budgets] or [{"nodes": "10%"}],
        },
        "template": {"metadata": {"labels": dict(pool.labels)}, "spec": template},
    }


def _requirements(pool: KarpenterNodePool, part: Part) -> list[dict[str, object]]:
    kinds = (
        [_one_of("karpenter.k8s.aws/instance-family", pool.instance_families)]
        if pool.instance_families
        else [
            _one_of("karpenter.k8s.aws/instance-category", pool.instance_categories),
            _bound("karpenter.k8s.aws/instance-generation", "Gt", pool.min_generation - 1),
        ]
    )
    optional = {"topology.kubernetes.io/zone": pool.zones, CAPACITY_SPREAD: part.domains}
    return [
        _one_of("karpenter.sh/capacity-type", part.capacity_types),
        _one_of("kubernetes.io/arch", pool.architectures),
        _one_of("kubernetes.io/os", ["linux"]),
        *kinds,
        _bound("karpenter.k8s.aws/instance-cpu", "Gt", pool.min_node_cpu - 1),
        _bound("karpenter.k8s.aws/instance-cpu", "Lt", pool.max_node_cpu + 1),
        *(_one_of(key, values) for key, values in optional.items() if values),
    ]


def _one_of(key: str, values: Sequence[str]) -> dict[str, object]:
    return {"key": key, "operator": "In", "values": [str(each) for each in values]}


def _bound(key: str, operator: str, value: int) -> dict[str, object]:
    return {"key": key, "operator": operator, "values": [str(value)]}


def _duration(amount: int | None, unit: str, factor: int = 1) -> str:
    return "Never" if amount is None else f"{amount * factor}{unit}"


def _budget(budget: DisruptionBudget) -> dict[str, object]:
    return {
        "nodes": budget.nodes,
        **({"reasons": [each.value for each in budget.reasons]} if budget.reasons else {}),
        **({"schedule": budget.schedule} if budget.schedule is not None else {}),
        **({"duration": f"{budget.duration_minutes}m"} if budget.duration_minutes is not None else {}),
    }


def _taint(taint: Taint) -> dict[str, object]:
    return {
        "key": taint.key,
        "effect": _EFFECTS[taint.effect],
        **({"value": taint.value} if taint.value is not None else {}),
    }

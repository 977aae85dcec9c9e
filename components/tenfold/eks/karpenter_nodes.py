"""KarpenterNodes: Karpenter in a cluster, and the nodes that it may make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pulumi
from pulumi_kubernetes import apiextensions, meta
from pulumi_kubernetes.helm import v3 as helm

from tenfold.args import Input
from tenfold.component import Component
from tenfold.eks import karpenter_nodes_checks as checks
from tenfold.eks import karpenter_nodes_plan as plan
from tenfold.eks.karpenter_nodes_args import KarpenterNodesArgs
from tenfold.naming import MANAGED_BY
from tenfold.parts.kubernetes import check_provider

_DRAIN_LIMIT = pulumi.CustomTimeouts(delete="60m")
"""Ending a NodePool drains its nodes first, for which the provider's own few minutes are too short."""
_READY_SECONDS = 600
"""For the controller's image to be pulled and one of its pods to follow the other, with room to spare."""


class KarpenterNodes(Component):
    """Karpenter v1 in Kubernetes, beside its AWS side, ``Karpenter``: the controller and what nodes it makes.

    Creates, in this order (destroyed in reverse, so that the controller ends its nodes before it goes):

    1. the custom resource definitions, from their own chart ``karpenter-crd``, since Helm never updates those
       of the main chart (karpenter.sh, "Upgrade Guide"); ones that were there already are taken over;
    2. the controller, from the chart ``karpenter``, both of one release: two replicas, which hear of
       interruptions and zonal shifts, with the role that pod identity gives their service account;
    3. an EC2NodeClass, named after the component: AL2023 of one release, an encrypted gp3 root volume, IMDSv2
       with hop limit 1, no public address, and the instance profile of the AWS side;
    4. per pool a NodePool for spot and one on demand (see ``KarpenterNodePool``): Graviton, generation 6 or
       newer, in all zones of the subnets.

    Give the provider that is made of the cluster's ``kubeconfig``: it waits for the whole of the
    ``EksCluster``, Karpenter's role too, and goes before it (add a ``Karpenter`` of your own to
    ``depends_on``):

        cluster = EksCluster("shop", EksClusterArgs(…, karpenter=True))
        kubernetes = pulumi_kubernetes.Provider("shop", kubeconfig=cluster.kubeconfig)
        nodes = KarpenterNodes(
            "shop-nodes",
            KarpenterNodesArgs(
                cluster_name=cluster.cluster_name,
                interruption_queue=cluster.karpenter.queue_name,
                instance_profile=cluster.karpenter.instance_profile_name,
                ami_version="v20260917",
                pools={"general": KarpenterNodePool(cpu_limit=100, memory_limit_gib=400)},
            ),
            pulumi.ResourceOptions(providers=[kubernetes]),
        )

    An EKS cluster in Auto Mode (``ComputeMode.AUTO_MODE``) needs none of this: AWS runs its Karpenter, with
    pools of its own.

    The charts are Helm releases, not Pulumi's ``Chart``: the update waits for the new controller, and goes
    back to the old one if that fails. A release can't be removed from a cluster that is out of reach
    (pulumi-kubernetes#2675). The order above rules that out while Pulumi destroys both; of a cluster that was
    removed otherwise, ``pulumi state delete`` the two releases. In the sandbox all is recorded: no node runs.

    Refuses to use the ambient kubeconfig's cluster, pools without limits, AMIs without a release, spot nodes
    in a stateful pool, one instance family for spot, limits too small for a node, and reserved labels.

    Replaced when changed: the EC2NodeClass by the component's name, which replaces all nodes; a NodePool, and
    its nodes, by the pool's name; the controller by its namespace.

    Cost: the nodes, up to the pools' limits, and what the controllers take of the nodes that they run on,
    2 vCPUs and 2 GiB by default. A full ``cpu_limit=100`` of m7g is some $3,000 a month if all is on demand
    ($0.0408 an hour for each vCPU; us-east-1; aws.amazon.com/ec2/pricing).

    Availability: a spot node's end is told two minutes before (Amazon EC2 User Guide, "Spot Instance
    interruption notices"), in which Karpenter drains it and makes another. The controllers run on nodes that
    they did not make, in zones of their own as far as they can; while none runs, what runs goes on, and no
    node comes or goes. Before you destroy it, remove what refuses to be moved: a drain waits for it up to
    ``termination_grace_hours``, Pulumi an hour.
    """

    node_class_name: pulumi.Output[str]
    """The EC2NodeClass's name, for NodePools of your own. Those must go before the component does."""
    node_pool_names: pulumi.Output[Sequence[str]]
    """The NodePools' names: the nodes' label ``karpenter.sh/nodepool``."""

    def __init__(
        self, name: str, args: KarpenterNodesArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        checks.check_component_name(name)
        check_provider("KarpenterNodes", opts)
        super().__init__(name, args.tags, opts)
        self._args = args
        node_class = self._node_class(self._controller(self._definitions()))
        node_pools = {
            part.name(pool): plan.node_pool(settings, part, name)
            for pool, settings in args.pools.items()
            for part in settings.parts
        }
        for node_pool, spec in node_pools.items():
            self._object(f"pool-{node_pool}", plan.NODE_POOL_API, "NodePool", node_pool, spec, node_class)
        self.node_class_name = pulumi.Output.from_input(name)
        self.node_pool_names = pulumi.Output.from_input(list(node_pools))
        self.register_outputs()

    def _definitions(self) -> helm.Release:
        return helm.Release(
            f"{self._name}-definitions",
            name="karpenter-crd",
            chart=plan.CRD_CHART,
            version=self._args.version,
            namespace=self._args.namespace,
            take_ownership=True,  # of those that an earlier installation's main chart left there
            atomic=True,
            opts=self.child(),
        )

    def _controller(self, definitions: helm.Release) -> helm.Release:
        return helm.Release(
            f"{self._name}-controller",
            name="karpenter",
            chart=plan.CHART,
            version=self._args.version,
            namespace=self._args.namespace,
            skip_crds=True,  # they have a release of their own, which updates them
            atomic=True,
            timeout=_READY_SECONDS,
            values=plan.chart_values(self._args),
            opts=self.child(depends_on=[definitions]),
        )

    def _node_class(self, controller: helm.Release) -> apiextensions.CustomResource:
        args = self._args
        subnets = (
            _tagged("karpenter.sh/discovery", args.cluster_name if args.discovery is None else args.discovery)
            if args.subnet_ids is None
            else _named(args.subnet_ids)
        )
        groups = (
            _tagged("aws:eks:cluster-name", args.cluster_name)
            if args.security_group_ids is None
            else _named(args.security_group_ids)
        )
        # Karpenter names each instance after its node.
        tags = {key: value for key, value in self.tags_for().items() if key != "Name"} | dict(args.tags)
        spec = plan.node_class(args, subnets, groups, tags)
        return self._object("class", plan.NODE_CLASS_API, "EC2NodeClass", self._name, spec, controller)

    def _object(
        self,
        role: str,
        api_version: str,
        kind: str,
        object_name: str,
        spec: Mapping[str, object],
        after: pulumi.Resource,
    ) -> apiextensions.CustomResource:
        return apiextensions.CustomResource(
            f"{self._name}-{role}",
            api_version=api_version,
            kind=kind,
            metadata=meta.v1.ObjectMetaArgs(
                name=object_name, labels={"app.kubernetes.io/managed-by": MANAGED_BY}
            ),
            spec=spec,
            opts=pulumi.ResourceOptions.merge(
                self.child(depends_on=[after]), pulumi.ResourceOptions(custom_timeouts=_DRAIN_LIMIT)
            ),
        )


def _tagged(key: str, value: Input[str]) -> object:
    return [{"tags": {key: value}}]


def _named(ids: Input[Sequence[Input[str]]]) -> object:
    return pulumi.Output.from_input(ids).apply(lambda known: [{"id": each} for each in known])

"""A pool's node groups and the launch template that they share."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi
from pulumi_aws import ec2, eks, iam

from tenfold.component import Component
from tenfold.eks import capacity
from tenfold.eks.args import EksClusterArgs
from tenfold.eks.pools import NodePool
from tenfold.naming import physical_name


def node_groups(
    component: Component,
    args: EksClusterArgs,
    pool_name: str,
    *,
    cluster_name: pulumi.Input[str],
    role: iam.Role,
    depends_on: Sequence[pulumi.Resource],
) -> list[eks.NodeGroup]:
    """The groups of one pool: on demand, spot or both.

    Args:
        component: their parent, whose name is the cluster's.
        args: the cluster's.
        pool_name: the pool's name among them.
        cluster_name: the cluster, known once it stands.
        role: the nodes'.
        depends_on: what nodes need to start, and to go.
    """
    pool = args.node_pools[pool_name]
    template = _launch_template(component, pool_name, pool, args.region)
    return [
        _node_group(component, args, group, pool_name, cluster_name, role, template, depends_on)
        for group in pool.groups
    ]


def _node_group(
    component: Component,
    args: EksClusterArgs,
    group: capacity.Group,
    pool_name: str,
    cluster_name: pulumi.Input[str],
    role: iam.Role,
    template: ec2.LaunchTemplate,
    depends_on: Sequence[pulumi.Resource],
) -> eks.NodeGroup:
    cluster, pool, name = component.pulumi_resource_name, args.node_pools[pool_name], group.name(pool_name)
    return eks.NodeGroup(
        f"{cluster}-{name}",
        cluster_name=cluster_name,
        # A prefix, so that a replacement can exist beside the group it replaces; EKS leaves it 37 characters.
        node_group_name_prefix=physical_name(cluster, name, limit=36) + "-",
        node_role_arn=role.arn,
        subnet_ids=args.subnet_ids if pool.subnet_ids is None else pool.subnet_ids,
        version=args.version,
        release_version=pool.release_version,
        ami_type=capacity.ami_type("NodePool.instance_types", pool.instance_types),
        capacity_type=group.capacity_type,
        instance_types=list(pool.instance_types),
        launch_template=eks.NodeGroupLaunchTemplateArgs(
            id=template.id, version=template.latest_version.apply(str)
        ),
        scaling_config=eks.NodeGroupScalingConfigArgs(
            min_size=group.sizes.least,
            desired_size=group.sizes.first,
            max_size=group.sizes.most,
        ),
        update_config=eks.NodeGroupUpdateConfigArgs(
            max_unavailable_percentage=pool.max_unavailable_percentage
        ),
        node_repair_config=eks.NodeGroupNodeRepairConfigArgs(enabled=pool.node_repair),
        labels=pool.labels,
        taints=[
            eks.NodeGroupTaintArgs(key=taint.key, value=taint.value, effect=taint.effect)
            for taint in pool.taints
        ],
        region=args.region,
        tags=component.tags_for(name),
        opts=component.child(
            depends_on=[*depends_on],
            ignore_changes=["scalingConfig.desiredSize"] if pool.autoscaled else None,
        ),
    )


def _launch_template(
    component: Component, pool_name: str, pool: NodePool, region: str | None
) -> ec2.LaunchTemplate:
    cluster, tags = component.pulumi_resource_name, component.tags_for(pool_name)
    return ec2.LaunchTemplate(
        f"{cluster}-{pool_name}-template",
        name=f"{cluster}-{pool_name}",
        update_default_version=True,
        metadata_options=ec2.LaunchTemplateMetadataOptionsArgs(
            http_endpoint="enabled", http_tokens="required", http_put_response_hop_limit=1
        ),
        block_device_mappings=[
            ec2.LaunchTemplateBlockDeviceMappingArgs(
                device_name="/dev/xvda",
                ebs=ec2.LaunchTemplateBlockDeviceMappingEbsArgs(
                    volume_type="gp3",
                    volume_size=pool.disk_size_gib,
                    encrypted="true",
                    delete_on_termination="true",
                ),
            )
        ],
        tag_specifications=[
            ec2.LaunchTemplateTagSpecificationArgs(resource_type=kind, tags=tags)
            for kind in ("instance", "volume", "network-interface")
        ],
        region=region,
        tags=tags,
        opts=component.child(),
    )

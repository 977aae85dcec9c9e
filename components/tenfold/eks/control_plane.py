"""The control plane: the EKS cluster with its key, its logs and its role."""

from __future__ import annotations

from pulumi_aws import cloudwatch, eks, iam

from tenfold.component import Component
from tenfold.eks import plan
from tenfold.eks.args import EksClusterArgs, IpFamily
from tenfold.eks.roles import role_with_policies
from tenfold.parts.keys import key_arn
from tenfold.parts.trust import service_trust


def control_plane(component: Component, args: EksClusterArgs, node_role: iam.Role) -> eks.Cluster:
    """The cluster itself, which depends on its key, its log group and its role's policies.

    Args:
        component: its parent, whose name is the cluster's.
        args: the cluster's.
        node_role: the nodes', which Auto Mode is told at once.
    """
    name, region = component.pulumi_resource_name, args.region
    logs = cloudwatch.LogGroup(
        f"{name}-logs",
        name=f"/aws/eks/{name}/cluster",  # where EKS would else make one without retention
        retention_in_days=args.log_retention_days,
        region=region,
        tags=component.tags_for("logs"),
        opts=component.child(),
    )
    key = key_arn(
        component,
        args.kms_key_arn,
        description=f"Kubernetes objects of the EKS cluster {name}",
        region=region,
        protect=args.deletion_protection,
    )
    extra = plan.AUTO_MODE_CLUSTER_POLICIES if args.auto_mode else {}
    actions = plan.ASSUME_WITH_TAGS if args.auto_mode else "sts:AssumeRole"
    trust = service_trust("eks.amazonaws.com", actions=actions)
    role, policies = role_with_policies(
        component,
        "cluster",
        trust,
        {**plan.CLUSTER_POLICIES, **extra},
    )
    return eks.Cluster(
        f"{name}-cluster",
        name=name,
        version=args.version,
        role_arn=role.arn,
        vpc_config=eks.ClusterVpcConfigArgs(
            subnet_ids=args.subnet_ids,
            endpoint_private_access=True,
            endpoint_public_access=bool(args.public_access_cidrs),
            public_access_cidrs=list(args.public_access_cidrs) if args.public_access_cidrs else None,
        ),
        access_config=eks.ClusterAccessConfigArgs(
            authentication_mode="API", bootstrap_cluster_creator_admin_permissions=False
        ),
        encryption_config=eks.ClusterEncryptionConfigArgs(
            provider=eks.ClusterEncryptionConfigProviderArgs(key_arn=key),
            resources=["secrets"],
        ),
        bootstrap_self_managed_addons=False,
        enabled_cluster_log_types=list(plan.CONTROL_PLANE_LOGS),
        upgrade_policy=eks.ClusterUpgradePolicyArgs(support_type=args.support_type),
        zonal_shift_config=eks.ClusterZonalShiftConfigArgs(enabled=True),
        deletion_protection=args.deletion_protection,
        control_plane_scaling_config=_scaling_config(args),
        kubernetes_network_config=_network_config(args),
        compute_config=_compute_config(args, node_role),
        storage_config=_storage_config(args),
        region=region,
        tags=component.tags_for(),
        opts=component.child(
            protect=args.deletion_protection,
            depends_on=[logs, *policies],
            # EKS refuses subnets in a zone that the cluster did not start with; only nodes go there.
            ignore_changes=["vpcConfig.subnetIds"],
        ),
    )


def _network_config(args: EksClusterArgs) -> eks.ClusterKubernetesNetworkConfigArgs | None:
    """None where all is EKS's default."""
    auto_mode, ipv6 = args.auto_mode, args.ip_family is IpFamily.IPV6
    if not auto_mode and not ipv6:
        return None
    return eks.ClusterKubernetesNetworkConfigArgs(
        ip_family=IpFamily.IPV6 if ipv6 else None,
        elastic_load_balancing=eks.ClusterKubernetesNetworkConfigElasticLoadBalancingArgs(enabled=True)
        if auto_mode
        else None,
    )


def _scaling_config(args: EksClusterArgs) -> eks.ClusterControlPlaneScalingConfigArgs | None:
    tier = args.control_plane_tier
    return eks.ClusterControlPlaneScalingConfigArgs(tier=tier) if tier else None


def _compute_config(args: EksClusterArgs, node_role: iam.Role) -> eks.ClusterComputeConfigArgs | None:
    if not args.auto_mode:
        return None
    return eks.ClusterComputeConfigArgs(
        enabled=True, node_pools=list(plan.AUTO_MODE_NODE_POOLS), node_role_arn=node_role.arn
    )


def _storage_config(args: EksClusterArgs) -> eks.ClusterStorageConfigArgs | None:
    if not args.auto_mode:
        return None
    return eks.ClusterStorageConfigArgs(block_storage=eks.ClusterStorageConfigBlockStorageArgs(enabled=True))

"""EksCluster: the control plane, who may use it, its nodes and its add-ons."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import pulumi
from pulumi_aws import cloudwatch, ec2, eks, iam

from tenfold.component import Component
from tenfold.eks import plan
from tenfold.eks.args import EksClusterArgs, NodePool
from tenfold.naming import physical_name
from tenfold.parts.keys import key_arn


class EksCluster(Component):
    """A private EKS cluster with managed nodes in every zone.

    Creates, in this order (destroyed in reverse, so that no network interface is left behind):

    1. a KMS key with yearly rotation, and the log group of all five control-plane logs, with retention;
    2. the control plane: envelope encryption, zonal shift, deletion protection, access entries only (no
       ``aws-auth``), a private endpoint, standard support only;
    3. an access entry for each administrator;
    4. the add-ons that nodes need to start (pod identity agent, kube-proxy, VPC CNI with network policy and
       prefix delegation), each with a role of its own through pod identity where it calls AWS;
    5. a managed node group per pool, over all subnets: Graviton, IMDSv2 with hop limit 1, encrypted gp3, no
       SSH;
    6. the add-ons that need nodes (CoreDNS, EBS CSI driver, metrics server).

    Refuses a public endpoint without named addresses or open to the internet, mixed architectures in a pool,
    pools that leave the add-ons no node, and a session's ARN as administrator.

    Pods reach no instance metadata (hop limit 1): give those that call AWS a role by pod identity, and tell
    controllers that look for their region or VPC there (such as the AWS Load Balancer Controller) both.

    Replaced when changed: the cluster by its name, region or KMS key; a node group (new one first) by its
    instance types, capacity type or subnets. Versions, pools, sizes, disks, add-ons and administrators change
    in place.

    Ingress to the nodes is the cluster security group's: name ``cluster_security_group_id`` as a source where
    a database is to be reached. AWS's SLA for the control plane is 99.95 % (aws.amazon.com/eks/sla). The ARNs
    of AWS-managed policies are those of the partition ``aws``: China and GovCloud are out of scope.
    """

    cluster_name: pulumi.Output[str]
    """The cluster's name in AWS: the component's name."""
    cluster_arn: pulumi.Output[str]
    endpoint: pulumi.Output[str]
    """The API server's URL."""
    certificate_authority_data: pulumi.Output[str]
    """The API server's CA certificate, base64."""
    cluster_security_group_id: pulumi.Output[str]
    """The security group of the control plane and of every managed node."""
    node_role_arn: pulumi.Output[str]
    oidc_issuer: pulumi.Output[str]
    """The URL of the cluster's OIDC issuer."""
    kubeconfig: pulumi.Output[str]
    """A kubeconfig as JSON without a credential: it runs ``aws eks get-token``."""
    version: pulumi.Output[str]

    def __init__(self, name: str, args: EksClusterArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        plan.check_name(name)
        super().__init__(name, args.tags, opts)
        self._args = args
        self._cluster = self._control_plane()
        self._access_entries()
        foundations = self._addons(before_nodes=True, depends_on=[])
        node_role, node_policies = self._role(
            "node", plan.service_trust("ec2.amazonaws.com"), self._node_policies()
        )
        groups = [
            self._node_group(pool_name, pool, node_role, [*foundations, *node_policies])
            for pool_name, pool in args.pools.items()
        ]
        self._addons(before_nodes=False, depends_on=groups)
        self._set_outputs(node_role)

    def _control_plane(self) -> eks.Cluster:
        args, region = self._args, self._args.region
        logs = cloudwatch.LogGroup(
            f"{self._name}-logs",
            name=f"/aws/eks/{self._name}/cluster",  # where EKS would else make one without retention
            retention_in_days=args.log_retention_days,
            region=region,
            tags=self.tags_for("logs"),
            opts=self.child(),
        )
        key = key_arn(
            self,
            args.kms_key_arn,
            description=f"Kubernetes objects of the EKS cluster {self._name}",
            region=region,
            protect=args.deletion_protection,
        )
        role, policies = self._role("cluster", plan.service_trust("eks.amazonaws.com"), plan.CLUSTER_POLICIES)
        return eks.Cluster(
            f"{self._name}-cluster",
            name=self._name,
            version=args.version,
            role_arn=role.arn,
            vpc_config=eks.ClusterVpcConfigArgs(
                subnet_ids=args.subnet_ids,
                endpoint_private_access=True,
                endpoint_public_access=bool(args.public_access_cidrs),
                public_access_cidrs=list(args.public_access_cidrs) or None,
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
            upgrade_policy=eks.ClusterUpgradePolicyArgs(support_type="STANDARD"),
            zonal_shift_config=eks.ClusterZonalShiftConfigArgs(enabled=True),
            deletion_protection=args.deletion_protection,
            region=region,
            tags=self.tags_for(),
            opts=self.child(
                protect=args.deletion_protection,
                depends_on=[logs, *policies],
                # EKS refuses subnets in a zone that the cluster did not start with; only nodes go there.
                ignore_changes=["vpcConfig.subnetIds"],
            ),
        )

    def _access_entries(self) -> None:
        for admin, principal_arn in self._args.admins.items():
            entry = eks.AccessEntry(
                f"{self._name}-admin-{admin}",
                cluster_name=self._cluster.name,
                principal_arn=principal_arn,
                type="STANDARD",
                region=self._args.region,
                tags=self.tags_for(f"admin-{admin}"),
                opts=self.child(),
            )
            eks.AccessPolicyAssociation(
                f"{self._name}-admin-{admin}-policy",
                cluster_name=self._cluster.name,
                principal_arn=entry.principal_arn,
                policy_arn=plan.CLUSTER_ADMIN_POLICY,
                access_scope=eks.AccessPolicyAssociationAccessScopeArgs(type="cluster"),
                region=self._args.region,
                opts=self.child(),
            )

    def _addons(self, *, before_nodes: bool, depends_on: Sequence[pulumi.Resource]) -> list[eks.Addon]:
        return [self._addon(each, depends_on) for each in plan.ADDONS if each.before_nodes is before_nodes]

    def _addon(self, addon: plan.Addon, depends_on: Sequence[pulumi.Resource]) -> eks.Addon:
        identities: list[eks.AddonPodIdentityAssociationArgs] = []
        policies: list[iam.RolePolicyAttachment] = []
        if addon.service_account and addon.policy_arn:
            trust = plan.pod_identity_trust("kube-system", addon.service_account)
            role, policies = self._role(addon.name, trust, {"policy": addon.policy_arn})
            identities = [
                eks.AddonPodIdentityAssociationArgs(role_arn=role.arn, service_account=addon.service_account)
            ]
        versions = {str(each): version for each, version in self._args.addon_versions.items()}
        return eks.Addon(
            f"{self._name}-{addon.name}",
            cluster_name=self._cluster.name,
            addon_name=addon.name,
            addon_version=versions.get(addon.name),
            configuration_values=json.dumps(addon.configuration) if addon.configuration else None,
            pod_identity_associations=identities or None,
            resolve_conflicts_on_create="OVERWRITE",
            resolve_conflicts_on_update="PRESERVE",
            region=self._args.region,
            tags=self.tags_for(addon.name),
            opts=self.child(depends_on=[*depends_on, *policies]),
        )

    def _node_policies(self) -> Mapping[str, str]:
        extra = plan.SESSION_MANAGER_POLICIES if self._args.session_manager else {}
        return {**plan.NODE_POLICIES, **extra}

    def _node_group(
        self, pool_name: str, pool: NodePool, role: iam.Role, depends_on: Sequence[pulumi.Resource]
    ) -> eks.NodeGroup:
        template = self._launch_template(pool_name, pool)
        return eks.NodeGroup(
            f"{self._name}-{pool_name}",
            cluster_name=self._cluster.name,
            # A prefix, so that a replacement can exist beside the group it replaces; EKS leaves it 37
            # characters.
            node_group_name_prefix=physical_name(self._name, pool_name, limit=36) + "-",
            node_role_arn=role.arn,
            subnet_ids=self._args.subnet_ids,
            version=self._args.version,
            release_version=pool.release_version,
            ami_type=plan.ami_type("NodePool.instance_types", pool.instance_types),
            capacity_type=pool.capacity_type,
            instance_types=list(pool.instance_types),
            launch_template=eks.NodeGroupLaunchTemplateArgs(
                id=template.id, version=template.latest_version.apply(str)
            ),
            scaling_config=eks.NodeGroupScalingConfigArgs(
                min_size=pool.min_size,
                desired_size=pool.first_size,
                max_size=pool.max_size,
            ),
            update_config=eks.NodeGroupUpdateConfigArgs(
                max_unavailable_percentage=pool.max_unavailable_percentage
            ),
            labels=pool.labels,
            taints=[
                eks.NodeGroupTaintArgs(key=taint.key, value=taint.value, effect=taint.effect)
                for taint in pool.taints
            ],
            region=self._args.region,
            tags=self.tags_for(pool_name),
            opts=self.child(
                depends_on=[*depends_on],
                ignore_changes=["scalingConfig.desiredSize"] if pool.autoscaled else None,
            ),
        )

    def _launch_template(self, pool_name: str, pool: NodePool) -> ec2.LaunchTemplate:
        tags = self.tags_for(pool_name)
        return ec2.LaunchTemplate(
            f"{self._name}-{pool_name}-template",
            name=f"{self._name}-{pool_name}",
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
            region=self._args.region,
            tags=tags,
            opts=self.child(),
        )

    def _role(
        self, role_name: str, trust: str, policies: Mapping[str, str]
    ) -> tuple[iam.Role, list[iam.RolePolicyAttachment]]:
        """A role and its policies. Whoever needs the permissions, not just the role, depends on the list."""
        role = iam.Role(
            f"{self._name}-{role_name}-role",
            assume_role_policy=trust,
            tags=self.tags_for(f"{role_name}-role"),
            opts=self.child(),
        )
        attachments = [
            iam.RolePolicyAttachment(
                f"{self._name}-{role_name}-{key}", role=role.name, policy_arn=policy_arn, opts=self.child()
            )
            for key, policy_arn in policies.items()
        ]
        return role, attachments

    def _set_outputs(self, node_role: iam.Role) -> None:
        cluster = self._cluster
        self.cluster_name = cluster.name
        self.cluster_arn = cluster.arn
        self.endpoint = cluster.endpoint
        self.certificate_authority_data = cluster.certificate_authority.data
        self.cluster_security_group_id = cluster.vpc_config.cluster_security_group_id
        self.node_role_arn = node_role.arn
        self.oidc_issuer = cluster.identities[0].oidcs[0].issuer
        self.version = cluster.version
        self.kubeconfig = pulumi.Output.all(
            cluster.arn,
            cluster.name,
            cluster.endpoint,
            cluster.certificate_authority.data,
            self._args.kubeconfig_role_arn,
        ).apply(lambda known: plan.kubeconfig(*known))
        self.register_outputs(
            {
                "cluster_name": self.cluster_name,
                "cluster_arn": self.cluster_arn,
                "endpoint": self.endpoint,
                "certificate_authority_data": self.certificate_authority_data,
                "cluster_security_group_id": self.cluster_security_group_id,
                "node_role_arn": self.node_role_arn,
                "oidc_issuer": self.oidc_issuer,
                "kubeconfig": self.kubeconfig,
                "version": self.version,
            }
        )

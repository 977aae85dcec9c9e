"""EksCluster: the control plane, who may use it, its nodes and its add-ons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pulumi
from pulumi_aws import ebs, eks, iam

from tenfold.args import Input
from tenfold.component import Component
from tenfold.eks import plan
from tenfold.eks.access import AccessPolicy, ClusterAccess
from tenfold.eks.alarms import cluster_alarms
from tenfold.eks.args import EksClusterArgs
from tenfold.eks.control_plane import control_plane
from tenfold.eks.existing import ExistingCluster, existing_cluster
from tenfold.eks.installed_addons import installed_addons
from tenfold.eks.karpenter import Karpenter, KarpenterArgs
from tenfold.eks.nodes import node_groups
from tenfold.eks.pod_identity import PodIdentity, PodIdentityArgs
from tenfold.eks.roles import role_with_policies
from tenfold.override import descendants
from tenfold.parts.iam import Statement
from tenfold.parts.metric_alarms import metric_alarms
from tenfold.parts.order import after
from tenfold.parts.trust import service_trust


class EksCluster(Component):
    """A private EKS cluster with managed nodes in every zone, or in Auto Mode.

    Creates, in this order (destroyed in reverse, so that no network interface is left behind):

    1. a KMS key with yearly rotation, and the log group of all five control-plane logs, with retention;
    2. the control plane: envelope encryption, zonal shift, deletion protection, access entries only (no
       ``aws-auth``), a private endpoint, standard support only; and alarms on it;
    3. an access entry for each administrator and each other principal;
    4. the add-ons that nodes need to start (pod identity agent, kube-proxy, VPC CNI with network policy and
       prefix delegation), each with a role of its own through pod identity where it calls AWS;
    5. per pool a managed node group on demand and one on the spot market, over all subnets: Graviton, IMDSv2
       with hop limit 1, encrypted gp3, no SSH, repaired by EKS;
    6. the add-ons that need nodes (CoreDNS, EBS CSI driver with an encrypted gp3 default class, snapshot
       controller, metrics server), and what Karpenter needs of AWS, where it is asked for.

    In Auto Mode, 4 and 5 and most of 6 are AWS's, and the StorageClass yours.

    Refuses a public endpoint without named addresses or open to the internet, mixed architectures in a pool,
    spot nodes in a stateful pool, add-on releases that EKS doesn't offer for the version, pools that leave
    the add-ons no node, and a session's ARN where a role's is wanted.

    Pods reach no instance metadata (hop limit 1): give those that call AWS a role with ``grant``, and tell
    controllers that look for their region or VPC there (such as the AWS Load Balancer Controller) both.

    Replaced when changed: the cluster by its name, region, KMS key or IP family; a node group (new one first)
    by its instance types or subnets. Versions, pools, sizes, shares, disks, add-ons and access change in
    place. A cluster can turn to Auto Mode in place; to turn back, disable it in AWS first (Amazon EKS User
    Guide, "Disable EKS Auto Mode").

    Cost: the control plane, $0.10 an hour, $73 a month (us-east-1; aws.amazon.com/eks/pricing); the nodes; a
    key, $1 a month; the control plane's logs at $0.50 per GB taken in, of which audit is the most.

    Availability: AWS's SLA for the control plane is 99.95 %, with a provisioned tier 99.99 %
    (aws.amazon.com/eks/sla); it runs in three zones.
    Pods survive a zone if their replicas are spread; the default pool has a node on demand in each of three.
    AWS measures of the nodes themselves only what Container Insights is paid for: alarm on the workloads.

    Ingress to the nodes is the cluster security group's: name ``cluster_security_group_id`` as a source where
    a database is to be reached. The ARNs of AWS-managed policies are those of the partition ``aws``: China
    and GovCloud are out of scope.
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
    """A kubeconfig as JSON without a credential: it runs ``aws eks get-token``. A Kubernetes provider made of
    it works once the cluster is complete, and goes before any part of the cluster does."""
    version: pulumi.Output[str]
    karpenter: Karpenter | None
    """The AWS side of Karpenter, where it was asked for."""

    def __init__(self, name: str, args: EksClusterArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        plan.check_name(name)
        super().__init__(name, args.tags, opts, deletion_protection=args.deletion_protection)
        self._args = args
        node_role, node_policies = self._node_role()
        self._cluster = control_plane(self, args, node_role)
        for admin, principal_arn in args.admins.items():
            self._access_entry(
                f"admin-{admin}",
                ClusterAccess(principal_arn=principal_arn, policy=AccessPolicy.CLUSTER_ADMIN),
            )
        for label, access in args.access.items():
            self._access_entry(f"access-{label}", access)
        foundations = self._addons(before_nodes=True)
        groups = [
            group
            for pool_name in args.node_pools
            for group in node_groups(
                self,
                args,
                pool_name,
                cluster_name=self._cluster.name,
                role=node_role,
                depends_on=[*foundations, *node_policies],
            )
        ]
        self._encrypt_volumes()
        self._addons(*groups, before_nodes=False)
        self.karpenter = self._karpenter(foundations) if args.karpenter else None
        self._alarms()
        self._set_outputs(node_role)

    @staticmethod
    def get(
        cluster_name: Input[str],
        *,
        kubeconfig_role_arn: Input[str] | None = None,
        region: str | None = None,
        opts: pulumi.InvokeOptions | None = None,
    ) -> ExistingCluster:
        """A cluster that is there already, whoever made it. It is only read.

        Args:
            cluster_name: its name in AWS.
            kubeconfig_role_arn: IAM role that the kubeconfig's users assume; None uses whoever they are.
            region: its region; None is the provider's.
            opts: the invoke's, such as a provider.
        """
        return existing_cluster(
            cluster_name, kubeconfig_role_arn=kubeconfig_role_arn, region=region, opts=opts
        )

    def grant(
        self,
        label: str,
        *,
        namespace: str,
        service_account: str,
        statements: Sequence[Statement] = (),
        policy_arns: Mapping[str, Input[str]] | None = None,
    ) -> PodIdentity:
        """Give the pods of one service account a role: a ``PodIdentity`` named ``<cluster>-<label>``.

        Args:
            label: a name of your choice, unique in the cluster.
            namespace: the service account's.
            service_account: its name; it may be made later.
            statements: what the pods may do.
            policy_arns: managed policies by a name of your choice.
        """
        return PodIdentity(
            f"{self._name}-{label}",
            PodIdentityArgs(
                cluster_name=self.cluster_name,
                namespace=namespace,
                service_account=service_account,
                statements=statements,
                policy_arns=policy_arns or {},
                region=self._args.region,
                tags=self._args.tags,
            ),
            self.child(),
        )

    def _node_role(self) -> tuple[iam.Role, list[pulumi.Resource]]:
        auto_mode = self._args.auto_mode
        extra = plan.SESSION_MANAGER_POLICIES if self._args.session_manager and not auto_mode else {}
        policies = plan.AUTO_MODE_NODE_POLICIES if auto_mode else plan.NODE_POLICIES
        trust = service_trust("ec2.amazonaws.com")
        return role_with_policies(self, "node", trust, {**policies, **extra})

    def _access_entry(self, role: str, access: ClusterAccess) -> None:
        entry = eks.AccessEntry(
            f"{self._name}-{role}",
            cluster_name=self._cluster.name,
            principal_arn=access.principal_arn,
            kubernetes_groups=list(access.kubernetes_groups) or None,
            type="STANDARD",
            region=self._args.region,
            tags=self.tags_for(role),
            opts=self.child(),
        )
        if access.policy is None:
            return
        eks.AccessPolicyAssociation(
            f"{self._name}-{role}-policy",
            cluster_name=self._cluster.name,
            principal_arn=entry.principal_arn,
            policy_arn=f"{plan.ACCESS_POLICY_PREFIX}{access.policy}",
            access_scope=eks.AccessPolicyAssociationAccessScopeArgs(
                type=access.scope, namespaces=list(access.namespaces) or None
            ),
            region=self._args.region,
            opts=self.child(),
        )

    def _addons(self, *depends_on: pulumi.Resource, before_nodes: bool) -> list[eks.Addon]:
        return installed_addons(
            self,
            self._args,
            before_nodes=before_nodes,
            cluster_name=self._cluster.name,
            depends_on=depends_on,
        )

    def _encrypt_volumes(self) -> None:
        if self._args.encrypt_volumes_by_default:
            ebs.EncryptionByDefault(
                f"{self._name}-volume-encryption",
                enabled=True,
                region=self._args.region,
                # Deleting it would turn encryption off for the whole account.
                opts=pulumi.ResourceOptions.merge(
                    self.child(), pulumi.ResourceOptions(retain_on_delete=True)
                ),
            )

    def _karpenter(self, depends_on: Sequence[pulumi.Resource]) -> Karpenter:
        return Karpenter(
            f"{self._name}-karpenter",
            KarpenterArgs(
                cluster_name=self._cluster.name,
                session_manager=self._args.session_manager,
                region=self._args.region,
                tags=self._args.tags,
            ),
            self.child(depends_on=[*depends_on]),
        )

    def _alarms(self) -> None:
        metric_alarms(
            self,
            cluster_alarms(**self._args.alarms.model_dump()),
            dimensions={"ClusterName": self._cluster.name},
            topic_arn=self._args.alarm_topic_arn,
            region=self._args.region,
        )

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
        kubeconfig = pulumi.Output.all(
            cluster.arn,
            cluster.name,
            cluster.endpoint,
            cluster.certificate_authority.data,
            self._args.kubeconfig_role_arn,
        ).apply(lambda known: plan.kubeconfig(*known))
        # Access, nodes and add-ons come before what runs in the cluster, and go after it.
        self.kubeconfig = after(kubeconfig, *descendants(self))
        self.register_outputs()

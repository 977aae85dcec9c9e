"""QueueWorker: the pods that work on a queue, as many as its backlog wants."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
from pulumi_aws import iam
from pulumi_kubernetes import apiextensions, apps, core, meta, policy

from tenfold.component import Component
from tenfold.eks.pod_identity import PodIdentity, PodIdentityArgs
from tenfold.naming import MANAGED_BY
from tenfold.parts.iam import policy_document
from tenfold.parts.kubernetes import check_provider
from tenfold.parts.metric_alarms import metric_alarms
from tenfold.queue import source, worker_plan
from tenfold.queue.worker_args import QueueWorkerArgs
from tenfold.queue.worker_pods import pod_template


class QueueWorker(Component):
    """The pods that work on a queue, scaled by KEDA on its backlog, with the role that they need.

    Creates in Kubernetes a service account, a Deployment, a PodDisruptionBudget that lets a quarter of the
    workers be moved at once, and KEDA's ScaledObject and TriggerAuthentication; in AWS a ``PodIdentity`` with
    a consumer's permissions on the queue and the ``statements``, a role that sees the backlog and that KEDA's
    operator alone may take, and, with ``alarm_topic_arn``, an alarm for when the workers are at their most
    while the backlog grows. The queue's own alarms are the queue's.

    The workers run as no root, with a read-only file system, no capability, no privilege to gain, the
    runtime's seccomp profile and no token for Kubernetes: what Kubernetes' "restricted" Pod Security Standard
    asks and more. They are spread over zones and nodes as far as there are such. A new release comes beside
    the old one before that goes, and each worker that goes may finish what it has: on SIGTERM it should take
    no more messages.

    Give the cluster's provider: ``pulumi.ResourceOptions(providers=[kubernetes])``, with
    ``pulumi_kubernetes.Provider("…", kubeconfig=cluster.kubeconfig)``. The cluster must have KEDA 2.17 or
    later. There is no way without KEDA: Kubernetes' own autoscaler sees a queue only through such an adapter.
    In the sandbox the AWS side is emulated and the objects in Kubernetes are recorded: no pod runs.

    Refuses to use the ambient kubeconfig's cluster, images without a release, fewer workers at most than at
    least, a latency that one message alone exceeds, and a grace that is shorter than a message's work.

    Replaced when changed: all objects in Kubernetes by the component's name or the namespace. Everything else
    changes in place.

    Cost: none of its own but that of the nodes, and one alarm of four metrics, $0.40 a month (us-east-1, on
    demand; aws.amazon.com/cloudwatch/pricing). KEDA and the autoscaler ask SQS some 260,000 times a month:
    $0.10 (aws.amazon.com/sqs/pricing).

    Availability: a worker that is lost costs no message, since SQS hands it out again after its visibility
    timeout (Amazon SQS Developer Guide, "Amazon SQS visibility timeout"). While KEDA is away the number of
    workers stays; while it cannot see the queue, at least ``fallback_replicas`` run.
    """

    role_arn: pulumi.Output[str]
    """The workers' role, for policies of others that let it in, such as a bucket's or a key's."""
    role_name: pulumi.Output[str]
    scaler_role_arn: pulumi.Output[str]
    """The role with which KEDA sees the backlog."""
    deployment_name: pulumi.Output[str]
    backlog_per_worker: pulumi.Output[int]
    """How many messages may wait for each worker."""

    def __init__(self, name: str, args: QueueWorkerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        worker_plan.check_component_name(name)
        check_provider("QueueWorker", opts)
        super().__init__(name, args.tags, opts)
        self._args = args
        self._labels = {"app.kubernetes.io/name": name}
        account = core.v1.ServiceAccount(
            f"{name}-service-account",
            metadata=self._metadata(),
            automount_service_account_token=args.automount_service_account_token,
            opts=self.child(),
        )
        identity = self._identity()
        deployment = self._deployment([account, identity])
        policy.v1.PodDisruptionBudget(
            f"{name}-disruption-budget",
            metadata=self._metadata(),
            spec=policy.v1.PodDisruptionBudgetSpecArgs(
                max_unavailable="25%",  # rounded up: it never blocks a node's drain
                selector=meta.v1.LabelSelectorArgs(match_labels=self._labels),
                unhealthy_pod_eviction_policy="AlwaysAllow",
            ),
            opts=self.child(),
        )
        scaler = self._scaler_role()
        self._scaling(deployment, scaler)
        metric_alarms(
            self,
            worker_plan.worker_alarms(args, args.backlog_per_worker),
            dimensions={"QueueName": source.queue_name(args.queue)},
            topic_arn=args.alarm_topic_arn,
            region=args.region,
        )
        self.role_arn = identity.role_arn
        self.role_name = identity.role_name
        self.scaler_role_arn = scaler.arn
        self.deployment_name = pulumi.Output.from_input(name)
        self.backlog_per_worker = pulumi.Output.from_input(args.backlog_per_worker)
        self.register_outputs()

    def _metadata(self) -> meta.v1.ObjectMetaArgs:
        """All objects bear the component's name: the role is tied to the service account's."""
        return meta.v1.ObjectMetaArgs(
            name=self._name,
            namespace=self._args.namespace,
            labels={**self._labels, "app.kubernetes.io/managed-by": MANAGED_BY},
        )

    def _identity(self) -> PodIdentity:
        args = self._args
        return PodIdentity(
            f"{self._name}-identity",
            PodIdentityArgs(
                cluster_name=args.cluster_name,
                namespace=args.namespace,
                service_account=self._name,
                statements=[*source.consumer_statements(args.queue), *args.statements],
                region=args.region,
                tags=args.tags,
            ),
            self.child(),
        )

    def _deployment(self, needed: list[pulumi.Resource]) -> apps.v1.Deployment:
        """Without ``replicas``: their number is KEDA's, and no update may undo it."""
        return apps.v1.Deployment(
            f"{self._name}-deployment",
            metadata=self._metadata(),
            spec=apps.v1.DeploymentSpecArgs(
                selector=meta.v1.LabelSelectorArgs(match_labels=self._labels),
                strategy=apps.v1.DeploymentStrategyArgs(
                    type="RollingUpdate",
                    rolling_update=apps.v1.RollingUpdateDeploymentArgs(max_surge="25%", max_unavailable=0),
                ),
                template=pod_template(self._args, self._name, self._labels),
            ),
            opts=self.child(depends_on=needed),
        )

    def _scaler_role(self) -> iam.Role:
        args = self._args
        role = iam.Role(
            f"{self._name}-scaler-role",
            assume_role_policy=pulumi.Output.json_dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Principal": {"AWS": args.keda_role_arn},
                            "Action": ["sts:AssumeRole", "sts:TagSession"],
                        }
                    ],
                }
            ),
            tags=self.tags_for("scaler-role"),
            opts=self.child(),
        )
        iam.RolePolicy(
            f"{self._name}-scaler-policy",
            role=role.name,
            policy=policy_document(source.scaler_statements(args.queue)),
            opts=self.child(),
        )
        return role

    def _scaling(self, deployment: apps.v1.Deployment, scaler: iam.Role) -> None:
        authentication = self._keda(
            "TriggerAuthentication",
            "trigger-authentication",
            {"podIdentity": {"provider": "aws", "roleArn": scaler.arn}},
            [],
        )
        metadata = source.keda_metadata(self._args.queue, self._args.backlog_per_worker)
        spec = worker_plan.scaled_object(self._args, self._name, metadata, self._name)
        self._keda("ScaledObject", "scaled-object", spec, [deployment, authentication])

    def _keda(
        self, kind: str, role: str, spec: Mapping[str, object], needed: list[pulumi.Resource]
    ) -> apiextensions.CustomResource:
        return apiextensions.CustomResource(
            f"{self._name}-{role}",
            api_version=worker_plan.KEDA_API,
            kind=kind,
            metadata=self._metadata(),
            spec=spec,
            opts=self.child(depends_on=needed),
        )

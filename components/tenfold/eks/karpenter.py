"""Karpenter: what Karpenter's controller needs of AWS."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pulumi
from pulumi_aws import cloudwatch, eks, iam, sqs
from pydantic import Field

from tenfold.args import Args, Input
from tenfold.component import Component
from tenfold.eks import karpenter_plan, plan
from tenfold.eks.pod_identity import PodIdentity, PodIdentityArgs
from tenfold.naming import physical_name
from tenfold.parts.trust import service_trust


class KarpenterArgs(Args):
    """Which cluster's nodes Karpenter makes, and where its controller runs."""

    cluster_name: Input[str]
    """The cluster's name. Changing it replaces the access entry and the association."""
    namespace: str = "kube-system"
    """The controller's namespace: the chart's own default, since there the API server serves it first."""
    service_account: str = "karpenter"
    """The controller's service account."""
    session_manager: bool = False
    """Lets people open shells on the nodes through Systems Manager."""
    region: str | None = None
    """AWS region of the cluster; None is the provider's. Changing it replaces everything."""
    tags: Mapping[str, str] = Field(default_factory=dict[str, str])
    """Tags for everything that is created. The nodes' own are the EC2NodeClass's."""


class Karpenter(Component):
    """The AWS side of Karpenter v1; ``KarpenterNodes`` installs the chart and its node pools in Kubernetes.

    Creates an encrypted queue for TLS alone and the four rules by which AWS tells of interruptions,
    rebalancing, state changes and health; the nodes' role with its instance profile and access entry; and the
    controller's role by pod identity, whose policy changes and ends nothing but this cluster's nodes.

    Where you install it by other means, give the chart ``settings.interruptionQueue`` the ``queue_name``, and
    each EC2NodeClass ``instanceProfile`` the ``instance_profile_name``: the controller may make none, which
    it could not do from a private subnet anyway. Subnets are found by ``NetworkArgs.karpenter_discovery``,
    the security group by the tag ``aws:eks:cluster-name`` that EKS gives it.

    Replaced when changed: everything by the name or region.

    Cost: the queue's requests, of which the first million a month are free (aws.amazon.com/sqs/pricing);
    AWS's own events are free (aws.amazon.com/eventbridge/pricing).

    Availability: a spot node's end is told two minutes before (Amazon EC2 User Guide, "Spot Instance
    interruption notices"), and without the queue nobody drains it. With the controller gone no node is made:
    run it on nodes that it did not make itself.
    """

    queue_name: pulumi.Output[str]
    """The chart's ``settings.interruptionQueue``."""
    node_role_arn: pulumi.Output[str]
    instance_profile_name: pulumi.Output[str]
    """Each EC2NodeClass's ``instanceProfile``."""
    controller_role_arn: pulumi.Output[str]

    def __init__(self, name: str, args: KarpenterArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        plan.check_role_stem("Karpenter", name, "-node-role")
        super().__init__(name, args.tags, opts)
        self._args = args
        queue = self._queue()
        role, profile = self._nodes()
        controller = self._controller(queue, role)
        self.queue_name = queue.name
        self.node_role_arn = role.arn
        self.instance_profile_name = profile.name
        self.controller_role_arn = controller.role_arn
        self.register_outputs()

    def _queue(self) -> sqs.Queue:
        name, region = self._name, self._args.region
        queue = sqs.Queue(
            f"{name}-queue",
            name=name,
            message_retention_seconds=karpenter_plan.QUEUE_RETENTION_SECONDS,
            sqs_managed_sse_enabled=True,
            region=region,
            tags=self.tags_for("queue"),
            opts=self.child(),
        )
        rules = {
            event: cloudwatch.EventRule(
                f"{name}-{event}",
                name=physical_name(name, event, limit=64),
                description=f"Tells Karpenter: {pattern['detail-type'][0]}",
                event_pattern=json.dumps(pattern),
                region=region,
                tags=self.tags_for(event),
                opts=self.child(),
            )
            for event, pattern in karpenter_plan.EVENTS.items()
        }
        policy = sqs.QueuePolicy(
            f"{name}-queue-policy",
            queue_url=queue.url,
            policy=pulumi.Output.all(queue.arn, *(rule.arn for rule in rules.values())).apply(
                lambda arns: karpenter_plan.queue_policy(arns[0], arns[1:])
            ),
            region=region,
            opts=self.child(),
        )
        for event, rule in rules.items():
            cloudwatch.EventTarget(
                f"{name}-{event}-target",
                rule=rule.name,
                target_id="karpenter",
                arn=queue.arn,
                region=region,
                opts=self.child(depends_on=[policy]),
            )
        return queue

    def _nodes(self) -> tuple[iam.Role, iam.InstanceProfile]:
        name = self._name
        role = iam.Role(
            f"{name}-node-role",
            assume_role_policy=service_trust("ec2.amazonaws.com"),
            tags=self.tags_for("node-role"),
            opts=self.child(),
        )
        extra = plan.SESSION_MANAGER_POLICIES if self._args.session_manager else {}
        attachments = [
            iam.RolePolicyAttachment(
                f"{name}-node-{key}", role=role.name, policy_arn=policy_arn, opts=self.child()
            )
            for key, policy_arn in {**plan.NODE_POLICIES, **extra}.items()
        ]
        profile = iam.InstanceProfile(
            f"{name}-node-profile",
            role=role.name,
            tags=self.tags_for("node-profile"),
            opts=self.child(depends_on=[*attachments]),
        )
        eks.AccessEntry(
            f"{name}-node-access",
            cluster_name=self._args.cluster_name,
            principal_arn=role.arn,
            type="EC2_LINUX",
            region=self._args.region,
            tags=self.tags_for("node-access"),
            opts=self.child(),
        )
        return role, profile

    def _controller(self, queue: sqs.Queue, node_role: iam.Role) -> PodIdentity:
        args = self._args
        policy = iam.Policy(
            f"{self._name}-controller-policy",
            description="Karpenter's controller makes and ends the nodes of one cluster",
            policy=pulumi.Output.all(args.cluster_name, queue.arn, node_role.arn).apply(
                lambda known: karpenter_plan.controller_policy(*known)
            ),
            tags=self.tags_for("controller-policy"),
            opts=self.child(),
        )
        return PodIdentity(
            f"{self._name}-pods",
            PodIdentityArgs(
                cluster_name=args.cluster_name,
                namespace=args.namespace,
                service_account=args.service_account,
                policy_arns={"policy": policy.arn},
                region=args.region,
                tags=args.tags,
            ),
            self.child(),
        )

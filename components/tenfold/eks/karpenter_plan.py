"""What Karpenter's controller may do, and which of AWS's events it hears. No pulumi import."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from tenfold.parts.resource_policies import deny_plain_http

# karpenter.sh, "CloudFormation": interruption handling.
EVENTS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "spot-interruption": {
        "source": ["aws.ec2"],
        "detail-type": ["EC2 Spot Instance Interruption Warning"],
    },
    "rebalance": {"source": ["aws.ec2"], "detail-type": ["EC2 Instance Rebalance Recommendation"]},
    "state-change": {"source": ["aws.ec2"], "detail-type": ["EC2 Instance State-change Notification"]},
    "health": {"source": ["aws.health"], "detail-type": ["AWS Health Event"]},
}
QUEUE_RETENTION_SECONDS = 300
"""A warning older than five minutes is of no use: the node is gone."""

_LAUNCHED = ("fleet", "instance", "volume", "network-interface", "launch-template", "spot-instances-request")
_USED = ("security-group", "subnet", "capacity-reservation", "placement-group")
_READ = (
    "ec2:DescribeCapacityReservations",
    "ec2:DescribeImages",
    "ec2:DescribeInstances",
    "ec2:DescribeInstanceStatus",
    "ec2:DescribeInstanceTypeOfferings",
    "ec2:DescribeInstanceTypes",
    "ec2:DescribeLaunchTemplates",
    "ec2:DescribePlacementGroups",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSpotPriceHistory",
    "ec2:DescribeSubnets",
)


def queue_policy(queue_arn: str, rule_arns: Iterable[str]) -> str:
    """The queue's policy: these rules may send, over TLS; nobody else by it."""
    send = {
        "Sid": "Events",
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": queue_arn,
        "Condition": {"ArnEquals": {"aws:SourceArn": sorted(rule_arns)}},
    }
    plain = deny_plain_http("TlsOnly", "sqs:*", queue_arn)
    return json.dumps({"Version": "2012-10-17", "Statement": [send, plain]})


def controller_policy(cluster: str, queue_arn: str, node_role_arn: str) -> str:
    """What the controller of this cluster may do.

    After karpenter.sh, "CloudFormation" (v1.14), less what it takes to make instance profiles: nodes get the
    one that is made here. It may change and end what carries the cluster's and a node pool's tags only.
    """
    region, account = queue_arn.split(":")[3:5]
    cluster_arn = f"arn:aws:eks:{region}:{account}:cluster/{cluster}"

    def ec2(*kinds: str) -> list[str]:
        return [f"arn:aws:ec2:{region}:*:{kind}/*" for kind in kinds]

    owned_tag = f"kubernetes.io/cluster/{cluster}"
    of_this_cluster = {
        "StringEquals": {f"aws:ResourceTag/{owned_tag}": "owned"},
        "StringLike": {"aws:ResourceTag/karpenter.sh/nodepool": "*"},
    }
    tagged = {f"aws:RequestTag/{owned_tag}": "owned", "aws:RequestTag/eks:eks-cluster-name": cluster}
    of_a_pool = {"aws:RequestTag/karpenter.sh/nodepool": "*"}
    launch = ["ec2:RunInstances", "ec2:CreateFleet"]
    creations = ["RunInstances", "CreateFleet", "CreateLaunchTemplate"]
    statements = [
        _allow(
            "LaunchFrom",
            launch,
            [
                *(f"arn:aws:ec2:{region}::{kind}/*" for kind in ("image", "snapshot")),
                *ec2(*_USED),
            ],
        ),
        _allow("LaunchFromTemplate", launch, ec2("launch-template"), of_this_cluster),
        _allow(
            "LaunchTagged",
            [*launch, "ec2:CreateLaunchTemplate"],
            ec2(*_LAUNCHED),
            {"StringEquals": tagged, "StringLike": of_a_pool},
        ),
        _allow(
            "TagAtLaunch",
            ["ec2:CreateTags"],
            ec2(*_LAUNCHED),
            {"StringEquals": {**tagged, "ec2:CreateAction": creations}, "StringLike": of_a_pool},
        ),
        _allow(
            "TagNodes",
            ["ec2:CreateTags"],
            ec2("instance"),
            {
                **of_this_cluster,
                "StringEqualsIfExists": {"aws:RequestTag/eks:eks-cluster-name": cluster},
                "ForAllValues:StringEquals": {
                    "aws:TagKeys": ["eks:eks-cluster-name", "karpenter.sh/nodeclaim", "Name"]
                },
            },
        ),
        _allow(
            "EndNodes",
            ["ec2:TerminateInstances", "ec2:DeleteLaunchTemplate"],
            ec2("instance", "launch-template"),
            of_this_cluster,
        ),
        _allow("ReadEc2", _READ, ["*"], {"StringEquals": {"aws:RequestedRegion": region}}),
        _allow("ReadImages", ["ssm:GetParameter"], [f"arn:aws:ssm:{region}::parameter/aws/service/*"]),
        _allow("ReadPrices", ["pricing:GetProducts"], ["*"]),
        _allow("Interruptions", ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"], [queue_arn]),
        _allow(
            "PassNodeRole",
            ["iam:PassRole"],
            [node_role_arn],
            {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}},
        ),
        _allow("ReadProfiles", ["iam:GetInstanceProfile"], [f"arn:aws:iam::{account}:instance-profile/*"]),
        _allow("ListProfiles", ["iam:ListInstanceProfiles"], ["*"]),
        _allow("FindCluster", ["eks:DescribeCluster"], [cluster_arn]),
        _allow(
            "SeeZonalShift",
            ["arc-zonal-shift:GetManagedResource"],
            ["*"],
            {"StringEquals": {"arc-zonal-shift:ResourceIdentifier": cluster_arn}},
        ),
    ]
    return json.dumps({"Version": "2012-10-17", "Statement": statements}, separators=(",", ":"))


def _allow(
    sid: str, actions: Sequence[str], resources: Sequence[str], conditions: Mapping[str, object] | None = None
) -> dict[str, object]:
    return {
        "Sid": sid,
        "Effect": "Allow",
        "Action": actions,
        "Resource": resources,
        **({"Condition": conditions} if conditions else {}),
    }

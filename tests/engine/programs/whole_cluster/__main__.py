"""A cluster with everything that EksCluster offers beside it, in a network of its own."""

import json

import pulumi
from pulumi_aws import iam, s3

from tenfold import AlarmTopic, AlarmTopicArgs, EksCluster, EksClusterArgs, Network, NetworkArgs, NodePool
from tenfold.eks import AccessPolicy, ClusterAccess, ComputeMode
from tenfold.parts.iam import Statement

config = pulumi.Config()
zones = config.get_int("zones") or 2
mode = ComputeMode(config.get("compute") or ComputeMode.MANAGED_NODES)
instance_types = (config.get("types") or "m7g.large,m6g.large").split(",")
TRUST = {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}


def person(name: str) -> iam.Role:
    return iam.Role(name, assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [TRUST]}))


network = Network(
    "net",
    NetworkArgs(
        cidr="10.0.0.0/16",
        zones=[f"us-east-1{letter}" for letter in "abc"[:zones]],
        deletion_protection=False,
        karpenter_discovery="shop",
    ),
)
topic = AlarmTopic("alarms", AlarmTopicArgs())
operator, developer = person("operator"), person("developer")
managed = mode is ComputeMode.MANAGED_NODES
cluster = EksCluster(
    "shop",
    EksClusterArgs(
        subnet_ids=network.private_subnet_ids,
        version=config.get("version") or "1.35",
        compute=mode,
        pools={"general": NodePool(instance_types=instance_types), "data": NodePool(stateful=True)}
        if managed
        else None,
        karpenter=managed,
        admins={"operator": operator.arn},
        access={
            "developer": ClusterAccess(
                principal_arn=developer.arn,
                policy=AccessPolicy.EDIT,
                namespaces=["team-*"],
                kubernetes_groups=["developers"],
            )
        },
        alarm_topic_arn=topic.topic_arn,
        deletion_protection=False,
    ),
)
files = s3.Bucket("files")
cluster.grant(
    "orders",
    namespace="shop",
    service_account="orders",
    statements=[
        Statement(actions=["s3:GetObject"], resources=[pulumi.Output.concat(files.arn, "/*")]),
    ],
)
found = EksCluster.get(cluster.cluster_name, kubeconfig_role_arn=operator.arn)
pulumi.export("kubeconfig", found.kubeconfig)
pulumi.export("operator", operator.arn)

"""What the rules of security call by the same name."""

from __future__ import annotations

from typing import Any

from tenfold_policies.resource import Resource

BUCKETS = ("aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2")
LOAD_BALANCERS = (
    "aws:lb/loadBalancer:LoadBalancer",
    "aws:alb/loadBalancer:LoadBalancer",
    "aws:elasticloadbalancingv2/loadBalancer:LoadBalancer",
    "aws:applicationloadbalancing/loadBalancer:LoadBalancer",
)
LISTENERS = (
    "aws:lb/listener:Listener",
    "aws:alb/listener:Listener",
    "aws:elasticloadbalancingv2/listener:Listener",
    "aws:applicationloadbalancing/listener:Listener",
)
INSTANCE = "aws:ec2/instance:Instance"
LAUNCH_TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
LAUNCH_CONFIGURATION = "aws:ec2/launchConfiguration:LaunchConfiguration"
NODE_CLASS = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass"
DB_INSTANCE = "aws:rds/instance:Instance"
DB_CLUSTER = "aws:rds/cluster:Cluster"
DB_CLUSTER_INSTANCE = "aws:rds/clusterInstance:ClusterInstance"
REPLICATION_GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"
DISTRIBUTION = "aws:cloudfront/distribution:Distribution"
EKS_CLUSTER = "aws:eks/cluster:Cluster"
VPC = "aws:ec2/vpc:Vpc"
KEY = "aws:kms/key:Key"
REPOSITORY = "aws:ecr/repository:Repository"


def control(id_: str) -> str:
    """AWS's page of a control of Security Hub, such as ``S3.5``: its Foundational Security Best Practices."""
    service, _, number = id_.lower().partition(".")
    return (
        f"https://docs.aws.amazon.com/securityhub/latest/userguide/{service}-controls.html#{service}-{number}"
    )


def on(value: Any) -> bool:
    """Whether a switch is on. Some of the provider's are text."""
    return value in (True, "true")


def application(balancer: Resource) -> bool:
    """Whether a load balancer is an Application Load Balancer, as it is by default."""
    return balancer.get("loadBalancerType", "application") == "application"

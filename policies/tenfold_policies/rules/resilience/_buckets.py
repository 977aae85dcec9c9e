"""S3 buckets and the resources beside them that hold their settings."""

from __future__ import annotations

from tenfold_policies.resource import Resource, Stack

BUCKET = "aws:s3/bucket:Bucket"
BUCKETS = (BUCKET, "aws:s3/bucketV2:BucketV2")
VERSIONINGS = ("aws:s3/bucketVersioning:BucketVersioning", "aws:s3/bucketVersioningV2:BucketVersioningV2")
REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig"

_DELIVERIES = (
    ("aws:s3/bucketLogging:BucketLogging", "targetBucket"),
    ("aws:s3/bucketLoggingV2:BucketLoggingV2", "targetBucket"),
    (BUCKET, "logging"),
    ("aws:s3/bucketV2:BucketV2", "loggings"),
    ("aws:lb/loadBalancer:LoadBalancer", "accessLogs"),
    ("aws:lb/loadBalancer:LoadBalancer", "connectionLogs"),
    ("aws:alb/loadBalancer:LoadBalancer", "accessLogs"),
    ("aws:alb/loadBalancer:LoadBalancer", "connectionLogs"),
    ("aws:elb/loadBalancer:LoadBalancer", "accessLogs"),
    ("aws:cloudfront/distribution:Distribution", "loggingConfig"),
    ("aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination", "deliveryDestinationConfiguration"),
    ("aws:cloudtrail/trail:Trail", "s3BucketName"),
    ("aws:ec2/flowLog:FlowLog", "logDestination"),
    ("aws:cfg/deliveryChannel:DeliveryChannel", "s3BucketName"),
    ("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", "logDestinationConfigs"),
)


def takes_logs(bucket: Resource, stack: Stack) -> bool:
    """Whether AWS delivers logs into the bucket: they are written once and expire, and need no versions."""
    return any(stack.referring(bucket, type_, property_) for type_, property_ in _DELIVERIES)


def beside(bucket: Resource, stack: Stack, *types: str) -> list[Resource]:
    """The resources of these types that hold the bucket's settings."""
    return [each for type_ in types for each in stack.referring(bucket, type_, "bucket")]

"""A stack's outputs: what applications, pipelines and people ask it for. Typed, and exported here only."""

from __future__ import annotations

from typing import NotRequired, TypedDict

import pulumi

from tenfold_stacks.stages.growth import Growth
from tenfold_stacks.stages.scale import Scale
from tenfold_stacks.stages.startup import Startup


class StackOutputs(TypedDict):
    """Names and types of the outputs, as another stack reads them through a StackReference."""

    environment: str
    stage: str
    region: str
    zones: pulumi.Output[list[str]]
    vpc_id: pulumi.Output[str]
    public_subnet_ids: pulumi.Output[list[str]]
    private_subnet_ids: pulumi.Output[list[str]]
    isolated_subnet_ids: pulumi.Output[list[str]]
    cluster_name: pulumi.Output[str]
    cluster_endpoint: pulumi.Output[str]
    kubeconfig: pulumi.Output[str]
    """Runs ``aws eks get-token``; holds no credential."""
    database_endpoint: pulumi.Output[str]
    database_reader_endpoint: pulumi.Output[str]
    database_port: pulumi.Output[int]
    database_secret_arn: pulumi.Output[str]
    """Secrets Manager secret of the master user; the password itself is nowhere in the state."""
    cache_endpoint: pulumi.Output[str]
    cache_port: pulumi.Output[int]
    cache_secret_arn: pulumi.Output[str]
    bucket_name: pulumi.Output[str]
    bucket_arn: pulumi.Output[str]
    alarm_topic_arn: pulumi.Output[str]
    """What every alarm notifies."""
    cdn_domain_name: NotRequired[pulumi.Output[str]]
    """With a domain: CloudFront's name, to which the domain's records point."""
    app_target_group_arn: NotRequired[pulumi.Output[str]]
    """With a domain: what a TargetGroupBinding of the application names."""
    database_proxy_endpoint: NotRequired[pulumi.Output[str]]
    """From stage growth on: where many short connections share few to the database."""
    database_proxy_reader_endpoint: NotRequired[pulumi.Output[str]]
    jobs_queue_url: NotRequired[pulumi.Output[str]]
    """From stage growth on."""
    jobs_queue_arn: NotRequired[pulumi.Output[str]]
    shard_map_parameter: NotRequired[pulumi.Output[str]]
    """From stage scale on: the SSM parameter that tells which shard has a key."""
    replica_bucket_name: NotRequired[pulumi.Output[str | None]]
    """From stage scale on: the bucket's copy in the standby region."""


def collect(stack: Startup) -> StackOutputs:
    """The outputs of a built stage."""
    found = _startup(stack)
    if stack.edge is not None:
        found["cdn_domain_name"] = stack.edge.cdn.domain_name
        found["app_target_group_arn"] = stack.edge.load_balancer.target_group_arns["app"]
    if isinstance(stack, Growth):
        found["jobs_queue_url"] = stack.jobs.queue_url
        found["jobs_queue_arn"] = stack.jobs.queue_arn
    if isinstance(stack, Scale):
        found["shard_map_parameter"] = stack.shards.map_parameter
        found["replica_bucket_name"] = stack.bucket.replica_bucket_name
    if stack.database.proxy_endpoint is not None:
        found["database_proxy_endpoint"] = stack.database.proxy_endpoint
    if stack.database.proxy_reader_endpoint is not None:
        found["database_proxy_reader_endpoint"] = stack.database.proxy_reader_endpoint
    return found


def _startup(stack: Startup) -> StackOutputs:
    return StackOutputs(
        environment=stack.settings.environment.value,
        stage=stack.settings.stage.value,
        region=stack.settings.region,
        zones=stack.network.zones,
        vpc_id=stack.network.vpc_id,
        public_subnet_ids=stack.network.public_subnet_ids,
        private_subnet_ids=stack.network.private_subnet_ids,
        isolated_subnet_ids=stack.network.isolated_subnet_ids,
        cluster_name=stack.cluster.cluster_name,
        cluster_endpoint=stack.cluster.endpoint,
        kubeconfig=stack.cluster.kubeconfig,
        database_endpoint=stack.database.endpoint,
        database_reader_endpoint=stack.database.reader_endpoint,
        database_port=stack.database.port,
        database_secret_arn=stack.database.secret_arn,
        cache_endpoint=stack.cache.endpoint,
        cache_port=stack.cache.port,
        cache_secret_arn=stack.cache.secret_arn,
        bucket_name=stack.bucket.bucket_name,
        bucket_arn=stack.bucket.bucket_arn,
        alarm_topic_arn=stack.alarms.topic_arn,
    )


def export(stack: Startup) -> None:
    """Export every output under its name."""
    for name, value in collect(stack).items():
        pulumi.export(name, value)

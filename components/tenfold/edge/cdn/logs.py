"""A CDN's access log, as CloudWatch delivers it to a bucket (standard logging v2)."""

from __future__ import annotations

import pulumi
from pulumi_aws import cloudwatch

from tenfold.component import Component
from tenfold.edge.arns import GLOBAL_REGION
from tenfold.naming import physical_name

_LONGEST_NAME = 60  # of delivery sources and destinations; Amazon CloudWatch Logs API Reference


def deliver_logs(
    component: Component, distribution_arn: pulumi.Input[str], bucket_name: pulumi.Input[str]
) -> None:
    """Deliver every request's line to the bucket, as JSON, by distribution and hour.

    Args:
        component: the parent.
        distribution_arn: whose requests.
        bucket_name: where to; a bucket of any region.
    """
    name = component.pulumi_resource_name
    source = cloudwatch.LogDeliverySource(
        f"{name}-log-source",
        name=physical_name(name, "log", limit=_LONGEST_NAME),
        log_type="ACCESS_LOGS",
        resource_arn=distribution_arn,
        region=GLOBAL_REGION,
        tags=component.tags_for("log-source"),
        opts=component.child(),
    )
    destination = cloudwatch.LogDeliveryDestination(
        f"{name}-log-destination",
        name=physical_name(name, "log", limit=_LONGEST_NAME),
        output_format="json",
        delivery_destination_configuration=cloudwatch.LogDeliveryDestinationDeliveryDestinationConfigurationArgs(
            destination_resource_arn=pulumi.Output.concat("arn:aws:s3:::", bucket_name)
        ),
        region=GLOBAL_REGION,
        tags=component.tags_for("log-destination"),
        opts=component.child(),
    )
    cloudwatch.LogDelivery(
        f"{name}-log-delivery",
        delivery_source_name=source.name,
        delivery_destination_arn=destination.arn,
        s3_delivery_configurations=[
            cloudwatch.LogDeliveryS3DeliveryConfigurationArgs(
                suffix_path="{DistributionId}/{yyyy}/{MM}/{dd}/{HH}", enable_hive_compatible_path=False
            )
        ],
        region=GLOBAL_REGION,
        tags=component.tags_for("log-delivery"),
        opts=component.child(),
    )

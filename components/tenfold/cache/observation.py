"""The dashboard as a resource."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi
from pulumi_aws import cloudwatch

from tenfold.component import Component
from tenfold.parts.dashboard import Graph, dashboard_body


def make_dashboard(
    component: Component, arn: pulumi.Output[str], graphs: Sequence[Graph], region: str | None
) -> None:
    """A dashboard in the region of what it shows, which the ARN names."""
    name = f"{component.pulumi_resource_name}-dashboard"
    cloudwatch.Dashboard(
        name,
        dashboard_name=name,
        dashboard_body=arn.apply(lambda known: dashboard_body(graphs, known.split(":")[3])),
        region=region,
        opts=component.child(),
    )

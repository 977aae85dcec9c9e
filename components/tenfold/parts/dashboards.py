"""A dashboard, once a plan has decided what it shows, as a resource."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi
from pulumi_aws import cloudwatch

from tenfold.component import Component
from tenfold.parts.dashboard import Graph, dashboard_body


def make_dashboard(
    component: Component, graphs: Sequence[Graph], *, arn: pulumi.Output[str], region: str | None
) -> None:
    """A CloudWatch dashboard named ``<component>-<region>``.

    The region is in the name since an account's dashboards are those of all its regions (Amazon CloudWatch
    API Reference, "PutDashboard"): a component of the same name in another one would overwrite this one's.

    Args:
        component: its parent.
        graphs: what it shows.
        arn: of anything in the region of what it shows, which it has to name.
        region: the component's region.
    """
    name = component.pulumi_resource_name
    known_region = arn.apply(lambda known: known.split(":")[3])
    cloudwatch.Dashboard(
        f"{name}-dashboard",
        dashboard_name=pulumi.Output.concat(name, "-", known_region),
        dashboard_body=known_region.apply(lambda known: dashboard_body(graphs, known)),
        region=region,
        opts=component.child(),
    )

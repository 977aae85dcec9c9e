"""EC2: the VPC and what lies in it, instances and what they are launched from."""

from __future__ import annotations

from tenfold_sandbox.provider.rows.ec2 import (
    acls,
    attachments,
    endpoints,
    gateways,
    instances,
    routing,
    security,
    templates,
    vpcs,
)
from tenfold_sandbox.provider.table import Resource

ROWS: tuple[Resource, ...] = (
    *vpcs.ROWS,
    *gateways.ROWS,
    *routing.ROWS,
    *security.ROWS,
    *acls.ROWS,
    *endpoints.ROWS,
    *templates.ROWS,
    *instances.ROWS,
    *attachments.ROWS,
)

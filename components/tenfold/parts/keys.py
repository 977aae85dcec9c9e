"""A KMS key of a component's own."""

from __future__ import annotations

import pulumi
from pulumi_aws import kms

from tenfold.component import Component


def key_arn(
    component: Component,
    given: pulumi.Input[str] | None,
    *,
    role: str = "key",
    description: str,
    region: str | None,
    protect: bool,
    policy: pulumi.Input[str] | None = None,
) -> pulumi.Input[str]:
    """The key that was given, or one of the component's own: rotated yearly, deleted 30 days late.

    Without a ``policy``, the account's principals may use it by their own policies, and AWS's services
    through them: KMS's default.
    """
    if given is not None:
        return given
    return kms.Key(
        f"{component.pulumi_resource_name}-{role}",
        description=description,
        enable_key_rotation=True,
        deletion_window_in_days=30,
        policy=policy,
        region=region,
        tags=component.tags_for(role),
        opts=component.child(protect=protect),
    ).arn

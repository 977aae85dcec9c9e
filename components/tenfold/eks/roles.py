"""A role and its managed policies."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
from pulumi_aws import iam

from tenfold.component import Component


def role_with_policies(
    component: Component, role_name: str, trust: str, policies: Mapping[str, str]
) -> tuple[iam.Role, list[pulumi.Resource]]:
    """A role and its policies. Whoever needs the permissions, not just the role, depends on the list.

    Args:
        component: their parent.
        role_name: the role's part in the component; it becomes ``<component>-<role_name>-role``.
        trust: who may assume it, as JSON.
        policies: managed policies' ARNs by their part of the attachments' names.
    """
    name = component.pulumi_resource_name
    role = iam.Role(
        f"{name}-{role_name}-role",
        assume_role_policy=trust,
        tags=component.tags_for(f"{role_name}-role"),
        opts=component.child(),
    )
    attachments: list[pulumi.Resource] = [
        iam.RolePolicyAttachment(
            f"{name}-{role_name}-{key}", role=role.name, policy_arn=policy_arn, opts=component.child()
        )
        for key, policy_arn in policies.items()
    ]
    return role, attachments

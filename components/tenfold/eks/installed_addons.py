"""The add-ons as resources."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pulumi
from pulumi_aws import eks, iam

from tenfold.component import Component
from tenfold.eks import addons, plan
from tenfold.eks.args import EksClusterArgs, IpFamily
from tenfold.eks.roles import role_with_policies


def installed_addons(
    component: Component,
    args: EksClusterArgs,
    *,
    before_nodes: bool,
    cluster_name: pulumi.Input[str],
    depends_on: Sequence[pulumi.Resource],
) -> list[eks.Addon]:
    """The add-ons that come before the nodes, or those that come after them.

    Args:
        component: their parent, whose name is the cluster's.
        args: the cluster's.
        before_nodes: which of them.
        cluster_name: the cluster, known once it stands.
        depends_on: what each waits for.
    """
    wanted = [each for each in addons.ADDONS if each.auto_mode or not args.auto_mode]
    return [
        _addon(component, args, each, cluster_name, depends_on)
        for each in wanted
        if each.before_nodes is before_nodes
    ]


def _addon(
    component: Component,
    args: EksClusterArgs,
    addon: addons.Addon,
    cluster_name: pulumi.Input[str],
    depends_on: Sequence[pulumi.Resource],
) -> eks.Addon:
    identities, policies = _identities(component, args, addon)
    configuration = addon.configuration
    if addon.name == addons.EBS_CSI_DRIVER and not args.default_storage_class:
        configuration = {}
    named = {str(each): version for each, version in args.addon_versions.items()}
    return eks.Addon(
        f"{component.pulumi_resource_name}-{addon.name}",
        cluster_name=cluster_name,
        addon_name=addon.name,
        addon_version=named.get(addon.name) or addons.default_version(addon.name, args.version),
        configuration_values=json.dumps(configuration) if configuration else None,
        pod_identity_associations=identities or None,
        resolve_conflicts_on_create="OVERWRITE",
        resolve_conflicts_on_update="PRESERVE",
        region=args.region,
        tags=component.tags_for(addon.name),
        opts=component.child(depends_on=[*depends_on, *policies]),
    )


def _identities(
    component: Component, args: EksClusterArgs, addon: addons.Addon
) -> tuple[list[eks.AddonPodIdentityAssociationArgs], list[pulumi.Resource]]:
    """A role of its own for an add-on that calls AWS, and what gives the role its permissions."""
    if addon.service_account is None or addon.policy_arn is None:
        return [], []
    trust = plan.pod_identity_trust("kube-system", addon.service_account)
    ipv6 = addon.name == addons.VPC_CNI and args.ip_family is IpFamily.IPV6
    managed = {} if ipv6 else {"policy": addon.policy_arn}
    role, policies = role_with_policies(component, addon.name, trust, managed)
    if ipv6:  # AWS's own policy is for IPv4
        name = f"{component.pulumi_resource_name}-{addon.name}-ipv6"
        policies.append(
            iam.RolePolicy(name, role=role.name, policy=plan.CNI_IPV6_POLICY, opts=component.child())
        )
    association = eks.AddonPodIdentityAssociationArgs(
        role_arn=role.arn, service_account=addon.service_account
    )
    return [association], policies

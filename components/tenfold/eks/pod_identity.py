"""PodIdentity: a role of AWS's for one Kubernetes service account."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Self

import pulumi
from pulumi_aws import eks, iam
from pydantic import Field, model_validator

from tenfold.args import Args, Input, Label
from tenfold.component import Component
from tenfold.eks import plan
from tenfold.errors import InvalidInputError
from tenfold.parts.iam import Statement, policy_document

# A Kubernetes namespace is a DNS label, a service account's name a DNS subdomain.
_NAMESPACE = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_SERVICE_ACCOUNT = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")
_ADMINISTRATORS = re.compile(
    r"arn:aws[a-z-]*:iam::aws:policy/(AdministratorAccess|PowerUserAccess|IAMFullAccess)"
)


class PodIdentityArgs(Args):
    """Which pods, and what they may do in AWS."""

    cluster_name: Input[str]
    """The cluster's name. A change replaces the association."""
    namespace: str
    """The service account's namespace. A change replaces the association."""
    service_account: str
    """The service account that the pods run as. It may be made later. A change replaces the association."""
    statements: Sequence[Statement] = ()
    """What the pods may do. A statement never allows everything on everything."""
    policy_arns: Mapping[Label, Input[str]] = Field(default_factory=dict[Label, Input[str]])
    """Managed policies by a name of your choice. AWS's administrators' policies are refused."""
    region: str | None = None
    """AWS region of the cluster; None is the provider's. Changing it replaces the association."""
    tags: Mapping[str, str] = Field(default_factory=dict[str, str])
    """Tags for the role and the association."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        _check_name("PodIdentityArgs.namespace", self.namespace, _NAMESPACE, 63)
        _check_name("PodIdentityArgs.service_account", self.service_account, _SERVICE_ACCOUNT, 253)
        if not self.statements and not self.policy_arns:
            raise InvalidInputError(
                "PodIdentityArgs.statements", [], "statements or policy_arns", "Say what the pods may do."
            )
        for label, arn in self.policy_arns.items():
            if isinstance(arn, str) and _ADMINISTRATORS.fullmatch(arn):
                raise InvalidInputError(
                    f"PodIdentityArgs.policy_arns.{label}",
                    arn,
                    "policies for what the pods do",
                    "Whoever gets into one of the pods would own the account: name statements instead.",
                )
        return self


def _check_name(field_name: str, value: str, pattern: re.Pattern[str], longest: int) -> None:
    if not pattern.fullmatch(value):
        raise InvalidInputError(
            field_name,
            value,
            f"a Kubernetes name: up to {longest} lower-case letters, digits and dashes",
            "Name one; wildcards would give the role to whoever makes such a name.",
        )


class PodIdentity(Component):
    """A role that EKS gives to the pods of one service account, and to no other.

    Creates the role, whose trust names the cluster, the namespace and the service account; its policy; and
    the association by which EKS's Pod Identity agent hands its credentials to the pods. The SDKs find them by
    themselves; nothing is annotated in Kubernetes.

    Refuses wildcards in names, statements that allow everything on everything, and AWS's administrators'
    policies.

    Replaced when changed: the association by cluster, namespace, service account or region; policies change
    in place.

    Cost: none (aws.amazon.com/eks/pricing).

    Availability: the agent runs on every node and asks EKS's Auth API for credentials, which the SDKs keep
    until they expire (Amazon EKS User Guide, "Understand how EKS Pod Identity works").
    """

    role_arn: pulumi.Output[str]
    """The role's ARN, for policies of others that let it in, such as a bucket's or a key's."""
    role_name: pulumi.Output[str]
    association_arn: pulumi.Output[str]

    def __init__(self, name: str, args: PodIdentityArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        plan.check_role_stem("PodIdentity", name, "-role")
        super().__init__(name, args.tags, opts)
        trust = pulumi.Output.from_input(args.cluster_name).apply(
            lambda cluster: plan.pod_identity_trust(args.namespace, args.service_account, cluster)
        )
        role = iam.Role(
            f"{name}-role", assume_role_policy=trust, tags=self.tags_for("role"), opts=self.child()
        )
        permissions: list[pulumi.Resource] = []
        if args.statements:
            permissions.append(
                iam.RolePolicy(
                    f"{name}-policy",
                    role=role.name,
                    policy=policy_document(args.statements),
                    opts=self.child(),
                )
            )
        for label, policy_arn in args.policy_arns.items():
            permissions.append(
                iam.RolePolicyAttachment(
                    f"{name}-{label}", role=role.name, policy_arn=policy_arn, opts=self.child()
                )
            )
        association = eks.PodIdentityAssociation(
            f"{name}-association",
            cluster_name=args.cluster_name,
            namespace=args.namespace,
            service_account=args.service_account,
            role_arn=role.arn,
            region=args.region,
            tags=self.tags_for("association"),
            opts=self.child(depends_on=permissions),
        )
        self.role_arn = role.arn
        self.role_name = role.name
        self.association_arn = association.association_arn
        self.register_outputs()

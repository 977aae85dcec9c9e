"""Roles, with the policies that they own."""

from __future__ import annotations

from typing import Any

from tenfold_sandbox.provider.rows.iam.tagging import tagging
from tenfold_sandbox.provider.table import Call, Resource, Tagging, Value, without

# Terraform shows a role's policies only to those who manage them on the role itself.
_OWNS_POLICIES = (
    "in.managedPolicyArns || in.inlinePolicies || in.forceDetachPolicies || !(in.assumeRolePolicy)"
)
_ROLE = {"RoleName": "id"}


def _attach(operation: str, each: Value, **options: Any) -> Call:
    return Call(operation, {"RoleName": "id || in.roleName", "PolicyArn": "item"}, each=each, **options)


def _put_inline(**options: Any) -> Call:
    params = {**_ROLE, "PolicyName": "item.name", "PolicyDocument": "item.policy"}
    return Call("PutRolePolicy", params, auto=False, each="in.inlinePolicies", **options)


_ROLE_ROW = Resource(
    token="aws:iam/role:Role",
    schema="AWS::IAM::Role",
    service="iam",
    id="out.Role.RoleName",
    create=(
        Call("CreateRole"),
        _put_inline(on=("inlinePolicies",)),
        _attach("AttachRolePolicy", "in.managedPolicyArns", auto=False, on=("managedPolicyArns",)),
    ),
    read=(
        Call("GetRole", _ROLE, result="Role"),
        Call(
            "ListAttachedRolePolicies",
            _ROLE,
            when=_OWNS_POLICIES,
            result="{ManagedPolicyArns: AttachedPolicies[].PolicyArn}",
        ),
        Call("ListRolePolicies", _ROLE, when=_OWNS_POLICIES, result="{InlineNames: PolicyNames}"),
        Call(
            "GetRolePolicy",
            {**_ROLE, "PolicyName": "item"},
            each="live.InlineNames",
            result="{InlinePolicies: [?PolicyName].{name: PolicyName, policy: to_string(PolicyDocument)}}",
        ),
        Call(
            "ListInstanceProfilesForRole",
            _ROLE,
            when="in.forceDetachPolicies",
            result="{Profiles: InstanceProfiles[].InstanceProfileName}",
        ),
    ),
    update=(
        Call(
            "UpdateAssumeRolePolicy",
            {**_ROLE, "PolicyDocument": "in.assumeRolePolicy"},
            auto=False,
            on=("assumeRolePolicy",),
        ),
        Call("UpdateRole", _ROLE),
        Call("PutRolePermissionsBoundary", _ROLE, on=("permissionsBoundary",), when="in.permissionsBoundary"),
        Call(
            "DeleteRolePermissionsBoundary",
            _ROLE,
            auto=False,
            on=("permissionsBoundary",),
            when="!(in.permissionsBoundary)",
        ),
        _put_inline(on=("inlinePolicies",)),
        Call(
            "DeleteRolePolicy",
            {**_ROLE, "PolicyName": "item"},
            auto=False,
            on=("inlinePolicies",),
            each=without("old.inlinePolicies[].name", "in.inlinePolicies[].name"),
        ),
        _attach("AttachRolePolicy", "in.managedPolicyArns", auto=False, on=("managedPolicyArns",)),
        _attach(
            "DetachRolePolicy",
            without("old.managedPolicyArns", "in.managedPolicyArns"),
            auto=False,
            on=("managedPolicyArns",),
        ),
    ),
    delete=(
        _attach("DetachRolePolicy", "live.ManagedPolicyArns"),
        Call("DeleteRolePolicy", {**_ROLE, "PolicyName": "item"}, each="live.InlineNames"),
        Call(
            "RemoveRoleFromInstanceProfile",
            {**_ROLE, "InstanceProfileName": "item"},
            each="live.Profiles",
        ),
        Call("DeleteRole", _ROLE),
    ),
    names={"name": "RoleName", "assumeRolePolicy": "AssumeRolePolicyDocument", "uniqueId": "RoleId"},
    outputs={"permissionsBoundary": "live.PermissionsBoundary.PermissionsBoundaryArn"},
    defaults={"description": "", "maxSessionDuration": 3600},
    kept=frozenset({"forceDetachPolicies"}),
    json=frozenset({"assumeRolePolicy", "inlinePolicies"}),
    autoname=("name", 64),
    tagging=tagging("Role", "RoleName"),
    global_=True,
)

_EXCLUSIVE = Resource(
    token="aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
    service="iam",
    id="in.roleName",
    lookup=(Call("ListAttachedRolePolicies", {"RoleName": "in.roleName"}),),
    create=(
        _attach("AttachRolePolicy", "in.policyArns"),
        _attach("DetachRolePolicy", without("found.AttachedPolicies[].PolicyArn", "in.policyArns")),
    ),
    read=(
        Call(
            "ListAttachedRolePolicies",
            {"RoleName": "id"},
            result="{RoleName: 'x', PolicyArns: AttachedPolicies[].PolicyArn}",
        ),
    ),
    update=(
        _attach("AttachRolePolicy", "in.policyArns", auto=False, on=("policyArns",)),
        _attach(
            "DetachRolePolicy",
            without("live.PolicyArns", "in.policyArns"),
            auto=False,
            on=("policyArns",),
        ),
    ),
    outputs={"roleName": "id"},
    replaces=frozenset({"roleName"}),
    global_=True,
)

_SERVICE_LINKED = Resource(
    token="aws:iam/serviceLinkedRole:ServiceLinkedRole",
    schema="AWS::IAM::ServiceLinkedRole",
    service="iam",
    id="out.Role.Arn",
    create=(Call("CreateServiceLinkedRole"),),
    read=(Call("GetRole", {"RoleName": lambda c: c.id.rsplit("/", 1)[-1]}, result="Role"),),
    update=(Call("UpdateRole", {"RoleName": "live.RoleName"}),),
    delete=(Call("DeleteServiceLinkedRole", {"RoleName": "live.RoleName"}),),
    names={"name": "RoleName", "uniqueId": "RoleId"},
    outputs={
        "awsServiceName": lambda c: c.live["Path"].split("/")[2],
        "customSuffix": lambda c: c.live["RoleName"].partition("_")[2] or None,
    },
    tagging=Tagging("TagRole", "UntagRole", "RoleName", "live.RoleName", create_key=None),
    global_=True,
)

ROLES: tuple[Resource, ...] = (_ROLE_ROW, _EXCLUSIVE, _SERVICE_LINKED)

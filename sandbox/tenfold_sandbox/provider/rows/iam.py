"""IAM: it has no region, and names are ids."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tenfold_sandbox.provider.table import Call, Context, Resource, Tagging, Value, without

_PUT_POLICY = {"policy": "PolicyDocument", "name": "PolicyName"}


def _tagging(kind: str, key: str, target: str = "id") -> Tagging:
    return Tagging(add=f"Tag{kind}", remove=f"Untag{kind}", key=key, target=target)


# -- policies of a role, a user or a group: inline ones and attached ones, alike for the three --


def _inline_policy(kind: str) -> Resource:
    owner = kind.lower()
    key = f"{kind}Name"

    def import_id(identity: str) -> Mapping[str, Any]:
        holder, _, name = identity.partition(":")
        return {owner: holder, "name": name}

    keys = {key: f"in.{owner}", "PolicyName": "in.name"}
    return Resource(
        token=f"aws:iam/{owner}Policy:{kind}Policy",
        schema=f"AWS::IAM::{kind}Policy",
        service="iam",
        id=f"join(':', [in.{owner}, in.name])",
        create=(Call(f"Put{kind}Policy"),),
        read=(Call(f"Get{kind}Policy", keys),),
        update=(Call(f"Put{kind}Policy", whole=True),),
        delete=(Call(f"Delete{kind}Policy", keys),),
        names={**_PUT_POLICY, owner: key},
        json=frozenset({"policy"}),
        autoname=("name", 128),
        global_=True,
        import_id=import_id,
    )


def _attachment(kind: str) -> Resource:
    owner = kind.lower()

    def import_id(identity: str) -> Mapping[str, Any]:
        holder, _, arn = identity.partition("/")
        return {owner: holder, "policyArn": arn}

    def attached(context: Context, response: Mapping[str, Any]) -> Any:
        arns = [each["PolicyArn"] for each in response.get("AttachedPolicies", [])]
        wanted = context.inputs["policyArn"]
        return {"PolicyArn": wanted, owner: context.inputs[owner]} if wanted in arns else None

    keys = {f"{kind}Name": f"in.{owner}", "PolicyArn": "in.policyArn"}
    return Resource(
        token=f"aws:iam/{owner}PolicyAttachment:{kind}PolicyAttachment",
        service="iam",
        id=f"join('/', [in.{owner}, in.policyArn])",
        create=(Call(f"Attach{kind}Policy", keys),),
        read=(Call(f"ListAttached{kind}Policies", {f"{kind}Name": f"in.{owner}"}, result=attached),),
        delete=(Call(f"Detach{kind}Policy", keys),),
        replaces=frozenset({owner, "policyArn"}),
        global_=True,
        import_id=import_id,
    )


# -- roles --

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
    tagging=_tagging("Role", "RoleName"),
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

# -- policies --

_POLICY = {"PolicyArn": "id"}


def _oldest_of_five(context: Context) -> list[str]:
    """AWS keeps five versions of a policy: a sixth needs the oldest gone."""
    versions = context.live["Versions"]
    spare = sorted(
        (each["CreateDate"], each["VersionId"]) for each in versions if not each["IsDefaultVersion"]
    )
    return [spare[0][1]] if len(versions) >= 5 else []


_POLICY_ROW = Resource(
    token="aws:iam/policy:Policy",
    schema="AWS::IAM::ManagedPolicy",
    service="iam",
    id="out.Policy.Arn",
    create=(Call("CreatePolicy"),),
    read=(
        Call("GetPolicy", _POLICY, result="Policy"),
        Call(
            "GetPolicyVersion",
            {**_POLICY, "VersionId": "live.DefaultVersionId"},
            result="{PolicyDocument: PolicyVersion.Document}",
        ),
        Call("ListPolicyVersions", _POLICY, result="{Versions: Versions}"),
    ),
    update=(
        Call(
            "DeletePolicyVersion",
            {**_POLICY, "VersionId": "item"},
            auto=False,
            on=("policy",),
            each=_oldest_of_five,
        ),
        Call("CreatePolicyVersion", {**_POLICY, "SetAsDefault": "`true`"}),
    ),
    delete=(
        Call(
            "DeletePolicyVersion",
            {**_POLICY, "VersionId": "item"},
            each="live.Versions[?!IsDefaultVersion].VersionId",
        ),
        Call("DeletePolicy", _POLICY),
    ),
    names={"name": "PolicyName", "policy": "PolicyDocument"},
    schema_names={"name": "ManagedPolicyName"},
    kept=frozenset({"delayAfterPolicyCreationInMs"}),
    json=frozenset({"policy"}),
    autoname=("name", 128),
    tagging=_tagging("Policy", "PolicyArn"),
    global_=True,
)


def _holders(operation: str, drop: bool) -> tuple[Call, ...]:
    """A call for each role, user and group that a PolicyAttachment names, or no longer names."""
    return tuple(
        Call(
            f"{operation}{kind}Policy",
            {"PolicyArn": "in.policyArn", f"{kind}Name": "item"},
            auto=False,
            each=without(f"live.{kind.lower()}s", f"in.{kind.lower()}s") if drop else f"in.{kind.lower()}s",
        )
        for kind in ("Role", "User", "Group")
    )


_POLICY_ATTACHMENT = Resource(
    token="aws:iam/policyAttachment:PolicyAttachment",
    service="iam",
    id="in.name",
    create=_holders("Attach", drop=False),
    read=(
        Call(
            "ListEntitiesForPolicy",
            {"PolicyArn": "in.policyArn"},
            result="(PolicyRoles || PolicyUsers || PolicyGroups) && {roles: PolicyRoles[].RoleName, "
            "users: PolicyUsers[].UserName, groups: PolicyGroups[].GroupName}",
        ),
    ),
    update=(*_holders("Attach", drop=False), *_holders("Detach", drop=True)),
    delete=tuple(
        Call(
            f"Detach{kind}Policy",
            {"PolicyArn": "in.policyArn", f"{kind}Name": "item"},
            each=f"live.{kind.lower()}s",
        )
        for kind in ("Role", "User", "Group")
    ),
    outputs={"name": "id", "policyArn": "in.policyArn"},
    replaces=frozenset({"name", "policyArn"}),
    updates=frozenset({"roles", "users", "groups"}),
    autoname=("name", 128),
    global_=True,
)

# -- users, groups, profiles, identity providers --

_USER = Resource(
    token="aws:iam/user:User",
    schema="AWS::IAM::User",
    service="iam",
    id="out.User.UserName",
    create=(Call("CreateUser"),),
    read=(
        Call("GetUser", {"UserName": "id"}, result="User"),
        Call(
            "ListAccessKeys",
            {"UserName": "id"},
            when="in.forceDestroy",
            result="{Keys: AccessKeyMetadata[].AccessKeyId}",
        ),
    ),
    update=(
        Call("UpdateUser", {"UserName": "id", "NewPath": "in.path || '/'"}, auto=False, on=("path",)),
        Call(
            "PutUserPermissionsBoundary",
            {"UserName": "id"},
            on=("permissionsBoundary",),
            when="in.permissionsBoundary",
        ),
        Call(
            "DeleteUserPermissionsBoundary",
            {"UserName": "id"},
            auto=False,
            on=("permissionsBoundary",),
            when="!(in.permissionsBoundary)",
        ),
    ),
    delete=(
        Call("DeleteAccessKey", {"UserName": "id", "AccessKeyId": "item"}, each="live.Keys"),
        Call("DeleteUser", {"UserName": "id"}),
    ),
    names={"name": "UserName", "uniqueId": "UserId"},
    outputs={"permissionsBoundary": "live.PermissionsBoundary.PermissionsBoundaryArn"},
    kept=frozenset({"forceDestroy"}),
    autoname=("name", 64),
    tagging=_tagging("User", "UserName"),
    global_=True,
)


def _this_key(context: Context, response: Mapping[str, Any]) -> Any:
    keys = response.get("AccessKeyMetadata", [])
    return next((each for each in keys if each["AccessKeyId"] == context.id), None)


_ACCESS_KEY = Resource(
    token="aws:iam/accessKey:AccessKey",
    schema="AWS::IAM::AccessKey",
    service="iam",
    id="out.AccessKey.AccessKeyId",
    create=(
        Call("CreateAccessKey", {"UserName": "in.user"}),
        Call("UpdateAccessKey", {"UserName": "in.user", "AccessKeyId": "id"}, on=("status",)),
    ),
    read=(
        Call("GetAccessKeyLastUsed", {"AccessKeyId": "id"}, result="UserName && {UserName: UserName}"),
        Call("ListAccessKeys", {"UserName": "live.UserName"}, result=_this_key),
    ),
    update=(Call("UpdateAccessKey", {"UserName": "in.user", "AccessKeyId": "id"}),),
    delete=(Call("DeleteAccessKey", {"UserName": "in.user", "AccessKeyId": "id"}),),
    names={"user": "UserName"},
    outputs={"secret": "out.AccessKey.SecretAccessKey || state.secret"},
    defaults={"status": "Active"},
    unread=frozenset({"pgpKey"}),
    replaces=frozenset({"pgpKey"}),
    global_=True,
)

_GROUP = Resource(
    token="aws:iam/group:Group",
    schema="AWS::IAM::Group",
    service="iam",
    id="out.Group.GroupName",
    create=(Call("CreateGroup"),),
    read=(Call("GetGroup", {"GroupName": "id"}, result="Group"),),
    update=(Call("UpdateGroup", {"GroupName": "id", "NewPath": "in.path || '/'"}, auto=False, on=("path",)),),
    delete=(Call("DeleteGroup", {"GroupName": "id"}),),
    names={"name": "GroupName", "uniqueId": "GroupId"},
    autoname=("name", 128),
    global_=True,
)

_PROFILE = {"InstanceProfileName": "id"}
_LEAVE = Call(
    "RemoveRoleFromInstanceProfile",
    {**_PROFILE, "RoleName": "item"},
    auto=False,
    on=("role",),
    each="live.Roles[].RoleName",
)
_JOIN = Call(
    "AddRoleToInstanceProfile",
    {**_PROFILE, "RoleName": "in.role"},
    auto=False,
    on=("role",),
    when="in.role",
)

_INSTANCE_PROFILE = Resource(
    token="aws:iam/instanceProfile:InstanceProfile",
    schema="AWS::IAM::InstanceProfile",
    service="iam",
    id="out.InstanceProfile.InstanceProfileName",
    create=(Call("CreateInstanceProfile"), _JOIN),
    read=(Call("GetInstanceProfile", _PROFILE, result="InstanceProfile"),),
    update=(_LEAVE, _JOIN),
    delete=(_LEAVE, Call("DeleteInstanceProfile", _PROFILE)),
    names={"name": "InstanceProfileName", "uniqueId": "InstanceProfileId"},
    outputs={"role": "live.Roles[0].RoleName"},
    autoname=("name", 128),
    tagging=_tagging("InstanceProfile", "InstanceProfileName"),
    global_=True,
)

_OIDC = {"OpenIDConnectProviderArn": "id"}


_OIDC_PROVIDER = Resource(
    token="aws:iam/openIdConnectProvider:OpenIdConnectProvider",
    schema="AWS::IAM::OIDCProvider",
    service="iam",
    id="out.OpenIDConnectProviderArn",
    create=(Call("CreateOpenIDConnectProvider"),),
    read=(Call("GetOpenIDConnectProvider", _OIDC),),
    update=(
        Call("UpdateOpenIDConnectProviderThumbprint", _OIDC),
        Call(
            "AddClientIDToOpenIDConnectProvider",
            {**_OIDC, "ClientID": "item"},
            auto=False,
            on=("clientIdLists",),
            each=without("in.clientIdLists", "live.ClientIDList"),
        ),
        Call(
            "RemoveClientIDFromOpenIDConnectProvider",
            {**_OIDC, "ClientID": "item"},
            auto=False,
            on=("clientIdLists",),
            each=without("live.ClientIDList", "in.clientIdLists"),
        ),
    ),
    delete=(Call("DeleteOpenIDConnectProvider", _OIDC),),
    outputs={"arn": "id"},
    as_input={"url": "join('', ['https://', live.Url])"},  # AWS keeps it without its scheme
    tagging=_tagging("OpenIDConnectProvider", "OpenIDConnectProviderArn"),
    global_=True,
)

ROWS: tuple[Resource, ...] = (
    _ROLE_ROW,
    *(_inline_policy(kind) for kind in ("Role", "User", "Group")),
    *(_attachment(kind) for kind in ("Role", "User", "Group")),
    _EXCLUSIVE,
    _SERVICE_LINKED,
    _POLICY_ROW,
    _POLICY_ATTACHMENT,
    _USER,
    _ACCESS_KEY,
    _GROUP,
    _INSTANCE_PROFILE,
    _OIDC_PROVIDER,
)

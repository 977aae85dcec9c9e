"""Users and groups, instance profiles, identity providers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tenfold_sandbox.provider.rows.iam.tagging import tagging
from tenfold_sandbox.provider.table import Call, Context, Resource, without

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
    tagging=tagging("User", "UserName"),
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
    tagging=tagging("InstanceProfile", "InstanceProfileName"),
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
    tagging=tagging("OpenIDConnectProvider", "OpenIDConnectProviderArn"),
    global_=True,
)

IDENTITIES: tuple[Resource, ...] = (_USER, _ACCESS_KEY, _GROUP, _INSTANCE_PROFILE, _OIDC_PROVIDER)

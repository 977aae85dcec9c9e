"""Who may log in to a cache."""

from __future__ import annotations

from typing import Any

from tenfold_sandbox.provider.rows.elasticache._shared import TAGGING
from tenfold_sandbox.provider.table import Call, Context, Resource, Value, without
from tenfold_sandbox.provider.wording import in_lower_case

# ElastiCache's word when read, and when written.
_MODES = {"no-password": "no-password-required"}


def _authentication_mode(context: Context) -> dict[str, Any] | None:
    """AWS shows how many passwords there are; the passwords stay those that the program gave."""
    live: dict[str, Any] | None = context.live.get("Authentication")
    if live is None:
        return None
    wanted: dict[str, Any] = context.inputs.get("authenticationMode") or {}
    return {
        "type": _MODES.get(live["Type"], live["Type"]),
        "passwordCount": live.get("PasswordCount"),
        "passwords": wanted.get("passwords"),
    }


def _member(context: Context, response: Any) -> dict[str, str] | None:
    group, user = context.id.split(",")
    found = user in response["UserGroups"][0]["UserIds"] if response.get("UserGroups") else False
    return {"UserGroupId": group, "UserId": user} if found else None


_GROUP_KEY: dict[str, Value] = {"UserGroupId": "id"}

ROWS: tuple[Resource, ...] = (
    Resource(
        token="aws:elasticache/user:User",
        schema="AWS::ElastiCache::User",
        service="elasticache",
        id="out.UserId",
        create=(Call("CreateUser"),),
        read=(Call("DescribeUsers", {"UserId": "id"}, auto=False, result="Users[0]"),),
        update=(Call("ModifyUser", {"UserId": "id"}),),
        delete=(Call("DeleteUser", {"UserId": "id"}),),
        names={"passwordsWo": "Passwords"},
        outputs={
            "authenticationMode": _authentication_mode,
            "noPasswordRequired": "live.Authentication.Type == 'no-password'",
        },
        alike={"engine": in_lower_case},
        kept=frozenset({"passwordsWoVersion"}),
        unread=frozenset({"passwords", "passwordsWo"}),
        tagging=TAGGING,
    ),
    Resource(
        token="aws:elasticache/userGroup:UserGroup",
        schema="AWS::ElastiCache::UserGroup",
        service="elasticache",
        id="out.UserGroupId",
        create=(Call("CreateUserGroup"),),
        read=(Call("DescribeUserGroups", _GROUP_KEY, auto=False, result="UserGroups[0]"),),
        update=(
            Call(
                "ModifyUserGroup",
                {
                    **_GROUP_KEY,
                    "UserIdsToAdd": without("in.userIds", "old.userIds"),
                    "UserIdsToRemove": without("old.userIds", "in.userIds"),
                },
                on=("userIds", "engine"),
            ),
        ),
        delete=(Call("DeleteUserGroup", _GROUP_KEY),),
        alike={"engine": in_lower_case},
        tagging=TAGGING,
    ),
    Resource(
        token="aws:elasticache/userGroupAssociation:UserGroupAssociation",
        service="elasticache",
        id="join(',', [in.userGroupId, in.userId])",
        create=(Call("ModifyUserGroup", {"UserIdsToAdd": "[in.userId]"}),),
        read=(
            Call(
                "DescribeUserGroups",
                {"UserGroupId": lambda context: context.id.split(",")[0]},
                auto=False,
                result=_member,
            ),
        ),
        delete=(
            Call(
                "ModifyUserGroup",
                {"UserGroupId": "in.userGroupId", "UserIdsToRemove": "[in.userId]"},
                auto=False,
            ),
        ),
    ),
)

"""Users and user groups: who may use a replication group. Passwords are counted, never kept."""

from __future__ import annotations

from ...messages import Document
from .. import Call, Table, refuse
from .base import COMBINATION, GAPS, VALUE, common, copy_of, select, table

_DEFAULT = "default"  # every account has this user


@GAPS.replaces("CreateUser")
def create_user(call: Call) -> Document:
    user_id, name = call.params["UserId"].lower(), call.params["UserName"]
    if user_id in _users(call):
        refuse("UserAlreadyExists", f"User {user_id} already exists.")
    _check_engine(call.params["Engine"])
    authentication = _authentication(call, None)
    if authentication["Type"] == "iam" and name != user_id:
        refuse(COMBINATION, "UserId and UserName must be the same when authentication is by IAM")
    table(call, "users")[user_id] = user = _user(call, user_id, name, call.params["AccessString"])
    user |= {"Engine": call.params["Engine"].lower(), "Authentication": authentication}
    return _shown(call, user)


@GAPS.replaces("DescribeUsers")
def describe_users(call: Call) -> Document:
    found = select(_users(call), call.params.get("UserId"), "UserNotFound", "User")
    return {"Users": [_shown(call, user) for user in found]}


@GAPS.replaces("ModifyUser")
def modify_user(call: Call) -> Document:
    user = _find_user(call, call.params["UserId"])
    appended = call.params.get("AppendAccessString", "")
    user["AccessString"] = call.params.get("AccessString", f"{user['AccessString']} {appended}".strip())
    user["Authentication"] = _authentication(call, user["Authentication"])
    user["Engine"] = call.params.get("Engine", user["Engine"])
    return _shown(call, user)


@GAPS.replaces("DeleteUser")
def delete_user(call: Call) -> Document:
    user = _find_user(call, call.params["UserId"])
    user_id = user["UserId"]
    for group in table(call, "user_groups").values():
        if user_id in group["UserIds"] and user["UserName"] == _DEFAULT and group["Engine"] == "redis":
            message = f"{user_id} is the default user of the user group {group['UserGroupId']}"
            refuse("DefaultUserAssociatedToUserGroup", message)
        group["UserIds"] = [known for known in group["UserIds"] if known != user_id]
    shown = _shown(call, user)
    del table(call, "users")[user_id]
    return {**shown, "Status": "deleting"}


@GAPS.replaces("CreateUserGroup")
def create_user_group(call: Call) -> Document:
    name, engine = call.params["UserGroupId"].lower(), call.params["Engine"].lower()
    if name in table(call, "user_groups"):
        refuse("UserGroupAlreadyExists", f"User Group {name} already exists.")
    _check_engine(engine)
    members = _members(call, engine, call.params.get("UserIds", []))
    group: Document = {
        "UserGroupId": name,
        "Engine": engine,
        "Status": "active",
        "UserIds": members,
        "MinimumEngineVersion": "6.0" if engine == "redis" else "7.2",
        **common(call, "usergroup", name),
    }
    table(call, "user_groups")[name] = group
    return _shown_group(call, group)


@GAPS.replaces("DescribeUserGroups")
def describe_user_groups(call: Call) -> Document:
    name = call.params.get("UserGroupId")
    found = select(table(call, "user_groups"), name, "UserGroupNotFound", "User Group")
    return {"UserGroups": [_shown_group(call, group) for group in found]}


@GAPS.replaces("ModifyUserGroup")
def modify_user_group(call: Call) -> Document:
    group = find_group(call, call.params["UserGroupId"])
    removed = call.params.get("UserIdsToRemove", [])
    for user_id in removed:
        if user_id not in group["UserIds"]:
            refuse("UserNotFound", f"User {user_id} is not in the user group {group['UserGroupId']}")
    kept = [known for known in group["UserIds"] if known not in removed]
    engine = call.params.get("Engine", group["Engine"])
    group["UserIds"] = _members(call, engine, kept + call.params.get("UserIdsToAdd", []))
    group["Engine"] = engine
    return _shown_group(call, group)


@GAPS.replaces("DeleteUserGroup")
def delete_user_group(call: Call) -> Document:
    group = find_group(call, call.params["UserGroupId"])
    shown = _shown_group(call, group)
    if shown["ReplicationGroups"] or shown["ServerlessCaches"]:
        users = ", ".join(shown["ReplicationGroups"] + shown["ServerlessCaches"])
        refuse("InvalidUserGroupState", f"User group {group['UserGroupId']} is in use by {users}")
    del table(call, "user_groups")[group["UserGroupId"]]
    return {**shown, "Status": "deleting"}


def find_group(call: Call, name: str) -> Document:
    """The user group with this id, or AWS's refusal."""
    return select(table(call, "user_groups"), name, "UserGroupNotFound", "User Group")[0]


def _find_user(call: Call, user_id: str) -> Document:
    if user_id == _DEFAULT:
        refuse(VALUE, "The user default can't be changed or deleted")
    return select(table(call, "users"), user_id, "UserNotFound", "User")[0]


def _users(call: Call) -> Table:
    default = _user(call, _DEFAULT, _DEFAULT, "on ~* +@all")
    return {_DEFAULT: default, **table(call, "users")}


def _user(call: Call, user_id: str, name: str, access: str) -> Document:
    return {
        "UserId": user_id,
        "UserName": name,
        "Status": "active",
        "Engine": "redis",
        "MinimumEngineVersion": "6.0",
        "AccessString": access,
        "Authentication": {"Type": "no-password"},
        **common(call, "user", user_id),
    }


def _shown(call: Call, user: Document) -> Document:
    groups = table(call, "user_groups").values()
    return {**user, "UserGroupIds": [g["UserGroupId"] for g in groups if user["UserId"] in g["UserIds"]]}


def _shown_group(call: Call, group: Document) -> Document:
    name = group["UserGroupId"]
    groups, caches = table(call, "groups").values(), table(call, "serverless").values()
    return {
        **group,
        "ReplicationGroups": [g["ReplicationGroupId"] for g in groups if name in g["UserGroupIds"]],
        "ServerlessCaches": [c["ServerlessCacheName"] for c in caches if c.get("UserGroupId") == name],
    }


def _check_engine(engine: str) -> None:
    if engine.lower() not in ("redis", "valkey"):
        refuse(VALUE, f"Invalid Engine {engine}; allowed: redis, valkey")


def _authentication(call: Call, old: Document | None) -> Document:
    mode = call.params.get("AuthenticationMode", {})
    passwords = mode.get("Passwords") or call.params.get("Passwords")
    kind = mode.get("Type") or ("password" if passwords else None)
    if call.params.get("NoPasswordRequired"):
        kind = "no-password-required"
    if kind is None:
        return old or refuse(VALUE, "AuthenticationMode, Passwords or NoPasswordRequired must be given")
    if kind == "password":
        if not passwords or len(passwords) > 2 or not all(16 <= len(word) <= 128 for word in passwords):
            refuse(VALUE, "Passwords must be one or two of 16 to 128 characters")
        return {"Type": "password", "PasswordCount": len(passwords)}
    return {"Type": "no-password" if kind == "no-password-required" else kind, "PasswordCount": 0}


def _members(call: Call, engine: str, user_ids: list[str]) -> list[str]:
    known = _users(call)
    for user_id in user_ids:
        if user_id not in known:
            refuse("UserNotFound", f"User {user_id} not found.")
    names = [known[user_id]["UserName"] for user_id in user_ids]
    doubles = {name for name in names if names.count(name) > 1}
    if doubles:
        refuse("DuplicateUserName", f"Two users of the group have the name {', '.join(doubles)}")
    if engine == "redis" and _DEFAULT not in names:
        refuse("DefaultUserRequired", "User group needs to contain a user with the user name default.")
    return list(user_ids)


def check_groups(call: Call, names: list[str], engine: str) -> None:
    """Refuse user groups that don't exist or are for Redis where the cache's engine is not."""
    for name in names:
        group = find_group(call, name)
        if engine == "redis" and group["Engine"] != "redis":
            refuse(COMBINATION, f"The user group {name} is for {group['Engine']}, the cache is {engine}")


def changed_groups(call: Call, old: list[str]) -> list[str]:
    """A replication group's user groups after the call's additions and removals."""
    changes = copy_of(call, "UserGroupIdsToAdd", "UserGroupIdsToRemove")
    removed = old if call.params.get("RemoveUserGroups") else changes.get("UserGroupIdsToRemove", [])
    kept = [name for name in old if name not in removed]
    return kept + [name for name in changes.get("UserGroupIdsToAdd", []) if name not in kept]

"""Managed policies and who holds them."""

from __future__ import annotations

from tenfold_sandbox.provider.rows.iam.tagging import tagging
from tenfold_sandbox.provider.table import Call, Context, Resource, without

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
    tagging=tagging("Policy", "PolicyArn"),
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

POLICIES: tuple[Resource, ...] = (_POLICY_ROW, _POLICY_ATTACHMENT)

"""Policies of a role, a user or a group: inline ones and attached ones, alike for the three."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tenfold_sandbox.provider.table import Call, Context, Resource


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
        names={"policy": "PolicyDocument", "name": "PolicyName", owner: key},
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


ATTACHED: tuple[Resource, ...] = (
    *(_inline_policy(kind) for kind in ("Role", "User", "Group")),
    *(_attachment(kind) for kind in ("Role", "User", "Group")),
)

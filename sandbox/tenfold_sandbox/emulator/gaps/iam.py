"""IAM: an identity provider's audiences, a group's path, and trust policies."""

from __future__ import annotations

from typing import Any

from ..messages import Document
from . import Call, Gaps, refuse
from .policies import parse_policy, principals

GAPS = Gaps("iam")
_MALFORMED = "MalformedPolicyDocument"


def _backend(call: Call) -> Any:
    from moto.iam.models import iam_backends

    return iam_backends[call.account_id][call.partition]


def _audiences(call: Call) -> list[str]:
    return _backend(call).get_open_id_connect_provider(call.params["OpenIDConnectProviderArn"]).client_id_list


@GAPS.replaces("AddClientIDToOpenIDConnectProvider")
def add_client_id(call: Call) -> Document:
    """Idempotent, as in AWS; moto has only the creation's list."""
    if call.params["ClientID"] not in _audiences(call):
        _audiences(call).append(call.params["ClientID"])
    return {}


@GAPS.replaces("RemoveClientIDFromOpenIDConnectProvider")
def remove_client_id(call: Call) -> Document:
    """Idempotent, as in AWS."""
    if call.params["ClientID"] in _audiences(call):
        _audiences(call).remove(call.params["ClientID"])
    return {}


@GAPS.amends("UpdateGroup")
def update_group(call: Call, _: Document) -> None:
    """moto forgets the new path when the name stays."""
    if call.params.get("NewPath"):
        name = call.params.get("NewGroupName") or call.params["GroupName"]
        _backend(call).get_group(name).path = call.params["NewPath"]


@GAPS.checks("CreateRole")
def check_trust(call: Call) -> None:
    """moto checks a trust policy when it changes, but not when a role is made."""
    for statement in parse_policy(call.params["AssumeRolePolicyDocument"], _MALFORMED):
        if "Resource" in statement:
            refuse(_MALFORMED, "Has prohibited field Resource")
        if not principals(statement):
            refuse(_MALFORMED, "AssumeRole policy must contain a principal")

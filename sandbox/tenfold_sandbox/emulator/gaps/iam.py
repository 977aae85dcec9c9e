"""IAM: an identity provider's audiences, and a group's path."""

from __future__ import annotations

from typing import Any

from ..messages import Document
from . import Call, Gaps

GAPS = Gaps("iam")


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

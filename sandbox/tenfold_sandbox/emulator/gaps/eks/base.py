"""What EKS's parts share: tables, look-ups, updates."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime
from typing import Any

from ...messages import Document
from .. import Call, Gaps, Table, refuse, store
from ..references import backend, role

GAPS = Gaps("eks")


def table(call: Call, name: str) -> Table:
    """One of EKS's tables in the call's region."""
    return store(backend(call, "eks"), name)


def now() -> datetime:
    """The time of a creation or a change."""
    return datetime.now(UTC)


def cluster_of(call: Call, name: str) -> Document:
    """The cluster, or AWS's refusal."""
    found = table(call, "clusters").get(name)
    return found or refuse("ResourceNotFoundException", f"No cluster found for name: {name}.")


def member_of(call: Call, kind: str, cluster: str, name: str, noun: str) -> Document:
    """A cluster's node group, add-on or other member, or AWS's refusal."""
    cluster_of(call, cluster)
    found = table(call, kind).get(f"{cluster}/{name}")
    return found or refuse("ResourceNotFoundException", f"No {noun} found for name: {name}.")


def members(call: Call, kind: str, cluster: str) -> list[Document]:
    """All members of one kind that a cluster has."""
    cluster_of(call, cluster)
    return [item for item in table(call, kind).values() if item["clusterName"] == cluster]


def require_role(call: Call, role_arn: str) -> None:
    """Refuse a role that doesn't exist."""
    if role(call, role_arn) is None:
        message = f"Role with arn: {role_arn}, could not be assumed because it does not exist"
        refuse("InvalidParameterException", message)


def copy_of(call: Call, *names: str) -> Document:
    """Those of the parameters that the call has."""
    return {name: call.params[name] for name in names if name in call.params}


def finished_update(call: Call, target: str, kind: str, **values: Any) -> Document:
    """Record a change as an update that has succeeded, and return it."""
    update: Document = {
        "id": str(uuid.uuid4()),
        "status": "Successful",
        "type": kind,
        "params": [
            {"type": key, "value": _text(value)} for key, value in values.items() if value is not None
        ],
        "createdAt": now(),
        "errors": [],
    }
    table(call, "updates")[update["id"]] = {"target": target, "update": update}
    return {"update": update}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


@GAPS.replaces("DescribeUpdate")
def describe_update(call: Call) -> Document:
    found = table(call, "updates").get(call.params["updateId"])
    return {"update": found["update"]} if found else refuse("ResourceNotFoundException", "No update found")


@GAPS.replaces("ListUpdates")
def list_updates(call: Call) -> Document:
    target = call.params.get("nodegroupName") or call.params.get("addonName")
    name = call.params["name"] + (f"/{target}" if target else "")
    updates = table(call, "updates").items()
    return {"updateIds": [update_id for update_id, known in updates if known["target"] == name]}

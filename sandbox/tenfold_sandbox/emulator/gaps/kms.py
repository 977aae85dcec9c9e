"""AWS KMS: rotation periods, replicas of multi-Region keys, and malformed policies."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from ..messages import Document
from . import Call, Gaps, refuse, store
from .policies import parse_policy
from .references import backend, kms_key

GAPS = Gaps("kms")


def _key(call: Call) -> Any:
    key_id = call.params["KeyId"]
    return kms_key(call, key_id) or refuse("NotFoundException", f"Key '{key_id}' does not exist")


@GAPS.checks("CreateKey", "PutKeyPolicy", "ReplicateKey")
def check_policy(call: Call) -> None:
    if "Policy" in call.params:
        parse_policy(call.params["Policy"], "MalformedPolicyDocumentException")


@GAPS.checks("EnableKeyRotation")
def keep_rotation(call: Call) -> None:
    store(_key(call), "rotation")["period"] = {"days": call.params.get("RotationPeriodInDays", 365)}


@GAPS.amends("GetKeyRotationStatus")
def complete_rotation(call: Call, result: Document) -> None:
    key = _key(call)
    result["KeyId"] = key.arn
    if result["KeyRotationEnabled"]:
        days = store(key, "rotation").get("period", {}).get("days", 365)
        result["RotationPeriodInDays"] = days
        result["NextRotationDate"] = datetime.fromtimestamp(key.creation_date, UTC) + timedelta(days=days)


@GAPS.checks("ReplicateKey")
def check_replica(call: Call) -> None:
    key, region = _key(call), call.params["ReplicaRegion"]
    if not key.multi_region:
        refuse("UnsupportedOperationException", f"{key.arn} is not a multi-Region key")
    if key.id in backend(call, "kms", region).keys:
        refuse("AlreadyExistsException", f"{key.id} is in {region} already")


@GAPS.amends("ReplicateKey")
def complete_replica(call: Call, result: Document) -> None:
    """Make the replica a key of its own, where moto's shares its aliases and grants with the primary."""
    region = call.params["ReplicaRegion"]
    kms = backend(call, "kms", region)
    replica = kms.keys[_key(call).id]
    replica.aliases, replica.grants = {}, {}
    replica.__dict__.pop("_tenfold", None)
    replica.key_rotation_status = False
    replica.description = call.params.get("Description", "")
    replica.policy = call.params.get("Policy") or replica.generate_default_policy()
    kms.tagger.tag_resource(replica.id, call.params.get("Tags", []))
    shown = result["ReplicaKeyMetadata"]
    shown["Description"] = replica.description
    shown["MultiRegionConfiguration"]["MultiRegionKeyType"] = "REPLICA"
    result["ReplicaPolicy"] = replica.policy
    result["ReplicaTags"] = call.params.get("Tags", [])


@GAPS.amends("ScheduleKeyDeletion")
def complete_deletion(call: Call, result: Document) -> None:
    result["KeyState"] = "PendingDeletion"
    result["PendingWindowInDays"] = call.params.get("PendingWindowInDays", 30)

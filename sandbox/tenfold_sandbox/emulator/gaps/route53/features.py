"""What a zone can do besides: accelerated recovery, for public zones."""

from __future__ import annotations

from ...messages import Document
from .. import Call, refuse, store
from .base import GAPS, zone_of


@GAPS.replaces("UpdateHostedZoneFeatures")
def update_features(call: Call) -> Document:
    zone = zone_of(call)
    wanted: bool = call.params.get("EnableAcceleratedRecovery", False)
    if wanted and zone.private_zone:
        refuse("InvalidInput", "Accelerated recovery is for public hosted zones")
    status = "ENABLED" if wanted else "DISABLED"
    store(zone, "features")["features"] = {"AcceleratedRecoveryStatus": status}
    return {}


@GAPS.amends("GetHostedZone")
def complete_zone(call: Call, result: Document) -> None:
    features = store(zone_of(call), "features").get("features")
    if features:
        result["HostedZone"]["Features"] = features

"""What Route 53's parts share."""

from __future__ import annotations

import random
import string
from datetime import UTC, datetime
from typing import Any

from ...messages import Document
from .. import Call, Gaps, refuse
from ..references import backend

GAPS = Gaps("route53")


def zone_of(call: Call) -> Any:
    """The zone that a call speaks of, or AWS's refusal."""
    given: str = call.params.get("HostedZoneId") or call.params["Id"]
    identity = given.rpartition("/")[2]
    zone = backend(call, "route53").zones.get(identity)
    return zone or refuse("NoSuchHostedZone", f"No hosted zone found with ID: {identity}")


def change_info() -> Document:
    """A change that every name server has already."""
    identity = "".join(random.choices(string.ascii_uppercase + string.digits, k=20))
    return {
        "ChangeInfo": {"Id": f"/change/C{identity}", "Status": "INSYNC", "SubmittedAt": datetime.now(UTC)}
    }

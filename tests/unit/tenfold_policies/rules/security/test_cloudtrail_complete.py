from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.security.cloudtrail_complete import RULE
from tenfold_policies.values import UNKNOWN

TRAIL = "aws:cloudtrail/trail:Trail"
COMPLETE = {"isMultiRegionTrail": True, "enableLogFileValidation": True}


def test_passes() -> None:
    assert judged(RULE, resource(TRAIL, **COMPLETE)).passes


def test_fails() -> None:
    assert judged(RULE, resource(TRAIL, "trail", enableLogging=False)).faults["trail"] == [
        "enableLogging is off.",
        "isMultiRegionTrail is off.",
        "enableLogFileValidation is off.",
    ]


def test_cannot_tell() -> None:
    unknown = {**COMPLETE, "isMultiRegionTrail": UNKNOWN, "enableLogFileValidation": False}
    verdict = judged(RULE, resource(TRAIL, "trail", **unknown))
    assert (len(verdict.faults["trail"]), verdict.untold) == (1, {"trail"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:cloudtrail/eventDataStore:EventDataStore")).passes

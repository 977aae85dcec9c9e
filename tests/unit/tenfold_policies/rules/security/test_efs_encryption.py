from __future__ import annotations

from support.policies import judged, resource
from tenfold_policies.rules.security.efs_encryption import RULE
from tenfold_policies.values import UNKNOWN

FILES = "aws:efs/fileSystem:FileSystem"


def test_passes() -> None:
    assert judged(RULE, resource(FILES, encrypted=True)).passes


def test_fails() -> None:
    assert set(judged(RULE, resource(FILES, "files")).faults) == {"files"}


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(FILES, "files", encrypted=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"files"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource("aws:efs/accessPoint:AccessPoint")).passes

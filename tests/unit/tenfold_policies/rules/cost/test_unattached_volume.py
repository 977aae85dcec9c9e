from __future__ import annotations

from support.policies import judged, refers, resource
from tenfold_policies.rules.cost.unattached_volume import RULE
from tenfold_policies.values import UNKNOWN

VOLUME = resource("aws:ebs/volume:Volume", "disk", size=8)
ATTACHMENT = "aws:ec2/volumeAttachment:VolumeAttachment"


def test_passes() -> None:
    assert judged(RULE, VOLUME, refers(resource(ATTACHMENT, volumeId=UNKNOWN), "volumeId", VOLUME)).passes


def test_fails() -> None:
    assert judged(RULE, VOLUME).faults == {"disk": ["nothing in the stack attaches it."]}


def test_cannot_tell() -> None:
    assert judged(RULE, VOLUME, resource(ATTACHMENT, volumeId=UNKNOWN)).untold == {"disk"}


def test_does_not_apply() -> None:
    persistent = refers(resource("kubernetes:core/v1:PersistentVolume"), "spec", VOLUME)
    assert judged(RULE, VOLUME, persistent).passes

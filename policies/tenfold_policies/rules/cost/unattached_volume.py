"""A volume is attached to an instance."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.cost._names import VOLUME

_PERSISTENT = "kubernetes:core/v1:PersistentVolume"


def _check(volume: Resource, context: Context) -> Iterator[str]:
    if context.stack.referring(volume, _PERSISTENT):
        return
    if not context.stack.attached(volume, "aws:ec2/volumeAttachment:VolumeAttachment", "volumeId"):
        yield "nothing in the stack attaches it."


RULE = Rule(
    id="unattached-volume",
    title="A volume is attached to an instance",
    severity=Severity.LOW,
    why="A volume is charged for its size, whether or not anything reads it.",
    remedy="Attach it (aws.ec2.VolumeAttachment), or keep a snapshot and remove it.",
    reference="https://docs.aws.amazon.com/ebs/latest/userguide/ebs-deleting-volume.html",
    practice="COST04-BP03",
    types=(VOLUME,),
    check=_check,
    relational=True,
)

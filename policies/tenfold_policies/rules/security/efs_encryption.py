"""A file system is encrypted."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._names import control


def _check(files: Resource, context: Context) -> Iterator[str]:
    if not files.get("encrypted", False):
        yield "encrypted is off, which can't be mended without copying the files to another file system."


RULE = Rule(
    id="efs-encryption",
    title="A file system is encrypted",
    severity=Severity.HIGH,
    why="Its files and their backups lie in plain text.",
    remedy="Set encrypted=True when the file system is created.",
    reference=control("EFS.1"),
    practice="SEC08-BP02",
    types=("aws:efs/fileSystem:FileSystem",),
    check=_check,
)

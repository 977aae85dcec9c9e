"""Copies of stack config files that a sandbox can use, and the user's own ones kept as they are.

A stack's file belongs to the user's own backend: its secrets can't be decrypted here, and the CLI writes the
sandbox's own encryption salt into whatever file it uses.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from ..errors import SandboxError

PLACEHOLDER = "secret-not-available-in-the-sandbox"

_ENCRYPTION = {"encryptionsalt", "encryptedkey", "secretsprovider"}


def usable_copy(text: str) -> tuple[str, list[str]]:
    """The file without its encryption settings, each secret replaced; and the paths of those secrets.

    The text is edited, not parsed and written: comments, order and spelling stay as they were.
    """
    document = _compose(text)
    if not isinstance(document, yaml.MappingNode):
        return text, []
    edits = [(*span, "") for span in _encryption_spans(text, document)]
    keys: list[str] = []
    for path, node in _secrets(document, ""):
        keys.append(path)
        end = node.end_mark.index if node.flow_style else node.value[0][1].end_mark.index
        edits.append((node.start_mark.index, end, f'"{PLACEHOLDER}"'))
    for start, end, replacement in sorted(edits, reverse=True):
        text = text[:start] + replacement + text[end:]
    return text, keys


def without_added_encryption(before: str | None, after: str) -> str | None:
    """What the user's file should hold after a command left ``after`` in it: None if it should not exist.

    Only the encryption settings that the command added are taken back; what else it changed stays.
    """
    document = _compose(after)
    if not isinstance(document, yaml.MappingNode):
        return after
    old: dict[str, object] = yaml.safe_load(before or "") or {}
    rest = after
    for start, end in reversed(list(_encryption_spans(after, document, except_for=old))):
        rest = rest[:start] + rest[end:]
    # What means the same goes back byte for byte, or away: the CLI formats what it writes.
    return before if (yaml.safe_load(rest) or {}) == old else rest


def write_copy(source: Path, copy: Path) -> list[str]:
    """Make a usable copy of a stack's file (an empty one of a missing file); the paths of its secrets.

    Raises SandboxError when the file can't be read.
    """
    try:
        text, keys = usable_copy(source.read_text() if source.exists() else "")
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SandboxError(f"{source} can't be read: {error}") from error
    copy.parent.mkdir(parents=True, exist_ok=True)
    unfinished = copy.with_name(f".{copy.name}.{os.getpid()}")
    unfinished.write_text(text)
    unfinished.replace(copy)
    return keys


def restore(folder: Path, files: Mapping[Path, str]) -> None:
    """Bring a folder's stack files back to ``files``, but for changes that are no encryption settings."""
    now = {path for path in folder.glob("Pulumi.*.*") if path.is_file()}
    for path in now | set(files):
        before = files.get(path)
        after = path.read_text() if path in now else None
        wanted = before if after is None else without_added_encryption(before, after)
        if wanted is None:
            path.unlink()
        elif wanted != after:
            path.write_text(wanted)


def _compose(text: str) -> yaml.Node | None:
    return yaml.compose(text, yaml.SafeLoader)  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]  # its stub says nothing


def _encryption_spans(
    text: str, document: yaml.MappingNode, except_for: Mapping[str, object] | None = None
) -> Iterator[tuple[int, int]]:
    for key, value in document.value:
        if key.value in _ENCRYPTION and key.value not in (except_for or {}):
            end = value.end_mark.index
            if text[end - 1] != "\n":  # a block scalar ends with its line, other values before a comment
                end = text.find("\n", end) + 1 or len(text)
            yield key.start_mark.index, end


def _secrets(node: yaml.Node, path: str) -> Iterator[tuple[str, yaml.MappingNode]]:
    if isinstance(node, yaml.MappingNode):
        if [key.value for key, _ in node.value] == ["secure"]:
            yield path, node
            return
        for key, value in node.value:
            inner = f"{path}.{key.value}" if path else key.value
            yield from _secrets(value, inner.removeprefix("config."))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _secrets(value, f"{path}[{index}]")

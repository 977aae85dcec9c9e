"""The bytes of Pulumi's assets and archives, as a provider gets them from the engine."""

from __future__ import annotations

import hashlib
import io
import tarfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from tenfold_sandbox.plugin import PluginError
from tenfold_sandbox.values import ARCHIVE, SIGNATURE

_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # a zip's oldest date: the same content always makes the same bytes


def asset_bytes(asset: Mapping[str, Any]) -> bytes:
    """A FileAsset's, a StringAsset's or a local RemoteAsset's content."""
    if asset.get("text"):
        return str(asset["text"]).encode()
    if asset.get("path") or asset.get("uri"):
        return _local(asset).read_bytes()
    return b""


def archive_zip(archive: Mapping[str, Any]) -> bytes:
    """An archive as a zip file: a zip as it stands, a folder or a collection of assets packed."""
    if not archive.get("assets"):
        path = _local(archive)
        if path.is_file() and zipfile.is_zipfile(path):
            return path.read_bytes()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in sorted(_entries(archive)):
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.external_attr = 0o755 << 16  # Lambda needs its files to be readable, and may run them
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, content)
    return buffer.getvalue()


def digest(content: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _entries(archive: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    assets: Mapping[str, Mapping[str, Any]] | None = archive.get("assets")
    if assets:
        for name, item in assets.items():
            if item.get(SIGNATURE) == ARCHIVE:
                yield from ((f"{name}/{inner}", content) for inner, content in _entries(item))
            else:
                yield name, asset_bytes(item)
        return
    path = _local(archive)
    if path.is_dir():
        for file in path.rglob("*"):
            if file.is_file():
                yield file.relative_to(path).as_posix(), file.read_bytes()
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            yield from ((name, packed.read(name)) for name in packed.namelist() if not name.endswith("/"))
    else:
        yield from _tar_entries(path)


def _tar_entries(path: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(path) as packed:
        for member in packed.getmembers():
            content = packed.extractfile(member)
            if content is not None:
                yield member.name, content.read()


def _local(source: Mapping[str, Any]) -> Path:
    uri = urlsplit(str(source.get("uri") or ""))
    if uri.scheme not in ("", "file"):
        raise PluginError(
            f"the sandbox does not download {source['uri']}. Use a FileAsset or FileArchive of a local file."
        )
    path = Path(source.get("path") or unquote(uri.path))
    if not path.exists():
        raise PluginError(
            f"there is no file {path}. Give a path that exists, relative to the program's folder."
        )
    return path

"""Policy packs with their configuration, completed by what a rule can be told of the stack."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from tenfold_policies.packs import chosen
from tenfold_policies.rule import Domain
from tenfold_sandbox.errors import SandboxError

from ..policies import folder

_MARK = "PulumiPolicy.yaml"


@dataclass(frozen=True)
class Given:
    """Files that the rules on the bill read, whatever the configuration says of their limits."""

    usage: Path | None = None
    deployed: Path | None = None
    """The state that is deployed; None if there is nothing to compare with."""

    def parameters(self) -> dict[str, str]:
        files = {"usage": self.usage, "deployed": self.deployed}
        return {key: str(file.resolve()) for key, file in files.items() if file}


@dataclass(frozen=True)
class Pack:
    """One pack as it is to be run."""

    folder: Path
    domain: Domain | None
    """Which of Tenfold's it is; None for another's."""
    config: Mapping[str, Any]

    def completed(self, given: Given) -> dict[str, Any]:
        """Its configuration, where each rule that can be told of these files is, unless it says otherwise."""
        config = dict(self.config)
        if self.domain is None:
            return config
        files = given.parameters()
        for id_, (rule, _) in chosen(self.domain).items():
            more = {key: file for key, file in files.items() if key in rule.parameters.model_fields}
            if more:
                config[id_] = {**more, **_entry(config.get(id_))}
        return config


def packs_of(names: Sequence[str], configs: Sequence[str]) -> list[Pack]:
    """The packs that are named, with their configuration files.

    Args:
        names: of Tenfold's packs, or folders.
        configs: ``PACK=FILE``, a pack being named as in ``names``.

    Raises:
        SandboxError: a name is no pack, or a file is not to be read or of no pack.
    """
    files: dict[str, Path] = {}
    for text in configs:
        name, equals, file = text.partition("=")
        if not equals or name not in names:
            raise SandboxError(f"--pack-config {text}: write PACK=FILE. The packs are {', '.join(names)}.")
        files[name] = Path(file)
    return [_pack(name, files.get(name)) for name in dict.fromkeys(names)]


def _pack(name: str, file: Path | None) -> Pack:
    config = _read(file) if file else {}
    if name in list(Domain):
        return Pack(folder(Domain(name)), Domain(name), config)
    if not (Path(name) / _MARK).is_file():
        raise SandboxError(
            f"--pack {name}: it is neither one of {', '.join(Domain)} nor a folder with a {_MARK}."
        )
    return Pack(Path(name).resolve(), None, config)


def _read(file: Path) -> dict[str, Any]:
    try:
        document = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise SandboxError(f"--pack-config {file} can't be read: {error}.") from None
    if not isinstance(document, dict):
        raise SandboxError(f"--pack-config {file}: it is no JSON object of rules.")
    return cast("dict[str, Any]", document)


def _entry(value: Any) -> dict[str, Any]:
    """A rule's entry as an object: a text alone is its level."""
    if value is None:
        return {}
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {"enforcementLevel": value}

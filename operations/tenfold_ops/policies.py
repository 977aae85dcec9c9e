"""``tenfold policies``: where the packs lie, what they hold, and whether a configuration can be meant."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from importlib import resources
from pathlib import Path
from typing import Any, cast

import click

from tenfold_policies.configuration import ALL, ConfigurationError, rulings
from tenfold_policies.levels import Environment, Level
from tenfold_policies.packs import chosen
from tenfold_policies.rule import Domain
from tenfold_sandbox.errors import SandboxError

_pack = click.argument("pack", type=click.Choice([str(each) for each in Domain]))
_MARK = "PulumiPolicy.yaml"
_Entry = tuple[Level | None, Mapping[str, Any]]


@click.group()
def policies() -> None:
    """Find and configure the policy packs for cost, resilience and security."""


@policies.command()
@_pack
def path(pack: str) -> None:
    """Print a pack's folder, for `pulumi preview --policy-pack "$(tenfold policies path cost)"`."""
    click.echo(folder(Domain(pack)))


@policies.command("list")
@click.argument("packs", nargs=-1, type=click.Choice([str(each) for each in Domain]))
def list_(packs: tuple[str, ...]) -> None:
    """List the rules of packs, by default of all, with their levels in dev, staging and prod."""
    for pack in packs or tuple(Domain):
        click.echo(f"{pack}:")
        for id_, (rule, levels) in chosen(Domain(pack)).items():
            by_environment = "/".join(_letter(levels[each]) for each in Environment)
            mends = "r" if rule.remediate else " "
            click.echo(f"  {by_environment} {mends} {id_:40} {rule.title}")
    click.echo("\nBy environment: - off, a advisory, m mandatory; r: the level remediate can be chosen.")


@policies.command("check-config")
@_pack
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--environment", type=click.Choice([str(each) for each in Environment]), default="prod")
def check_config(pack: str, file: Path, environment: str) -> None:
    """Check a file for `pulumi preview --policy-pack-config`: its rules, levels and parameters."""
    rules = chosen(Domain(pack))
    try:
        found, judged = rulings(rules, Environment(environment), _spread(given_in(file), rules))
    except ConfigurationError as error:
        raise SandboxError(f"{file}: {error}") from None
    counts = {level: sum(each.level is level for each in judged) for level in Level}
    click.echo(
        f"{file} is right. In {found}: " + ", ".join(f"{n} {level}" for level, n in counts.items() if n)
    )


def folder(pack: Domain) -> Path:
    """Where a pack lies: in the installed package, or in a checkout beside it. Raises SandboxError."""
    package = Path(str(resources.files("tenfold_policies")))
    for place in (package / "programs" / pack, package.parent / pack):
        if (place / _MARK).is_file():
            return place
    raise SandboxError(f"the policy pack {pack} is not in {package}. Install tenfold again.")


def given_in(file: Path) -> Mapping[str, _Entry]:
    """A configuration file's levels and parameters by rule, as Pulumi reads them. Raises SandboxError."""
    try:
        document = json.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise SandboxError(f"{file} can't be read: {error}.") from None
    except json.JSONDecodeError as error:
        raise SandboxError(
            f"{file} is no JSON (line {error.lineno}, column {error.colno}: {error.msg}). Mend it there."
        ) from None
    if not isinstance(document, dict):
        raise SandboxError(f'{file} is no JSON object. Write {{"rule": "level"}} or {{"rule": {{…}}}}.')
    try:
        return {id_: _given(id_, value) for id_, value in cast("dict[str, Any]", document).items()}
    except ConfigurationError as error:
        raise SandboxError(f"{file}: {error}") from None


def _spread(given: Mapping[str, _Entry], rules: Iterable[str]) -> Mapping[str, _Entry]:
    """The same with what ``all`` says put to each rule that has no level of its own, as the engine does."""
    for_all, _ = given.get(ALL, (None, {}))
    if for_all is None:
        return given
    entries = {id_: given.get(id_, (None, {})) for id_ in {**dict.fromkeys(rules), **given}}
    return {id_: (level or for_all, parameters) for id_, (level, parameters) in entries.items()}


def _given(id_: str, value: Any) -> _Entry:
    """A rule's entry: its level, or an object with its parameters and perhaps ``enforcementLevel``."""
    fields = cast("dict[str, Any]", value) if isinstance(value, dict) else {"enforcementLevel": value}
    level = fields.get("enforcementLevel")
    if level is not None and level not in list(Level):
        raise ConfigurationError(f"{id_}: {level!r} is no level. Allowed: {', '.join(Level)}.")
    parameters = {key: each for key, each in fields.items() if key != "enforcementLevel"}
    return (None if level is None else Level(level)), parameters


def _letter(level: Level) -> str:
    return "-" if level is Level.DISABLED else level[0]

"""``tenfold eks``: before a cluster is upgraded, and which add-ons there are."""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from tenfold_sandbox.errors import SandboxError

from . import catalogue, report
from .account import Account, find_cluster
from .api_server import requested_apis
from .checks import judge, ready
from .facts import gather
from .manifests import read_manifests
from .orphans import orphans

_region = click.option("--region", help="AWS region.  [default: the environment's]")
_sandbox = click.option("--sandbox", is_flag=True, help="Look into this project's sandbox, not into AWS.")


@click.group()
def eks() -> None:
    """Look after EKS clusters."""


eks.add_command(orphans)


@eks.command()
@click.option("--to", "target", required=True, metavar="VERSION", help="Kubernetes version, such as 1.36.")
@click.option("--cluster", "cluster_name", metavar="NAME", help="The cluster.  [default: the only one]")
@click.option("--stack", "-s", metavar="STACK", help="The stack whose cluster it is.")
@click.option(
    "--manifests",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="What is to run there, as YAML: APIs that go are looked for.",
)
@click.option("--json", "json_wanted", is_flag=True, help="Write JSON.")
@_region
@_sandbox
def preflight(
    target: str,
    cluster_name: str | None,
    stack: str | None,
    manifests: Path | None,
    json_wanted: bool,
    region: str | None,
    sandbox: bool,
) -> None:
    """Tell whether a cluster can be upgraded, and what to mend before. It changes nothing.

    Ends with 1 when something blocks the upgrade.
    """
    target = _version("--to", target)
    found = read_manifests(manifests) if manifests else None
    account = _account(region, sandbox=sandbox)
    facts = gather(account, cluster_name or find_cluster(account, stack), target)
    findings = judge(facts, target, found, requested_apis(account, facts))
    click.echo((report.as_json if json_wanted else report.as_table)(facts, target, findings))
    if not ready(findings):
        sys.exit(1)


@eks.command("add-ons")
@click.option(
    "--kubernetes",
    "versions",
    multiple=True,
    required=True,
    metavar="VERSION",
    help="Such as 1.36; repeatable.",
)
@click.option(
    "--write",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the table of releases, as the library ships it, to this file.",
)
@_region
@_sandbox
def addons(versions: tuple[str, ...], file: Path | None, region: str | None, sandbox: bool) -> None:
    """List the releases of the add-ons that EKS has for a Kubernetes version."""
    wanted = [_version("--kubernetes", version) for version in versions]
    account = _account(region, sandbox=sandbox)
    found = catalogue.read_catalogue(account, wanted)
    if file is not None:
        today = datetime.now(UTC).date()
        file.write_text(catalogue.render(found, account.client("eks").meta.region_name, today))
        click.echo(f"{file} is written.")
        return
    for version in wanted:
        click.echo(f"Kubernetes {version}\n{catalogue.as_table(found, version)}\n")


def _account(region: str | None, *, sandbox: bool) -> Account:
    return Account.of_sandbox(Path.cwd(), region) if sandbox else Account.of_caller(region)


def _version(option: str, text: str) -> str:
    if not re.fullmatch(r"1\.\d{2}", text):
        raise SandboxError(f"{option} {text}: it is no Kubernetes minor version. Name one such as 1.36.")
    return text

"""``tenfold eks orphans``: what a cluster's controllers made and no program knows."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from tenfold_sandbox.errors import SandboxError

from ..account import Account
from . import report
from .finding import Cluster, find, known_to
from .ownership import DATA, Orphan
from .removal import Removal


@click.command()
@click.option("--cluster", "cluster_name", required=True, metavar="NAME", help="The cluster, there or gone.")
@click.option("--stack", "-s", metavar="STACK", help="Leave alone what this stack's state knows.")
@click.option("--delete", is_flag=True, help="Remove them, after asking for the cluster's name.")
@click.option("--data", is_flag=True, help="With --delete: volumes and snapshots too, and what is on them.")
@click.option(
    "--before-destroy", is_flag=True, help="With --delete: although the cluster is there. Stop it first."
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option(
    "--wait",
    "minutes",
    type=click.FloatRange(min=0),
    default=10,
    show_default=True,
    metavar="MINUTES",
    help="How long to wait for what AWS still has to let go.",
)
@click.option("--json", "json_wanted", is_flag=True, help="Write JSON.")
@click.option("--region", help="AWS region.  [default: the environment's]")
@click.option("--sandbox", is_flag=True, help="Look into this project's sandbox, not into AWS.")
def orphans(
    cluster_name: str,
    stack: str | None,
    delete: bool,
    data: bool,
    before_destroy: bool,
    yes: bool,
    minutes: float,
    json_wanted: bool,
    region: str | None,
    sandbox: bool,
) -> None:
    """List what a cluster's controllers made and Pulumi does not know, and remove it.

    Load balancers, target groups, security groups, network interfaces, Karpenter's instances and launch
    templates, volumes, snapshots: told by the tags that the controllers write. They outlive the cluster, cost
    money, and hold its subnets, so that `pulumi destroy` fails. Run it after the destroy, or before.

    Ends with 1 when something could not be removed.
    """
    account = Account.of_sandbox(Path.cwd(), region) if sandbox else Account.of_caller(region)
    cluster = Cluster.of(account, cluster_name)
    known = known_to(account, stack) if stack else set[str]()
    found = find(account, cluster, known)
    if not delete:
        render = report.as_json if json_wanted else report.as_table
        click.echo(render(cluster, found, datetime.now(UTC)))
        return
    if cluster.status is not None and not before_destroy:
        raise SandboxError(report.still_there(cluster))
    click.echo(report.as_table(cluster, found, datetime.now(UTC)), err=json_wanted)
    wanted = [each for each in found if data or each.kind not in DATA]
    if wanted and not yes:
        _ask(cluster_name, wanted)
    gone: list[Orphan] = []

    def tell(orphan: Orphan) -> None:
        gone.append(orphan)
        click.echo(f"removed {orphan.kind} {orphan.name or orphan.id}", err=json_wanted)

    left = Removal(account, cluster, known, minutes * 60, tell).run(found, data=data)
    kept = [each for each in found if each not in wanted]
    click.echo((report.removal_as_json if json_wanted else report.removal_as_text)(gone, left, kept))
    if left:
        sys.exit(1)


def _ask(cluster_name: str, wanted: list[Orphan]) -> None:
    words = f"\nThis removes {len(wanted)} for good. Type the cluster's name to go on"
    typed = click.prompt(words, default="", show_default=False, err=True)
    if typed != cluster_name:
        raise SandboxError(f"{typed!r} is not {cluster_name!r}: nothing is removed.")

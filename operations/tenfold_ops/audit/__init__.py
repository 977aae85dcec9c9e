"""``tenfold audit``: what is paid for and not used. It only reads."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import click

from tenfold_pricing.prices import PriceList
from tenfold_sandbox.errors import SandboxError

from ..cost import told
from ..cost_bill import money
from ..eks.account import Account
from . import report
from .finding import Audit, Terms
from .prices import Prices
from .run import PARTS
from .run import audit as look

_REGION = re.compile(r"[a-z]{2}(-[a-z]+)+-\d")
_MOST_DAYS = 90


@click.command()
@click.option(
    "--region", "regions", multiple=True, help="AWS region; repeatable.  [default: the environment's]"
)
@click.option(
    "--days",
    type=click.IntRange(1, _MOST_DAYS),
    default=14,
    show_default=True,
    help="How far back CloudWatch's figures are looked at.",
)
@click.option(
    "--snapshot-days",
    type=click.IntRange(min=1),
    default=90,
    show_default=True,
    help="Age from which a snapshot is old.",
)
@click.option(
    "--only", "parts", multiple=True, type=click.Choice(list(PARTS)), help="Look at this alone; repeatable."
)
@click.option(
    "--fail-over",
    type=float,
    metavar="USD",
    help="End with 1 when more a month is found, or a part was refused.",
)
@click.option(
    "--prices",
    "prices_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Another price list than Tenfold's.",
)
@click.option("--json", "json_wanted", is_flag=True, help="Write JSON.")
@click.option("--markdown", "markdown_wanted", is_flag=True, help="Write Markdown.")
@click.option("--sandbox", is_flag=True, help="Look into this project's sandbox, not into AWS.")
def audit(
    regions: tuple[str, ...],
    days: int,
    snapshot_days: int,
    parts: tuple[str, ...],
    fail_over: float | None,
    prices_file: Path | None,
    json_wanted: bool,
    markdown_wanted: bool,
    sandbox: bool,
) -> None:
    """Find what is paid for and not used, with what it costs a month and what to do. It changes nothing.

    It needs to read only, as AWS's ReadOnlyAccess policy allows. AWS charges for the figures that it asks
    CloudWatch for: a few metrics a resource, at 0.01 USD a thousand.
    """
    if json_wanted and markdown_wanted:
        raise SandboxError("--json and --markdown: give one of them.")
    if fail_over is not None and not fail_over >= 0:
        raise SandboxError(f"--fail-over {fail_over}: an amount is 0 or more.")
    accounts = [_account(region, sandbox=sandbox) for region in _named(regions)]
    with told():
        prices = Prices(PriceList.load(prices_file))
    found = look(accounts, Terms(datetime.now(UTC), days, snapshot_days, prices), _tell, parts)
    write = report.as_json if json_wanted else report.as_markdown if markdown_wanted else report.as_table
    click.echo(write(found))
    if fail_over is not None and (reason := _failing(found, Decimal(str(fail_over)))):
        click.echo(f"error: --fail-over: {reason}", err=True)
        sys.exit(1)


def _named(regions: Sequence[str]) -> list[str | None]:
    """Each region once; none named: the environment's. Raises SandboxError."""
    for region in regions:
        if not _REGION.fullmatch(region):
            raise SandboxError(f"--region {region}: it is no AWS region. Name one such as us-east-1.")
    return list(dict.fromkeys(regions)) or [None]


def _account(region: str | None, *, sandbox: bool) -> Account:
    return Account.of_sandbox(Path.cwd(), region) if sandbox else Account.of_caller(region)


def _failing(found: Audit, limit: Decimal) -> str:
    if found.usd > limit:
        return f"{money(found.usd)} a month to save is more than {money(limit)}."
    if found.refusals:
        return f"not looked at: {', '.join(f'{each.part} in {each.region}' for each in found.refusals)}."
    return ""


def _tell(words: str) -> None:
    """Progress goes to stderr: stdout may be read by a program."""
    click.echo(words, err=True)

"""``tenfold prices``: the price list behind ``tenfold cost``."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

import click

from tenfold_pricing.prices import PriceList
from tenfold_pricing.refresh import api, renew, write

from .cost import told


@click.group()
def prices() -> None:
    """Look after the price list."""


@prices.command()
@click.option("--profile", help="The profile of your AWS configuration to ask with.")
@click.option(
    "--to",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write to this file.  [default: Tenfold's own list]",
)
def refresh(profile: str | None, file: Path | None) -> None:
    """Renew the prices from AWS's Price List API and tell what changed.

    It asks with your AWS credentials, which need pricing:GetProducts. A price that AWS doesn't list in the
    expected place is kept and named.
    """
    with told():
        found = renew(PriceList.load(), api(profile), datetime.now(UTC).date().isoformat())
        target = file or Path(str(resources.files("tenfold_pricing").joinpath("prices.csv")))
        write(found.prices, target)
    for old, new in found.changed:
        click.echo(f"{' / '.join(old.key)}: {old.usd:f} → {new.usd:f}")
    for price in found.added:
        click.echo(f"{' / '.join(price.key)}: new, {price.usd:f}")
    for gap in found.kept:
        click.echo(f"kept: {gap}", err=True)
    click.echo(
        f"{len(found.changed)} prices changed, {len(found.added)} are new, {found.confirmed} are confirmed, "
        f"{len(found.kept)} were not found and {found.unruled} are in no rule; {target} is written."
    )

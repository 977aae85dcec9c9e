"""The ``tenfold`` command. Each group of commands is a module of its own."""

from __future__ import annotations

import sys
from importlib import metadata

import click

from tenfold_sandbox.errors import SandboxError

from .audit import audit
from .ci import ci
from .cost import cost
from .cost_prices import prices
from .eks import eks
from .policies import policies
from .sandbox import sandbox


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(metadata.version("tenfold"), prog_name="tenfold")
def tenfold() -> None:
    """Bring Pulumi stacks up on this machine, and operate them."""


tenfold.add_command(audit)
tenfold.add_command(ci)
tenfold.add_command(cost)
tenfold.add_command(eks)
tenfold.add_command(policies)
tenfold.add_command(prices)
tenfold.add_command(sandbox)


def main() -> None:
    """Run the command; an error that the user can act on is one message on stderr and exit code 1."""
    try:
        tenfold()
    except SandboxError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(1)

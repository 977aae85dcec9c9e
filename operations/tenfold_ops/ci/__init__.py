"""``tenfold ci``: a stack's preview as a pull request's reviewer wants it: findings, changes and cost."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from tenfold_policies.rule import Domain
from tenfold_pricing.prices import PriceList
from tenfold_pricing.purchase import Purchase
from tenfold_pricing.usage import Usage, load_usage
from tenfold_sandbox.errors import SandboxError
from tenfold_sandbox.session.folder import Project

from ..cost import Asked, bill_of, told
from ..cost_bill import Bill
from ..cost_graphs import own_pulumi, sandbox_pulumi
from .packs import Given, packs_of
from .report import report
from .review import Review, review

_file = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.option("--stack", "-s", required=True, help="The stack to preview.")
@click.option(
    "--own-pulumi", "own", is_flag=True, help="Preview with your own Pulumi and account, not in the sandbox."
)
@click.option(
    "--pack",
    "names",
    multiple=True,
    default=tuple(map(str, Domain)),
    show_default=True,
    metavar="NAME|FOLDER",
    help="A policy pack: one of Tenfold's, or any; repeatable.",
)
@click.option(
    "--pack-config", "configs", multiple=True, metavar="PACK=FILE", help="A pack's configuration; repeatable."
)
@click.option("--usage", "usage_file", type=_file, help="Requests, GB and the like: a YAML file.")
@click.option("--output", "-o", type=_file, help="Write the report to this file, not to stdout.")
def ci(
    stack: str,
    own: bool,
    names: tuple[str, ...],
    configs: tuple[str, ...],
    usage_file: Path | None,
    output: Path | None,
) -> None:
    """Preview a stack with policy packs, and write findings, changes and cost in Markdown.

    It changes nothing. Ends with 1 when a mandatory rule is broken or the preview fails: after the report.
    """
    project = Project.find(Path.cwd()).name
    with told():
        usage = load_usage(usage_file) if usage_file else None
        found = _review(stack, own, names, configs, usage_file)
        bill = None if found.errors else _bill(found, usage)
    _write(report(found, bill, project), output)
    if found.errors or found.mandatory:
        sys.exit(1)


def _review(
    stack: str, own: bool, names: tuple[str, ...], configs: tuple[str, ...], usage_file: Path | None
) -> Review:
    packs = packs_of(names, configs)
    pulumi = own_pulumi() if own else sandbox_pulumi(Path.cwd())
    with TemporaryDirectory() as folder:
        return review(pulumi, stack, packs, Given(usage=usage_file), Path(folder))


def _bill(found: Review, usage: Usage | None) -> Bill:
    asked = Asked(PriceList.load(None), usage, Purchase.parse([]), [])
    return bill_of(found.planned, asked, found.deployed)


def _write(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text)
        return
    try:
        output.write_text(text + "\n", "utf-8")
    except OSError as error:
        raise SandboxError(f"--output {output}: {error.strerror}. Choose another file.") from None
    click.echo(f"{output} is written.", err=True)

"""``tenfold cost``: what a stack will cost a month, before it is up."""

from __future__ import annotations

import json
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from tenfold_pricing.errors import PricingError
from tenfold_pricing.estimate import estimate, estimates
from tenfold_pricing.prices import PriceList
from tenfold_pricing.purchase import Purchase
from tenfold_pricing.report import as_data, compare
from tenfold_pricing.usage import Usage, load_usage, template
from tenfold_pricing.whatif import peak_against_autoscaled, what_if
from tenfold_sandbox.errors import SandboxError

from .cost_bill import STAGE_RANGES, Bill
from .cost_graphs import Pulumi, Source, compared, from_file, from_stack, own_pulumi, sandbox_pulumi
from .cost_html import page
from .cost_text import markdown, table
from .cost_usage import stage_usage, usage_words

_file = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.option("--stack", "-s", default="dev", show_default=True, help="The stack to price.")
@click.option(
    "--own-pulumi", is_flag=True, help="Preview with your own Pulumi and account, not in the sandbox."
)
@click.option("--graph", "graph_file", type=_file, help="A preview's or state's JSON instead of a preview.")
@click.option(
    "--stage", type=click.Choice(list(STAGE_RANGES)), help="Price it at another stage than its own."
)
@click.option(
    "--compare", "compare_with", metavar="deployed|STACK|STAGE|FILE", help="Show what differs from it."
)
@click.option(
    "--usage", "usage_file", type=_file, help="Requests, GB and the like: a YAML file, for what is assumed."
)
@click.option("--usage-template", is_flag=True, help="Write such a file for this stack to stdout, and end.")
@click.option("--prices", "prices_file", type=_file, help="Another price list than Tenfold's.")
@click.option(
    "--what-if", "settings", multiple=True, metavar="NAME=VALUE …", help="Such as spot=0.7 reserved=0.3."
)
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.option("--markdown", "as_markdown", is_flag=True, help="Write Markdown for a pull request.")
@click.option("--html", "html_file", type=_file, help="Write a page with a picture to this file.")
@click.argument("more_settings", nargs=-1, metavar="")
def cost(
    stack: str,
    own_pulumi: bool,
    graph_file: Path | None,
    stage: str | None,
    compare_with: str | None,
    usage_file: Path | None,
    usage_template: bool,
    prices_file: Path | None,
    settings: tuple[str, ...],
    as_json: bool,
    as_markdown: bool,
    html_file: Path | None,
    more_settings: tuple[str, ...],
) -> None:
    """Tell what a stack costs a month, per component and resource, at AWS's list prices.

    What only the running system knows is assumed low, expected and high: of production what its stage's users
    make, of other stacks little. Say better with --usage.
    """
    if as_json and as_markdown:
        raise SandboxError("--json and --markdown: give one of them.")
    if more_settings and not settings:
        raise SandboxError(f"{more_settings[0]}: what is it for? Settings follow --what-if.")
    if graph_file and stage:
        raise SandboxError("--graph and --stage: a file is of one stage. Leave one of them out.")
    with told():
        mix = [*settings, *more_settings]
        given = load_usage(usage_file) if usage_file else None
        asked = Asked(PriceList.load(prices_file), given, Purchase.parse(mix), mix)
        pulumi, source = _source(graph_file, own_pulumi, stack, stage)
        if usage_template:
            click.echo(template(source.graph), nl=False)
            return
        other = compared(pulumi, source, stack, compare_with) if compare_with else None
        _write(bill_of(source, asked, other), as_json, as_markdown, html_file)


@dataclass(frozen=True)
class Asked:
    """What an estimate is made with."""

    prices: PriceList
    usage: Usage | None
    """The usage file's."""
    purchase: Purchase
    settings: Sequence[str]

    def usage_of(self, source: Source) -> Usage:
        """The usage file's, else what is assumed of a stack of its stage."""
        return self.usage or stage_usage(source.graph, source.stage, source.environment)

    def usage_of_other(self, source: Source) -> Usage:
        """The same for what is compared with, whose resources need not have the names in the usage file."""
        if self.usage is None:
            return self.usage_of(source)
        return self.usage.model_copy(update={"resources": {}, "load_curves": {}})


@contextmanager
def told() -> Generator[None]:
    """Turn what the model refuses into the one error that the command shows."""
    try:
        yield
    except PricingError as error:
        raise SandboxError(str(error)) from None


def _source(
    graph_file: Path | None, own: bool, stack: str, stage: str | None
) -> tuple[Pulumi | None, Source]:
    """The stack's resources, and the Pulumi that told them, which is None for a file."""
    if graph_file:
        return None, from_file(graph_file)
    pulumi = own_pulumi() if own else sandbox_pulumi(Path.cwd())
    return pulumi, from_stack(pulumi, stack, stage)


def bill_of(source: Source, asked: Asked, other: Source | None) -> Bill:
    """A stack's bill, compared with another if there is one. Raises PricingError."""
    prices, usage, graph = asked.prices, asked.usage_of(source), source.graph
    found = estimates(graph, prices=prices, usage=usage)
    before = estimate(other.graph, prices=prices, usage=asked.usage_of_other(other)) if other else None
    curve = usage.load_curve if usage.load_curve and len(set(usage.load_curve)) > 1 else None
    return Bill(
        stack=source.name,
        estimates=found,
        stage=source.stage,
        usage_words=None if asked.usage else usage_words(source.stage, source.environment),
        comparison=compare(before, found.expected) if before else None,
        compared_with=other.name if other else "",
        what_if=what_if(graph, asked.purchase, prices=prices, usage=usage) if asked.settings else None,
        settings=asked.settings,
        scaling=peak_against_autoscaled(graph, curve, prices=prices, usage=usage) if curve else None,
    )


def _write(bill: Bill, as_json: bool, as_markdown: bool, html_file: Path | None) -> None:
    if html_file:
        try:
            html_file.write_text(page(bill), "utf-8")
        except OSError as error:
            raise SandboxError(f"--html {html_file}: {error.strerror}. Choose another file.") from None
        click.echo(f"{html_file} is written.", err=True)
    if as_json:
        said = {"stack": bill.stack, "stage": bill.stage, "usage": bill.usage_words}
        data = {**said, **as_data(bill.estimates, bill.comparison)}
        click.echo(json.dumps(data, indent=2))
    else:
        click.echo(markdown(bill) if as_markdown else table(bill))

"""tenfold cost and tenfold prices, on graphs from files and from a Pulumi that answers what a test says."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tenfold_ops import cost_graphs, cost_prices
from tenfold_ops.cost import cost
from tenfold_ops.cost_bill import kind, money, quantity, signed
from tenfold_ops.cost_graphs import sandbox_pulumi
from tenfold_ops.cost_prices import prices
from tenfold_pricing.prices import PriceList
from tenfold_sandbox.errors import SandboxError

NETWORK = "urn:pulumi:dev::app::tenfold:index:Network::dev-network"


def state(token: str, name: str, stack: str = "dev", **inputs: object) -> dict[str, Any]:
    urn = f"urn:pulumi:{stack}::app::{token}::{stack}-{name}"
    parent = NETWORK.replace("dev", stack)
    return {"urn": urn, "type": token, "custom": True, "parent": parent, "inputs": inputs}


def network(stack: str = "dev") -> dict[str, Any]:
    return {"urn": NETWORK.replace("dev", stack), "type": "tenfold:index:Network", "custom": False}


def preview(
    *states: Mapping[str, Any],
    old: tuple[Mapping[str, Any], ...] = (),
    stage: str = "startup",
    environment: str = "dev",
) -> str:
    kept = [{"op": "same", "oldState": each, "newState": each} for each in old if each in states]
    gone = [{"op": "delete", "oldState": each} for each in old if each not in states]
    new = [{"op": "create", "newState": each} for each in states if each not in old]
    config = {"aws:region": "us-east-1", "tenfold:stage": stage, "tenfold:environment": environment}
    return json.dumps({"config": config, "steps": [*kept, *gone, *new], "changeSummary": {"same": len(kept)}})


NAT = state("aws:ec2/natGateway:NatGateway", "nat")
EIP = state("aws:ec2/eip:Eip", "address")
NODES = state(
    "aws:eks/nodeGroup:NodeGroup",
    "nodes",
    instanceTypes=["m7g.xlarge"],
    scalingConfig={"minSize": 2, "desiredSize": 4, "maxSize": 8},
)
ODD = state("aws:msk/cluster:Cluster", "odd")


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    file = tmp_path / "preview.json"
    file.write_text(preview(network(), NAT, EIP, NODES, ODD, old=(network(), NAT)))
    return file


def run(*arguments: str | Path) -> str:
    done = CliRunner().invoke(cost, [str(each) for each in arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def refused(*arguments: str | Path) -> str:
    with pytest.raises(SandboxError) as raised:
        run(*arguments)
    return str(raised.value)


def test_a_table_says_components_resources_totals_and_what_is_not_known(graph: Path) -> None:
    said = run("--graph", graph)
    # 730 h x 0.045 + 200 GB x 0.045; 730 h x 0.005; 4 x 730 h x 0.1632 + 80 GB x 0.08
    assert re.search(r"^dev-network .* \$528\.44 ", said, re.MULTILINE)
    assert re.search(r"^  dev-nat  ec2\.NatGateway +\$41\.85$", said, re.MULTILINE)
    assert re.search(r"^  dev-address  ec2\.Eip +\$3\.65$", said, re.MULTILINE)
    assert re.search(r"^  dev-nodes  eks\.NodeGroup +\$482\.94$", said, re.MULTILINE)
    assert re.search(r"^total .* \$547\.44 ", said, re.MULTILINE)
    assert "Unknown to the model: 1 of aws:msk/cluster:Cluster" in said
    assert "Stage startup is promised at $2,000 to $5,000 a month" in said
    assert "below that range" in said


def test_json_is_whole_and_nothing_else(graph: Path) -> None:
    data = json.loads(run("--graph", graph, "--json", "--compare", "deployed"))
    assert data["total"]["expected"] == "547.44"
    assert data["comparison"]["before"] == "41.85"
    assert [change["name"] for change in data["comparison"]["changes"]] == [
        "dev-nodes",
        "data transfer",
        "dev-address",
    ]


def test_markdown_begins_with_the_difference_and_shows_every_price_with_its_source(graph: Path) -> None:
    said = run("--graph", graph, "--markdown", "--compare", "deployed").splitlines()
    assert said[0].endswith("$547.44 a month")
    assert said[2] == "Compared with what is deployed: $41.85 → $547.44, +$505.59 (+1208.1 %)."
    assert "| added | `dev-nodes` eks.NodeGroup | none | $482.94 | +$482.94 |" in said
    source = "infracost golden file aws/nat_gateway, 2024-07-01"
    assert f"| `dev-nat` | hours | 730 hour | 0.045 | $32.85 | {source} |" in said


def test_another_stack_or_file_can_be_compared_with(graph: Path, tmp_path: Path) -> None:
    other = tmp_path / "prod.json"
    nat = state("aws:ec2/natGateway:NatGateway", "nat", "prod")
    other.write_text(preview(network("prod"), nat))
    said = run("--graph", other, "--compare", graph)
    assert f"Compared with {graph}: $547.44 → $41.85, -$505.59 (-92.4 %)." in said
    assert "dev-nat " not in said.partition("Compared")[2]


def test_what_if_takes_several_settings(graph: Path) -> None:
    said = run("--graph", graph, "--what-if", "spot=0.7", "reserved=0.3")
    # 4 x 730 h x (0.7 x 0.0708 + 0.3 x 0.1632 x 0.6615) = 239.29 instead of 476.54
    assert "With spot=0.7 reserved=0.3: $310.19 a month instead of $547.44 all on demand, 43.3 % less" in said
    assert "(49.8 % less for the instances)" in said


def test_a_load_curve_shows_what_scaling_saves(graph: Path, tmp_path: Path) -> None:
    usage = tmp_path / "usage.yaml"
    usage.write_text("load_curve: [1, 2, 4, 1]")  # 2, 4, 8 and 2 nodes instead of 8
    said = run("--graph", graph, "--usage", usage)
    assert "Nodes that follow the load curve: $547.44 a month instead of $1,030.39" in said
    assert "(50.0 % less for the instances)" in said


def test_the_usage_template_is_a_usage_file(graph: Path, tmp_path: Path) -> None:
    usage = tmp_path / "usage.yaml"
    usage.write_text(run("--graph", graph, "--usage-template"))
    assumed = [line for line in run("--graph", graph).splitlines() if not line.startswith("Usage: ")]
    said = run("--graph", graph, "--usage", usage).splitlines()
    assert [line for line in said if line] == [line for line in assumed if line]
    usage.write_text("resources: {dev-nat: {gb_processed: 1200}}")
    assert "$86.85" in run("--graph", graph, "--usage", usage, "--compare", "deployed")


def test_production_uses_what_its_stages_users_do_unless_a_file_says_otherwise(tmp_path: Path) -> None:
    file, usage = tmp_path / "prod.json", tmp_path / "usage.yaml"
    nat = state("aws:ec2/natGateway:NatGateway", "nat", "prod")
    file.write_text(preview(network("prod"), nat, NODES, stage="growth", environment="prod"))
    said = run("--graph", file)
    assert "Usage: that of 600,000 users a month, the upper middle of stage growth; low is 100,000" in said
    # 730 h x 0.045 + (60 + 600 x 2) GB x 0.045
    assert re.search(r"^  prod-nat  ec2\.NatGateway +\$89\.55$", said, re.MULTILINE)
    assert "Nodes that follow the load curve" in said
    assert json.loads(run("--graph", file, "--json"))["usage"] in said
    usage.write_text("{}")
    assert "Usage: " not in run("--graph", file, "--usage", usage)


def test_of_other_environments_little_is_assumed(graph: Path) -> None:
    assert "Usage: the model's assumptions" in run("--graph", graph)


def test_another_price_list_may_be_given(graph: Path, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(PriceList(price for price in PriceList.load() if price.sku != "nat-gateway").dump())
    said = run("--graph", graph, "--prices", file)
    assert "Not priced: dev-nat (aws:ec2/natGateway:NatGateway): hours: no price of VPC 'nat-gateway'" in said


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [str(value) for name, value in attrs if name in ("src", "href", "xlink:href", "action")]
        if tag not in ("meta", "rect"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)


def test_the_page_needs_no_network_and_its_picture_has_words(graph: Path, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    run("--graph", graph, "--html", file, "--compare", "deployed", "--what-if", "spot=1")
    text = file.read_text("utf-8")
    page = _Page()
    page.feed(text)
    assert page.links == []
    assert page.open == []
    assert not re.search(r"https?://|url\(|@import|<script", text)
    picture = text[text.index("<svg") : text.index("</svg>") + len("</svg>")]
    root = ET.fromstring(picture)
    assert root.get("role") == "img"
    assert [each.text for each in root[:2]] == [
        "USD a month by component and service",
        "dev-network $528.44; data transfer $19.00",
    ]
    bars = [float(each.get("width", "0")) for each in root.iter("rect") if each.get("stroke")]
    assert bars[0] == max(bars) > 400
    assert "prefers-color-scheme: dark" in text
    assert "$547.44" in text


def test_a_page_says_once_what_resources_of_a_component_are_charged_alike_for(tmp_path: Path) -> None:
    graph, file = tmp_path / "p.json", tmp_path / "page.html"
    addresses = [state("aws:ec2/eip:Eip", f"address-{each}") for each in "abc"]
    graph.write_text(preview(network(), NAT, *addresses))
    run("--graph", graph, "--html", file)
    rows = re.findall(r"<tr>(.*?)</tr>", file.read_text("utf-8"))
    (row,) = [re.findall(r"<td[^>]*>(.*?)</td>", each) for each in rows if "public-ipv4" in each]
    assert [row[0], *row[-2:]] == ["dev-address-a and 2 more", "2,190", "$10.95"]


def test_a_load_that_the_least_nodes_carry_saves_nothing(graph: Path, tmp_path: Path) -> None:
    usage = tmp_path / "usage.yaml"
    usage.write_text("{load_curve: [1, 2], types: {'aws:eks/nodeGroup:NodeGroup': {nodes_at_peak: 2}}}")
    assert "the least of them carry its peak already" in run("--graph", graph, "--usage", usage)


def test_names_cannot_break_the_page(tmp_path: Path) -> None:
    graph, file = tmp_path / "p.json", tmp_path / "page.html"
    graph.write_text(preview(network(), state("aws:ec2/eip:Eip", "<script>alert('&')</script>")))
    run("--graph", graph, "--html", file)
    assert "<script" not in file.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--json", "--markdown"], "--json and --markdown: give one of them."),
        (["--stage", "growth"], "--graph and --stage: a file is of one stage. Leave one of them out."),
        (["spot=0.7"], "spot=0.7: what is it for? Settings follow --what-if."),
        (["--what-if", "spot=2"], "spot=2: a share is from 0 to 1"),
        (
            ["--compare", "nowhere"],
            "--compare nowhere: it is no file. With --graph, give `deployed` or a file.",
        ),
        (["--usage", "none.yaml"], "none.yaml can't be read"),
        (["--prices", "none.csv"], "the price list none.csv can't be read"),
        (
            ["--html", "none/page.html"],
            "--html none/page.html: No such file or directory. Choose another file.",
        ),
    ],
)
def test_a_mistake_is_one_message(
    graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert refused("--graph", graph, *arguments).startswith(said)


def test_a_graph_cut_in_half_is_one_message(graph: Path) -> None:
    graph.write_text(graph.read_text()[:300])
    assert refused("--graph", graph).startswith(f"{graph} is cut off")


# With a Pulumi

FAILED = json.dumps({"diagnostics": [{"severity": "error", "message": "no such zone"}]})
SCRIPT = """#!/bin/sh
echo "$@" >> "{log}"
case "$*" in
  *"--stack broken"*) echo '{failed}'; exit 255;;
  *"--stack lost"*) echo "error: no stack named lost" >&2; exit 255;;
  *"--stack prod"*) cat "{prod}";;
  *) cat "{graph}";;
esac
"""


@pytest.fixture
def pulumi(tmp_path: Path, graph: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pulumi on the PATH that prints previews; the file says how it was called."""
    log, prod = tmp_path / "log", tmp_path / "prod.json"
    prod.write_text(preview(network("prod"), state("aws:ec2/eip:Eip", "address", "prod")))
    program = tmp_path / "bin" / "pulumi"
    program.parent.mkdir()
    program.write_text(SCRIPT.format(log=log, prod=prod, graph=graph, failed=FAILED))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    return log


def test_your_own_pulumi_previews_what_changes_and_what_stays(pulumi: Path) -> None:
    said = run("--own-pulumi", "--stack", "dev", "--compare", "prod")
    assert "Cost of dev." in said
    assert "Compared with prod: $3.65 → $547.44" in said
    assert pulumi.read_text().splitlines() == [
        "preview --json --show-sames --stack dev --non-interactive",
        "preview --json --show-sames --stack prod --non-interactive",
    ]


def test_a_stack_can_be_priced_at_and_compared_with_another_stage(pulumi: Path) -> None:
    said = run("--own-pulumi", "--stage", "growth", "--compare", "scale")
    assert "Cost of dev at stage growth." in said
    assert "Compared with dev at stage scale: " in said
    over = "--config-path --config tenfold:stage="
    assert pulumi.read_text().splitlines() == [
        f"preview --json --show-sames --stack dev {over}{stage} --non-interactive"
        for stage in ("growth", "scale")
    ]


@pytest.mark.parametrize(
    ("stack", "said"), [("broken", "no such zone"), ("lost", "error: no stack named lost")]
)
def test_a_preview_that_fails_says_why(pulumi: Path, stack: str, said: str) -> None:
    command = f"`pulumi preview --json --show-sames --stack {stack}`"
    assert refused("--own-pulumi", "--stack", stack) == f"{command} fails with your own Pulumi: {said}"


def test_without_a_pulumi_of_your_own_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert refused("--own-pulumi").startswith("there is no `pulumi` on the PATH")


def test_the_sandboxs_pulumi_runs_in_the_sandboxs_environment(
    tmp_path: Path, graph: Path, pulumi: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Folder:
        logs = tmp_path

    class Session:
        folder = Folder()

        @classmethod
        def open(cls, start: Path) -> Session:
            assert start == Path.cwd()
            return cls()

        def environment(self, events: Path) -> dict[str, str]:
            assert events.parent == tmp_path
            return {"PATH": f"{tmp_path / 'bin'}:/usr/bin:/bin"}

    monkeypatch.setattr(cost_graphs, "Session", Session)
    monkeypatch.setenv("PATH", "/nowhere")
    assert sandbox_pulumi(Path.cwd()).place == "in the sandbox"
    assert "$547.44" in run("--stack", "dev")


# tenfold prices refresh


def test_refresh_writes_the_list_and_tells_what_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    product = {
        "product": {"attributes": {"usagetype": "NatGateway-Hours", "operation": "NatGateway"}},
        "terms": {
            "OnDemand": {
                "a": {"priceDimensions": {"b": {"pricePerUnit": {"USD": "0.05"}, "beginRange": "0"}}}
            }
        },
    }
    asked: list[str | None] = []

    def api(profile: str | None) -> Any:
        asked.append(profile)
        return lambda code, filters: [product] if filters["regionCode"] == "us-east-1" else []

    monkeypatch.setattr(cost_prices, "api", api)
    file = tmp_path / "list.csv"
    done = CliRunner().invoke(
        prices, ["refresh", "--to", str(file), "--profile", "finance"], catch_exceptions=False
    )
    assert asked == ["finance"]
    assert "VPC / nat-gateway / us-east-1 / hour: 0.045 → 0.05" in done.stdout
    assert "kept: VPC / nat-gateway / us-west-2 / hour: not there" in done.stderr
    assert re.search(
        r"^1 prices changed, 0 are new, 0 are confirmed, \d+ were not found and \d+ are in no rule",
        done.stdout,
        re.M,
    )
    renewed = PriceList.load(file).find("VPC", "nat-gateway", "us-east-1", "hour")
    assert renewed is not None
    assert str(renewed.usd) == "0.05"
    assert renewed.source == "AWS Price List API"


def test_amounts_for_people() -> None:
    assert [money(Decimal(each)) for each in ("1234.505", "-0.004", "-2")] == ["$1,234.51", "$0.00", "-$2.00"]
    assert [signed(Decimal(each)) for each in ("1", "-1", "0")] == ["+$1.00", "-$1.00", "+$0.00"]
    assert [quantity(Decimal(each)) for each in ("730", "2190.5", "0.00001")] == ["730", "2,190.5", "0"]
    assert [kind(each) for each in ("aws:rds/cluster:Cluster", "kubernetes:core/v1:Service", "transfer")] == [
        "rds.Cluster",
        "core.Service",
        "transfer",
    ]

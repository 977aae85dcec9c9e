"""The estimate: sums, purchase options, and what it says instead of guessing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold_pricing.charges import Case
from tenfold_pricing.errors import PricingError
from tenfold_pricing.estimate import NO_COMPONENT, Estimate, cents, estimate, estimates, main_region
from tenfold_pricing.graph import Graph, Resource
from tenfold_pricing.loads import autoscaling, nodes_by_hour
from tenfold_pricing.prices import PriceList, packaged
from tenfold_pricing.purchase import Plan, Purchase
from tenfold_pricing.usage import Usage
from tenfold_pricing.whatif import peak_against_autoscaled, what_if

NODES = "aws:eks/nodeGroup:NodeGroup"
NO_TRANSFER = Usage.model_validate({"transfer": {"gb_to_internet": 0, "gb_between_zones": 0}})


def resource(token: str, name: str = "it", region: str | None = "us-east-1", **inputs: object) -> Resource:
    return Resource(f"urn:pulumi:s::p::{token}::{name}", token, name, inputs=inputs, region=region)


def nodes(kind: str = "m7g.xlarge", region: str = "us-east-1", **inputs: object) -> Resource:
    sizes = {"minSize": 1, "desiredSize": 1, "maxSize": 1}
    return resource(NODES, region=region, instanceTypes=[kind], scalingConfig=sizes, diskSize=20, **inputs)


def hour(found: Estimate, unit: str = "hour") -> Decimal:
    """USD an hour of the one node."""
    lines = [line for line in found.resources[0].lines if line.price.unit.startswith(unit)]
    return sum((line.usd for line in lines), Decimal(0)) / 730


def test_a_month_has_730_hours_at_the_list_price() -> None:
    found = estimate(Graph([resource("aws:ec2/natGateway:NatGateway")]))
    assert found.resources[0].lines[0].usd == Decimal("32.850")
    assert found.resources[0].lines[0].price.source


def test_a_region_has_its_own_prices() -> None:
    graph = Graph([resource("aws:ec2/natGateway:NatGateway", region="eu-west-1")])
    assert estimate(graph).resources[0].lines[0].usd == Decimal("35.040")


def test_a_missing_price_is_said_and_not_taken_as_zero() -> None:
    found = estimate(Graph([nodes("m5.large")]))
    assert found.missing == (
        f"it ({NODES}): nodes: no price of EC2 'm5.large' per hour in us-east-1",
    )  # fmt: skip
    assert [line.price.sku for line in found.resources[0].lines] == ["gp3-storage"]


def test_an_input_that_is_not_known_yet_is_said() -> None:
    found = estimate(Graph([resource("aws:ec2/instance:Instance")]))
    assert found.missing == ("it (aws:ec2/instance:Instance): instanceType is not known before the update",)
    assert found.usd == 10 * Decimal("0.9") + 10  # an instance runs: its assumed transfer


def test_free_types_say_why_and_unknown_ones_are_counted() -> None:
    found = estimate(Graph([resource("aws:ec2/vpc:Vpc"), resource("a:b:C", "1"), resource("a:b:C", "2")]))
    assert list(found.free) == ["aws:ec2/vpc:Vpc"]
    assert found.unknown == {"a:b:C": 2}
    assert found.usd == 0


def test_a_component_has_the_sum_of_its_resources() -> None:
    network = Resource(
        "urn:pulumi:s::p::tenfold:index:Network::net", "tenfold:index:Network", "net", custom=False
    )
    inside = [
        Resource(f"u{number}", "aws:ec2/eip:Eip", f"eip-{number}", network.urn, region="us-east-1")
        for number in range(3)
    ]
    found = estimate(Graph([network, *inside, resource("aws:ec2/eip:Eip")]))
    assert found.by_component == {
        "net": Decimal("10.950"),
        NO_COMPONENT: Decimal("3.650"),
        "data transfer": 0,
    }
    assert list(found.by_component) == ["net", NO_COMPONENT, "data transfer"]


def test_components_of_one_name_are_told_apart() -> None:
    kinds = ["tenfold:index:Network", "tenfold:index:Bucket"]
    owners = [Resource(f"urn:pulumi:s::p::{kind}::main", kind, "main", custom=False) for kind in kinds]
    inside = [Resource(f"u{each.urn}", "aws:ec2/eip:Eip", "eip", each.urn) for each in owners]
    found = estimate(Graph([*owners, *inside]))
    assert set(found.by_component) == {"main (Network)", "main (Bucket)", "data transfer"}


def test_transfer_is_assumed_only_where_something_runs() -> None:
    assert estimate(Graph([resource("aws:ec2/eip:Eip")])).resources[-1].usd == 0
    assert estimate(Graph([nodes()])).resources[-1].usd == 100 * Decimal("0.09") + 1000 * Decimal("0.01")


def test_transfer_to_the_internet_gets_cheaper_by_tier() -> None:
    usage = Usage.model_validate({"transfer": {"gb_to_internet": 200 * 1024, "gb_to_other_regions": 10}})
    found = estimate(Graph([resource("aws:ec2/eip:Eip")]), usage=usage).resources[-1]
    tib = Decimal(1024)
    tiers = 10 * tib * Decimal("0.09") + 40 * tib * Decimal("0.085") + 100 * tib * Decimal("0.07")
    assert found.usd == tiers + 50 * tib * Decimal("0.05") + 10 * Decimal("0.02")


def test_the_only_rounding_is_the_last() -> None:
    assert cents(Decimal("0.005")) == Decimal("0.01")
    keys = Graph([resource("aws:kms/key:Key", str(number)) for number in range(3)])
    usage = Usage.model_validate({"types": {"aws:kms/key:Key": {"million_requests": 0.0005}}})
    found = estimate(keys, usage=usage)
    assert [cents(each.usd) for each in found.resources[:3]] == [Decimal("1.00")] * 3
    assert cents(found.usd) == Decimal("3.00")
    assert found.usd == Decimal("3.0045")


def test_low_is_at_most_expected_and_that_at_most_high() -> None:
    found = estimates(Graph([nodes(), resource("aws:s3/bucket:Bucket"), resource("aws:rds/cluster:Cluster")]))
    assert found.low.usd < found.expected.usd < found.high.usd
    assert [each.case for each in (found.low, found.expected, found.high)] == list(Case)


def test_a_resource_without_a_region_is_where_most_are() -> None:
    service = resource("kubernetes:core/v1:Service", region=None, spec={"type": "LoadBalancer"})
    west = [resource("aws:ec2/eip:Eip", name, "us-west-2") for name in "ab"]
    graph = Graph([service, *west, resource("aws:ec2/eip:Eip")])
    assert main_region(graph) == "us-west-2"
    assert estimate(graph).resources[0].region == "us-west-2"
    assert main_region(Graph([])) == "us-east-1"


# Purchase options

ON_DEMAND = Decimal("0.1632")
SPOT = Decimal("0.0708")
RESERVED = ON_DEMAND * (1 - Decimal("0.3385"))


@pytest.mark.parametrize(
    ("settings", "usd"),
    [
        ([], ON_DEMAND),
        (["spot=1"], SPOT),
        (["reserved=1"], RESERVED),
        (["spot=0.7", "reserved=0.3"], SPOT * Decimal("0.7") + RESERVED * Decimal("0.3")),
        (["spot=0.5", "reserved=0.25"], (SPOT * 2 + RESERVED + ON_DEMAND) / 4),
        (["reserved=1", "years=3"], ON_DEMAND * (1 - Decimal("0.5464"))),
        (["reserved=1", "plan=compute-savings-plan"], ON_DEMAND * (1 - Decimal("0.2653"))),
        (["reserved_data=1"], ON_DEMAND),
    ],
)
def test_an_hour_of_a_node_by_how_it_is_bought(settings: list[str], usd: Decimal) -> None:
    found = estimate(Graph([nodes()]), purchase=Purchase.parse(settings))
    assert hour(found) == usd


def test_spot_capacity_is_spot_unless_another_share_is_asked_for() -> None:
    graph = Graph([nodes(capacityType="SPOT")])
    assert hour(estimate(graph)) == SPOT
    assert hour(estimate(graph, purchase=Purchase(spot=Decimal(0)))) == ON_DEMAND


def test_a_type_without_a_spot_price_gets_its_familys_average_discount() -> None:
    found = estimate(Graph([nodes("t4g.small", capacityType="SPOT")]))
    assert hour(found) == Decimal("0.0168") * (1 - Decimal("0.65"))
    assert found.notes == ()


def test_a_family_without_a_commitment_gets_the_least_one_and_a_note() -> None:
    found = estimate(Graph([nodes("c8g.large")]), purchase=Purchase(reserved=Decimal(1)))
    assert hour(found) == Decimal("0.07976") * (1 - Decimal("0.3385"))
    assert found.notes == (
        "no commitment is listed for c8g: ec2 standard-ri 1yr no-upfront m7g stands in for it",
    )


def test_commitments_of_databases_and_caches() -> None:
    cluster = resource("aws:rds/clusterInstance:ClusterInstance", instanceClass="db.r6g.large")
    database = resource(
        "aws:rds/instance:Instance", engine="postgres", instanceClass="db.r7g.large", allocatedStorage=20
    )
    cache = resource(
        "aws:elasticache/replicationGroup:ReplicationGroup", engine="valkey", nodeType="cache.r7g.large"
    )
    off = {"db.r6g": Decimal("0.3448"), "db.r7g": Decimal("0.23"), "cache": Decimal("0.32")}
    for one, usd in (
        (cluster, Decimal("0.26") * (1 - off["db.r6g"])),
        (database, Decimal("0.239") * (1 - off["db.r7g"])),
        (cache, Decimal("0.1752") * (1 - off["cache"])),
    ):
        found = estimate(Graph([one]), purchase=Purchase(reserved_data=Decimal(1)))
        assert hour(found) == usd
        assert found.notes == ()


def test_a_term_that_aws_does_not_sell_is_said_and_taken_as_on_demand() -> None:
    cache = resource(
        "aws:elasticache/replicationGroup:ReplicationGroup", engine="valkey", nodeType="cache.r7g.large"
    )
    found = estimate(Graph([cache]), purchase=Purchase(reserved_data=Decimal(1), years=3))
    assert hour(found) == Decimal("0.1752")
    assert found.notes == (
        "no 3-year reserved price is listed for cache.r7g.large valkey in us-east-1: taken as on demand",
    )


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (["spot=1.5"], "spot=1.5: a share is from 0 to 1"),
        (["reserved=-0.1"], "reserved=-0.1: a share is from 0 to 1"),
        (["spot=0.7", "reserved=0.4"], "are more than 1 together"),
        (["years=2"], "for 1 or 3 years"),
        (["years=1.5"], "years=1.5: '1.5' is no number"),
        (["plan=free"], "plan=free: it is one of ec2 standard-ri"),
        (["spot"], "write one of spot, reserved, reserved_data, years, plan as NAME=VALUE"),
        (["sport=0.7"], "write one of spot"),
        (["spot=much"], "spot=much: 'much' is no number"),
    ],
)
def test_a_purchase_that_cannot_be_is_one_message(settings: list[str], said: str) -> None:
    with pytest.raises(PricingError, match=said):
        Purchase.parse(settings)


shares = st.decimals("0", "1", places=2)


@given(shares, shares, st.sampled_from(Plan))
def test_no_mix_costs_more_than_on_demand_and_the_hours_stay_the_same(
    spot: Decimal, reserved: Decimal, plan: Plan
) -> None:
    mix = Purchase(spot=spot, reserved=min(reserved, 1 - spot), plan=plan)
    found = estimate(Graph([nodes()]), purchase=mix, usage=NO_TRANSFER)
    assert 0 < hour(found) <= ON_DEMAND
    hours = [line.quantity for line in found.resources[0].lines if line.price.unit.startswith("hour")]
    assert sum(hours) == 730


def test_an_on_demand_price_that_the_list_lacks_is_missing_in_every_mix() -> None:
    prices = PriceList(price for price in packaged() if price.sku != "m7g.xlarge")
    half = Decimal("0.5")
    for mix in (Purchase(), Purchase(spot=half, reserved=half), Purchase(reserved=half)):
        assert len(estimate(Graph([nodes()]), prices=prices, purchase=mix).missing) == 1


# What if

LOAD = [Decimal(load) for load in (2, 1, 1, 2, 5, 8, 10, 10, 9, 7, 5, 3)]


def test_what_if_is_the_difference_to_all_on_demand() -> None:
    found = what_if(Graph([nodes()]), Purchase.parse(["spot=0.7", "reserved=0.3"]), usage=NO_TRANSFER)
    mixed = SPOT * Decimal("0.7") + RESERVED * Decimal("0.3")
    assert found.saving == (ON_DEMAND - mixed) * 730
    assert found.saving_of("EC2") == 1 - mixed / ON_DEMAND
    assert found.saving_of("RDS") == 0
    assert found.share == found.saving / found.before.usd


def test_nodes_follow_a_load_between_the_least_and_the_most() -> None:
    assert nodes_by_hour([Decimal(0), Decimal(1), Decimal(51), Decimal(100)], Decimal(2), Decimal(10)) == [
        2,
        2,
        6,
        10,
    ]
    assert nodes_by_hour([Decimal(0)], Decimal(2), Decimal(10)) == [2]


def test_autoscaling_runs_fewer_hours_than_the_peak() -> None:
    sizes = {"minSize": 3, "desiredSize": 3, "maxSize": 20}
    group = resource(NODES, instanceTypes=["m7g.xlarge"], scalingConfig=sizes)
    found = peak_against_autoscaled(Graph([group]), LOAD)
    hours = [each.resources[0].lines[0].quantity for each in (found.before, found.after)]
    needed = [4, 3, 3, 4, 10, 16, 20, 20, 18, 14, 10, 6]
    assert hours == [20 * 730, Decimal(sum(needed)) / 12 * 730]
    assert found.saving_of("EC2") == 1 - Decimal(sum(needed)) / 240


@given(
    st.lists(st.decimals("0", "1000", places=1), min_size=1, max_size=24),
    st.integers(0, 20).map(Decimal),
    st.integers(0, 80).map(Decimal),
)
def test_autoscaling_never_runs_less_than_the_least_nor_more_than_the_peak(
    curve: list[Decimal], least: Decimal, more: Decimal
) -> None:
    found = autoscaling(curve, least, least + more)
    assert least * 730 <= found.scaled_hours <= found.peak_hours <= (least + more) * 730
    assert 0 <= found.saving < 1 or found.peak_hours == 0

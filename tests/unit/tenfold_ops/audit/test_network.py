"""Waste in addresses and NAT gateways."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tenfold_ops.audit.checks.network import idle_nat_gateways, unattached_addresses
from tenfold_ops.audit.facts.network import Address, NatGateway, Ways
from tenfold_ops.audit.finding import Finding, Resource, Terms, Unsure

ZEROS = (0.0,) * 240
ADDRESS = Address(Resource("eipalloc-1", "us-east-1"), "192.0.2.1", attached=False)
NAT = NatGateway(
    Resource("nat-1", "us-east-1"), datetime(2026, 9, 1, tzinfo=UTC), None, 1, 3, ZEROS, ZEROS, ZEROS
)


def judged(gateway: NatGateway, terms: Terms) -> list[Finding | Unsure]:
    return list(idle_nat_gateways(Ways([], [gateway]), terms))


def test_an_address_that_leads_nowhere_is_waste(terms: Terms) -> None:
    (found,) = unattached_addresses(Ways([ADDRESS], []), terms)
    assert found.saving.usd == Decimal("3.650")  # 730 h x 0.005


def test_an_address_in_use_is_no_waste(terms: Terms) -> None:
    assert not list(unattached_addresses(Ways([replace(ADDRESS, attached=True)], []), terms))


def test_a_gateway_without_a_packet_is_waste_with_its_address(terms: Terms) -> None:
    (found,) = judged(NAT, terms)
    assert isinstance(found, Finding)
    assert found.saving.usd == Decimal("36.500")  # 730 h x (0.045 + 0.005)
    assert found.why == "no connection and no packet in 10 days; 3 route tables with a route to it"
    assert found.remedy.endswith("Point the routes elsewhere first.")


def test_a_regional_gateway_costs_in_each_zone(terms: Terms) -> None:
    (found,) = judged(replace(NAT, zones=3, addresses=3), terms)
    assert isinstance(found, Finding)
    assert found.saving.usd == Decimal("109.500")  # 3 x 36.50


@pytest.mark.parametrize("figure", ["connections", "packets_out", "packets_in"])
def test_a_single_packet_or_connection_is_use(terms: Terms, figure: str) -> None:
    assert judged(replace(NAT, **{figure: (*ZEROS[1:], 1.0)}), terms) == []


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"packets_in": ()}, "CloudWatch has no figures"),
        ({"packets_in": ZEROS[:200]}, "CloudWatch has figures of less than 90% of the 240 hours"),
        ({"created": datetime(2026, 10, 30, tzinfo=UTC)}, "made less than 10 days ago"),
    ],
)
def test_without_figures_of_the_whole_window_a_gateway_is_not_judged(
    terms: Terms, changed: dict[str, tuple[float, ...]], reason: str
) -> None:
    (found,) = judged(replace(NAT, **changed), terms)
    assert isinstance(found, Unsure)
    assert found.reason == reason

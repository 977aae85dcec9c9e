"""Load balancers that serve nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tenfold_ops.audit.checks.load_balancers import idle_load_balancers
from tenfold_ops.audit.facts.load_balancers import LoadBalancer
from tenfold_ops.audit.finding import Finding, Resource, Terms, Unsure

ZEROS, ONES = (0.0,) * 240, (1.0,) * 240
ALB = LoadBalancer(
    Resource("arn:…:loadbalancer/app/shop/1", "us-east-1"),
    "application",
    datetime(2026, 9, 1, tzinfo=UTC),
    zones=3,
    internal=True,
    targets=2,
    requests=(),
    healthy=ONES,
)
NLB = replace(ALB, kind="network", requests=ZEROS)


def judged(each: LoadBalancer, terms: Terms) -> Finding | Unsure | None:
    return next(iter(idle_load_balancers([each], terms)), None)


def why(each: LoadBalancer, terms: Terms) -> str:
    found = judged(each, terms)
    assert isinstance(found, Finding)
    return found.why


def test_healthy_targets_and_no_requests_is_waste(terms: Terms) -> None:
    assert why(ALB, terms) == "application: no requests in 10 days"
    assert why(NLB, terms) == "network: no flows in 10 days"


def test_requests_that_no_target_answers_are_waste(terms: Terms) -> None:
    each = replace(ALB, requests=(5.0,), healthy=ZEROS)
    assert why(each, terms) == "application: no healthy target in 10 days"


def test_a_load_balancer_without_targets_is_waste_without_figures(terms: Terms) -> None:
    assert why(replace(ALB, targets=0, healthy=()), terms) == "application: no target is registered"


@pytest.mark.parametrize(
    ("changed", "usd"),
    [
        ({}, "16.425"),  # 730 h x 0.0225
        ({"internal": False}, "27.375"),  # and three public addresses at 730 h x 0.005
        ({"kind": "classic"}, "18.250"),  # 730 h x 0.025
    ],
)
def test_it_saves_its_hours_and_public_addresses(terms: Terms, changed: dict[str, str], usd: str) -> None:
    found = judged(replace(ALB, **changed), terms)
    assert isinstance(found, Finding)
    assert found.saving.usd == Decimal(usd)


@pytest.mark.parametrize(
    "each",
    [
        replace(ALB, requests=(1.0,)),
        replace(NLB, requests=(*ZEROS, 2.0)),
        replace(ALB, targets=None, requests=ONES),
    ],
    ids=["one request in ten days", "a flow", "redirects alone"],
)
def test_one_that_serves_is_no_waste(terms: Terms, each: LoadBalancer) -> None:
    assert judged(each, terms) is None


@pytest.mark.parametrize(
    ("each", "reason"),
    [
        (replace(ALB, healthy=()), "CloudWatch has no figures"),
        (replace(ALB, healthy=ONES[:9]), "CloudWatch has figures of less than 90% of the 240 hours"),
        (replace(ALB, created=datetime(2026, 10, 31, tzinfo=UTC)), "made less than 10 days ago"),
    ],
)
def test_missing_figures_are_not_taken_for_missing_requests(
    terms: Terms, each: LoadBalancer, reason: str
) -> None:
    found = judged(each, terms)
    assert isinstance(found, Unsure)
    assert found.reason == reason

"""Caches that nobody uses."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tenfold_ops.audit.checks.caches import idle_caches
from tenfold_ops.audit.checks.sizes import previous_generation
from tenfold_ops.audit.facts.caches import CLUSTER, GROUP, SERVERLESS, Activity, Cache
from tenfold_ops.audit.finding import Finding, Resource, Terms, Unsure
from tenfold_ops.audit.prices import Part

QUIET = Activity((6.0,) * 240, 6)
CACHE = Cache(
    Resource("sessions", "us-east-1"),
    datetime(2026, 7, 1, tzinfo=UTC),
    Part(GROUP, {"engine": "valkey", "nodeType": "cache.r7g.large", "numCacheClusters": 2}),
    "cache.r7g.large",
    [QUIET, QUIET],
)


def judged(cache: Cache, terms: Terms) -> Finding | Unsure | None:
    return next(iter(idle_caches([cache], terms)), None)


def test_a_cache_with_nobody_but_its_monitors_is_waste(terms: Terms) -> None:
    found = judged(CACHE, terms)
    assert isinstance(found, Finding)
    assert found.why == "2 x cache.r7g.large: no client and no command in 10 days"
    assert found.saving.usd == Decimal("255.792")  # 2 x 730 h x 0.1752


def test_a_serverless_cache_costs_what_it_holds(terms: Terms) -> None:
    part = Part(SERVERLESS, {"engine": "valkey"}, {"gb_stored": Decimal(2)})
    found = judged(replace(CACHE, part=part, type="", nodes=[Activity((0.0,) * 240, 0)]), terms)
    assert isinstance(found, Finding)
    assert found.why.startswith("serverless:")
    assert found.saving.usd == Decimal("122.640")  # 2 GB x 730 h x 0.084


@pytest.mark.parametrize(
    "cache",
    [
        replace(CACHE, nodes=[QUIET, Activity((*QUIET.most[1:], 7.0), 6)]),
        replace(CACHE, nodes=[QUIET, replace(QUIET, commands=1.0)]),
        replace(CACHE, standby=True),
    ],
    ids=["a client", "a command", "the copy in a second region"],
)
def test_a_cache_in_use_is_no_waste(terms: Terms, cache: Cache) -> None:
    assert judged(cache, terms) is None


@pytest.mark.parametrize(
    ("cache", "reason"),
    [
        (replace(CACHE, nodes=[QUIET, Activity((), 6)]), "CloudWatch has no figures"),
        (replace(CACHE, created=datetime(2026, 10, 31, tzinfo=UTC)), "made less than 10 days ago"),
    ],
)
def test_without_figures_of_every_node_a_cache_is_not_judged(terms: Terms, cache: Cache, reason: str) -> None:
    found = judged(cache, terms)
    assert isinstance(found, Unsure)
    assert found.reason == reason


def test_an_old_node_type_is_to_become_one_that_elasticache_has(terms: Terms) -> None:
    old = replace(CACHE, type="cache.m3.medium", part=Part(CLUSTER, {"engine": "redis", "numCacheNodes": 1}))
    (found,) = previous_generation([old.sized], terms)
    assert "cache.m7g.medium takes its place" in found.why

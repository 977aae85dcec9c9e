"""What holds for every rule."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tenfold_policies.packs import PACKS, rules_of
from tenfold_policies.rule import Domain, Rule

CASES = ("test_passes", "test_fails", "test_cannot_tell", "test_does_not_apply")
ALL = [(domain, rule) for domain in Domain for rule in rules_of(domain).values()]
every_rule = pytest.mark.parametrize(("domain", "rule"), ALL, ids=[rule.id for _, rule in ALL])


def test_an_id_is_used_once() -> None:
    ids = [rule.id for _, rule in ALL]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("domain", Domain)
def test_a_pack_chooses_every_rule_of_its_domain_and_no_other(domain: Domain) -> None:
    assert set(PACKS[domain]) == set(rules_of(domain))


@every_rule
def test_a_rules_file_has_its_name(domain: Domain, rule: Rule) -> None:
    assert rule.check.__module__.endswith(f"rules.{domain}.{rule.id.replace('-', '_')}")


@every_rule
def test_a_rule_says_why_how_and_where_to_read_on(domain: Domain, rule: Rule) -> None:
    assert re.fullmatch(r"[A-Z].*[^.]", rule.title), "a sentence without its full stop"
    for text in (rule.why, rule.remedy):
        assert re.fullmatch(r"[A-Z].*\.", text, re.S), "whole sentences"
    assert re.match(
        r"https://(docs\.aws\.amazon\.com|aws\.amazon\.com|kubernetes\.io|karpenter\.sh)/", rule.reference
    )
    assert re.fullmatch(r"(REL|SEC|COST|OPS|PERF|SUS)\d\d-BP\d\d", rule.practice)


@every_rule
def test_every_parameter_is_explained_and_has_a_default(domain: Domain, rule: Rule) -> None:
    for name, field in rule.parameters.model_fields.items():
        assert field.description, name
        assert not field.is_required(), name


@every_rule
def test_a_rule_has_its_four_cases(domain: Domain, rule: Rule) -> None:
    text = (Path(__file__).parent / f"rules/{domain}/test_{rule.id.replace('-', '_')}.py").read_text()
    assert [case for case in CASES if f"def {case}(" not in text] == []

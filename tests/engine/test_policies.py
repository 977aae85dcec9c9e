"""The policy packs, run by the real engine: over our own stacks, over faults, and with configuration."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from support.sandbox import ROOT, Project, Result
from tenfold_policies.levels import Levels
from tenfold_policies.packs import PACKS
from tenfold_policies.rule import Domain

FAULTY = Path(__file__).parent / "programs/faulty_prod"
UNTOLD = "cannot tell"
ALL = tuple(Domain)


@dataclass(frozen=True)
class Finding:
    """What the engine says that a rule says."""

    rule: str
    name: str
    level: str
    message: str


@dataclass(frozen=True)
class Judged:
    """A preview with packs."""

    result: Result
    findings: list[Finding]

    @property
    def faults(self) -> set[tuple[str, str]]:
        """Rules and the resources that break them, at whatever level."""
        return {(each.rule, each.name) for each in self.findings if UNTOLD not in each.message}

    @property
    def mandatory(self) -> list[Finding]:
        return [each for each in self.findings if each.level == "mandatory"]


def flags(folder: Path, packs: tuple[Domain, ...], config: Mapping[str, Any]) -> Iterator[str]:
    """The CLI's flags for packs, each with the part of the configuration that is of its rules."""
    for pack in packs:
        others = {rule for other in packs if other is not pack for rule in PACKS[other]}
        file = folder / f"{pack}.json"
        file.write_text(json.dumps({key: each for key, each in config.items() if key not in others}))
        yield from ("--policy-pack", str(ROOT / "policies" / pack), "--policy-pack-config", str(file))


def judged(
    project: Project,
    *,
    stack: str = "dev",
    packs: tuple[Domain, ...] = ALL,
    config: Mapping[str, Any] | None = None,
) -> Judged:
    """Preview a stack with packs; the findings are from the engine's own log of events."""
    log = project.folder / "events.jsonl"
    log.unlink(missing_ok=True)
    result = project.run(
        *("env", "PULUMI_DEBUG_COMMANDS=true", "pulumi", "preview", "--stack", stack),
        *("--event-log", str(log), *flags(project.folder, packs, config or {})),
        check=False,
    )
    lines = log.read_text().splitlines() if log.exists() else []
    said = [event for line in lines if (event := json.loads(line).get("policyEvent"))]
    return Judged(
        result,
        [
            Finding(
                each["policyName"],
                each.get("resourceUrn", "").rpartition("::")[2],
                each["enforcementLevel"],
                each["message"],
            )
            for each in said
        ],
    )


@pytest.fixture(scope="module")
def stacks(tmp_path_factory: pytest.TempPathFactory, projects: list[Project]) -> Project:
    project = Project.of_stacks(tmp_path_factory.mktemp("policies"))
    projects.append(project)
    return project


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, projects: list[Project]) -> Project:
    project = Project.of_program(tmp_path_factory.mktemp("shop"), "")
    projects.append(project)
    return project


@pytest.mark.parametrize(("stack", "stage"), [("dev", "startup"), ("staging", "growth"), ("prod", "scale")])
def test_our_own_stacks_break_no_rule_that_is_mandatory_for_them(
    stacks: Project, stack: str, stage: str
) -> None:
    file = stacks.folder / f"Pulumi.{stack}.yaml"
    before = file.read_text()
    file.write_text(before.replace("tenfold:stage: startup", f"tenfold:stage: {stage}"))
    try:
        found = judged(stacks, stack=stack)
    finally:
        file.write_text(before)
    assert found.mandatory == []
    found.result.ok()
    assert re.search(r"tenfold-cost@.*tenfold-resilience@.*tenfold-security@", found.result.text, re.S)
    untold = Counter(each.rule for each in found.findings if UNTOLD in each.message)
    assert untold
    assert set(untold.values()) == {1}, "each rule says once what it can't tell"


def test_forty_faults_in_a_copy_of_prod_are_told_by_exactly_the_rules_meant(stacks: Project) -> None:
    faults = yaml.safe_load((FAULTY / "faults.yaml").read_text())
    expected = {(rule, each.get("told_of", each["resource"])) for each in faults for rule in each["rules"]}
    limit = {"stack-monthly-limit": {"usd": 100}}
    expected.add(("stack-monthly-limit", "tenfold-prod"))
    assert len(expected) == 40
    assert judged(stacks, stack="prod").faults == set(), "what is copied has a fault of its own"
    ours = stacks.folder / "stacks"
    shutil.copy(ours / "__main__.py", stacks.folder / "ours.py")
    for file in FAULTY.iterdir():
        shutil.copy(file, ours)
    try:
        found = judged(stacks, stack="prod", config=limit)
    finally:
        shutil.copy(stacks.folder / "ours.py", ours / "__main__.py")
    assert found.faults - expected == set(), "rules that nobody meant"
    assert expected - found.faults == set(), f"faults that no rule found: {found.result.text[-2000:]}"
    assert found.result.code != 0


VOLUME = """
import pulumi_aws as aws

aws.ebs.Volume("disk", availability_zone="us-east-1a", size=10, type="gp2", encrypted=True)
"""


@pytest.mark.parametrize(
    ("config", "told"),
    [
        ({"gp2-to-gp": "advisory"}, ["gp2-to-gp: there is no such rule", "Did you mean gp2-to-gp3?"]),
        ({"gp2-to-gp3": "strict"}, ["gp2-to-gp3", "strict", "not a valid enforcement level"]),
        ({"required-tags": {"key": ["team"]}}, ["required-tags.key", "no such parameter", "keys"]),
    ],
)
def test_a_mistake_in_the_configuration_ends_with_one_clear_message(
    shop: Project, config: dict[str, Any], told: list[str]
) -> None:
    shop.write(VOLUME)
    found = judged(shop, packs=(Domain.COST,), config=config)
    assert found.result.code != 0
    assert all(each in found.result.text for each in told), found.result.text
    assert len(re.findall("error:", found.result.text)) == 1
    assert "Traceback" not in found.result.text
    assert found.findings == []


def test_the_configuration_says_whose_levels_hold(shop: Project) -> None:
    shop.write(VOLUME)
    assert PACKS[Domain.COST]["gp2-to-gp3"] == Levels.of("a/a/m")
    found = judged(shop, packs=(Domain.COST,), config={"tenfold": {"environment": "prod"}})
    assert ("gp2-to-gp3", "disk") in {(each.rule, each.name) for each in found.mandatory}
    assert found.result.code != 0


def test_nothing_is_created_where_a_mandatory_rule_is_broken(shop: Project) -> None:
    shop.write(VOLUME)
    packs = flags(shop.folder, (Domain.COST,), {"gp2-to-gp3": "mandatory"})
    result = shop.sandbox("up", "--", *packs, check=False)
    assert result.code != 0
    assert "gp2-to-gp3" in result.text
    assert shop.client("ec2").describe_volumes()["Volumes"] == []
    assert [each for each in shop.resources() if each.get("custom")] == []


def test_what_can_be_mended_is_mended_once_it_is_chosen(shop: Project) -> None:
    shop.write(VOLUME)
    config = {
        "gp2-to-gp3": "remediate",
        "required-tags": {"enforcementLevel": "remediate", "keys": ["team"], "defaults": {"team": "shop"}},
    }
    result = shop.sandbox("up", "--", *flags(shop.folder, (Domain.COST,), config)).ok()
    assert "gp2-to-gp3" in result.text
    (volume,) = shop.client("ec2").describe_volumes()["Volumes"]
    assert volume["VolumeType"] == "gp3"
    assert volume["Tags"] == [{"Key": "team", "Value": "shop"}]


def test_what_is_not_known_yet_is_told_once_with_the_resources(shop: Project) -> None:
    shop.write(
        """
import json
import pulumi_aws as aws

for name in ("one", "two", "three", "four"):
    topic = aws.sns.Topic(name)
    policy = topic.arn.apply(lambda arn: json.dumps({"Statement": [
        {"Effect": "Allow", "Principal": "*", "Action": "sns:Publish", "Resource": arn}
    ]}))
    aws.sns.TopicPolicy(name, arn=topic.arn, policy=policy)
"""
    )
    found = judged(shop, packs=(Domain.SECURITY,))
    (untold,) = [each for each in found.findings if each.rule == "resource-policy-not-public"]
    assert "four, one, three and 1 more: policy not known yet" in untold.message
    assert untold.level == "advisory"
    found.result.ok()

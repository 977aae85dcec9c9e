"""What blocks an upgrade, and what does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tenfold_ops.eks import report
from tenfold_ops.eks.apis import GoingApi, going_apis
from tenfold_ops.eks.checks import Finding, Verdict, judge, ready
from tenfold_ops.eks.facts import Facts, Insight, InstalledAddon, Nodes, Offered
from tenfold_ops.eks.manifests import Manifests, Use

NODES = Nodes("general", "1.35", "1.35.1-20260601", "ACTIVE", [])
ADDON = InstalledAddon("coredns", "v2", now=["v2", "v1"], then=["v3", "v2"], then_default="v3")
GOOD = Facts(
    cluster="shop",
    arn="arn:aws:eks:us-east-1:123456789012:cluster/shop",
    version="1.35",
    status="ACTIVE",
    problems=[],
    support_type="STANDARD",
    endpoint="https://api",
    certificate_authority="Q0E=",
    offered={
        version: Offered(version, "STANDARD_SUPPORT", datetime(2027, 8, 2, tzinfo=UTC))
        for version in ("1.35", "1.36", "1.37")
    },
    nodes=[NODES],
    addons=[ADDON],
    insights=[Insight("Kubelet version skew", "PASSING", "fine", "")],
    free_addresses={"subnet-a": 4, "subnet-b": 1},
)
NONE = Manifests((), ())


def blocking(facts: Facts, target: str = "1.36", manifests: Manifests | None = NONE) -> list[Finding]:
    return [each for each in judge(facts, target, manifests, []) if each.verdict is Verdict.FAIL]


def test_a_sound_cluster_is_ready() -> None:
    findings = judge(GOOD, "1.36", NONE, [])
    assert {finding.verdict for finding in findings} == {Verdict.PASS}
    assert ready(findings)


def test_what_could_not_be_looked_at_is_noted_and_blocks_nothing() -> None:
    findings = judge(GOOD, "1.36", None, None)
    assert [each.check for each in findings if each.verdict is Verdict.NOTE] == ["manifests", "requests"]
    assert ready(findings)


@pytest.mark.parametrize(("target", "word"), [("1.37", "one at a time"), ("1.35", "already")])
def test_eks_takes_one_step_at_a_time(target: str, word: str) -> None:
    (finding,) = blocking(GOOD, target)
    assert word in finding.detail
    assert "1.36" in finding.remedy


def test_no_cluster_goes_down() -> None:
    (finding,) = blocking(replace(GOOD, version="1.36"), "1.35")
    assert "none goes down" in finding.detail


def test_a_version_that_eks_does_not_offer_is_the_only_finding() -> None:
    (finding,) = judge(GOOD, "1.40", None, None)
    assert finding.verdict is Verdict.FAIL
    assert "1.35, 1.36, 1.37" in finding.remedy


@pytest.mark.parametrize(("version", "blocks"), [("1.33", False), ("1.32", True)])
def test_nodes_may_be_three_versions_behind(version: str, blocks: bool) -> None:
    assert bool(blocking(replace(GOOD, nodes=[replace(NODES, version=version)]))) is blocks


def test_an_unhealthy_group_blocks_with_aws_s_own_words() -> None:
    sick = replace(NODES, problems=["AsgInstanceLaunchFailures: no capacity"])
    (finding,) = blocking(replace(GOOD, nodes=[sick]))
    assert "no capacity" in finding.detail


def test_a_cluster_that_is_updating_blocks() -> None:
    (finding,) = blocking(replace(GOOD, status="UPDATING"))
    assert finding.check == "cluster"


def test_an_add_on_moves_first_where_a_release_is_for_both_versions() -> None:
    (finding,) = blocking(replace(GOOD, addons=[replace(ADDON, version="v1")]))
    assert "v2" in finding.remedy


def test_an_add_on_without_a_release_for_both_versions_moves_after() -> None:
    facts = replace(GOOD, addons=[replace(ADDON, version="v1", now=["v1"], then=["v3"])])
    (finding,) = [each for each in judge(facts, "1.36", NONE, []) if each.check == "add-on coredns"]
    assert (finding.verdict, "v3" in finding.remedy) == (Verdict.NOTE, True)


def test_an_add_on_that_eks_has_not_for_the_version_blocks() -> None:
    (finding,) = blocking(replace(GOOD, addons=[replace(ADDON, then=[], then_default=None)]))
    assert "no release for 1.36" in finding.detail


@pytest.mark.parametrize(
    ("api_version", "kind", "verdict"),
    [
        ("policy/v1beta1", "PodDisruptionBudget", Verdict.FAIL),
        ("storage.k8s.io/v1beta1", "VolumeAttributesClass", Verdict.NOTE),
        ("apps/v1", "Deployment", Verdict.PASS),
        ("certificates.k8s.io/v1beta1", "PodCertificateRequest", Verdict.PASS),
    ],
)
def test_manifests_block_with_apis_that_are_gone_then_and_not_before(
    api_version: str, kind: str, verdict: Verdict
) -> None:
    manifests = Manifests((Use(api_version, kind, "it", "a.yaml"),), ())
    found = [each for each in judge(GOOD, "1.36", manifests, []) if each.check == "manifests"]
    assert [each.verdict for each in found] == [verdict]


def test_requests_for_an_api_that_is_gone_then_block() -> None:
    gone = going_apis()[("policy/v1beta1", "PodDisruptionBudget")]
    findings = judge(GOOD, "1.36", NONE, [gone])
    assert not ready(findings)
    assert any("Use policy/v1." in each.remedy for each in findings)


def test_five_free_addresses_are_enough_and_four_are_not() -> None:
    (finding,) = blocking(replace(GOOD, free_addresses={"subnet-a": 4}))
    assert "subnet-a 4" in finding.detail


def test_eks_s_own_errors_block_and_its_warnings_do_not() -> None:
    error = Insight("Cluster health", "ERROR", "broken", "mend it")
    assert [each.remedy for each in blocking(replace(GOOD, insights=[error]))] == ["mend it"]
    assert blocking(replace(GOOD, insights=[replace(error, status="WARNING")])) == []


def test_the_table_of_apis_names_each_removal_after_its_deprecation() -> None:
    for api in going_apis().values():
        assert api.is_deprecated(api.removed), api
    assert going_apis()[("autoscaling/v2beta2", "HorizontalPodAutoscaler")] == GoingApi(
        "autoscaling/v2beta2", "HorizontalPodAutoscaler", "1.23", "1.26", "autoscaling/v2"
    )


def test_the_report_says_what_to_mend_and_how_much() -> None:
    text = report.as_table(GOOD, "1.37", judge(GOOD, "1.37", NONE, []))
    assert "✗ version" in text
    assert "→ The next is 1.36." in text
    assert text.endswith("Not ready: 1 to mend.")

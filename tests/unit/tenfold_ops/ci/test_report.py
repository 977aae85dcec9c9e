from __future__ import annotations

from dataclasses import replace

import pytest

from tenfold_ops.ci.report import MOST_CHARACTERS, report
from tenfold_ops.ci.review import Finding, Review
from tenfold_ops.cost_graphs import Source
from tenfold_policies.packs import rules_of
from tenfold_policies.rule import Domain

URN = "urn:pulumi:prod::shop::tenfold:index:Bucket$aws:s3/bucket:Bucket::files"
FAULT = Finding(
    "tenfold-security", "s3-no-public-acl", "mandatory", "critical", URN, "No ACL is public.\n<b> is."
)
ADVICE = Finding("other", "own-rule", "advisory", "", URN, "Mend it perhaps.")
REVIEW = Review("prod", Source("prod", "{}"), None, {"create": 2, "same": 9}, [], [], [])


def test_the_first_line_is_the_same_after_every_push() -> None:
    marks = {
        report(each, None, "shop").splitlines()[0] for each in (REVIEW, replace(REVIEW, findings=[FAULT]))
    }
    assert marks == {"<!-- tenfold ci: shop/prod -->"}


@pytest.mark.parametrize(
    ("review", "verdict"),
    [
        (REVIEW, "no mandatory fault"),
        (replace(REVIEW, findings=[ADVICE]), "no mandatory fault"),
        (replace(REVIEW, findings=[FAULT]), "1 mandatory fault"),
        (replace(REVIEW, findings=[FAULT, FAULT]), "2 mandatory faults"),
        (replace(REVIEW, findings=[FAULT], errors=["error: boo"]), "it fails"),
    ],
)
def test_the_verdict_stands_in_the_heading(review: Review, verdict: str) -> None:
    assert report(review, None, "shop").splitlines()[1] == f"## Preview of `prod`: {verdict}"


def test_a_fault_names_rule_resource_and_page_and_no_markup_of_its_own() -> None:
    (line,) = [
        each
        for each in report(replace(REVIEW, findings=[FAULT]), None, "shop").splitlines()
        if "files" in each
    ]
    page = rules_of(Domain.SECURITY)["s3-no-public-acl"].reference
    assert line == (
        f"- **[s3-no-public-acl]({page})** (critical) `files` s3.Bucket: No ACL is public. &lt;b> is."
    )


def test_advice_is_folded_away_after_the_faults() -> None:
    text = report(replace(REVIEW, findings=[ADVICE, FAULT]), None, "shop")
    assert text.index("s3-no-public-acl") < text.index("<details>") < text.index("- **own-rule** `files`")


def test_what_is_lost_is_named() -> None:
    lost = replace(
        REVIEW, changes={"replace": 1, "create": 2}, lost=["replace `db` (aws:rds/cluster:Cluster)"]
    )
    text = report(lost, None, "shop")
    assert "2 to create, 1 to replace." in text
    assert "- replace `db` (aws:rds/cluster:Cluster)" in text


def test_an_error_is_shown_and_no_change_is_claimed() -> None:
    text = report(replace(REVIEW, errors=["error: boo"]), None, "shop")
    assert "````text\nerror: boo\n````" in text
    assert "### Changes" not in text


def test_a_report_is_no_longer_than_a_comment_may_be() -> None:
    many = replace(REVIEW, findings=[replace(ADVICE, message="x" * 100)] * 1_000)
    text = report(many, None, "shop")
    assert MOST_CHARACTERS - 500 < len(text) < 65_536
    assert text.count("<details>") == text.count("</details>") == 1
    assert text.endswith("The rest is left out: it is more than a comment may hold.")

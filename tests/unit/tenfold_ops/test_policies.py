"""``tenfold policies``, and what a mistake in a pack's configuration looks like."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tenfold_ops.policies import policies
from tenfold_policies.packs import PACKS
from tenfold_policies.rule import Domain
from tenfold_sandbox.errors import SandboxError


def run(*arguments: str) -> Result:
    return CliRunner().invoke(policies, arguments)


def checked(file: Path, document: object, *options: str) -> Result:
    file.write_text(document if isinstance(document, str) else json.dumps(document))
    return run("check-config", "cost", str(file), *options)


@pytest.mark.parametrize("pack", Domain)
def test_a_packs_path_is_a_folder_that_pulumi_takes(pack: Domain) -> None:
    folder = Path(run("path", str(pack)).output.strip())
    assert (folder / "PulumiPolicy.yaml").is_file()
    assert f"Domain.{pack.upper()}" in (folder / "__main__.py").read_text()


def test_the_list_has_every_rule_with_its_levels() -> None:
    lines = run("list").output.splitlines()
    assert [line for domain in Domain for line in lines if line == f"{domain}:"] == [
        f"{each}:" for each in Domain
    ]
    for domain in Domain:
        for id_ in PACKS[domain]:
            assert sum(f" {id_} " in line for line in lines) == 1, id_
    (line,) = (line for line in lines if " gp2-to-gp3 " in line)
    assert line.split() == ["a/a/m", "r", "gp2-to-gp3", "Volumes", "are", "gp3,", "not", "gp2"]


def test_one_pack_can_be_listed() -> None:
    output = run("list", "cost").output
    assert "gp2-to-gp3" in output
    assert "rds-multi-az" not in output


def test_a_right_configuration_is_said_to_be_right(tmp_path: Path) -> None:
    document = {
        "stack-monthly-limit": {"enforcementLevel": "mandatory", "usd": 3000},
        "gp2-to-gp3": "remediate",
        "tenfold": {"environment": "dev"},
    }
    result = checked(tmp_path / "cost.json", document)
    assert result.exit_code == 0
    assert "is right. In dev: " in result.output
    assert "1 mandatory, 1 remediate" in result.output


def test_a_level_for_all_holds_where_a_rule_has_none_of_its_own(tmp_path: Path) -> None:
    document = {"all": "advisory", "spot-share": "disabled", "log-retention": {"days": 30}}
    output = checked(tmp_path / "cost.json", document).output
    assert f"In prod: 1 disabled, {len(PACKS[Domain.COST]) - 1} advisory" in output
    refused = checked(tmp_path / "cost.json", {"all": "remediate"})
    assert "'remediate' is refused" in str(refused.exception)


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (
            {"gp2-to-gp4": "advisory"},
            "gp2-to-gp4: there is no such rule in this pack. Did you mean gp2-to-gp3?",
        ),
        ({"spot-share": {"percentage": 5}}, "spot-share.percentage: there is no such parameter"),
        ({"spot-share": {"percent": 101}}, "spot-share.percent: 101 is refused"),
        ({"spot-share": "strict"}, "spot-share: 'strict' is no level. Allowed: disabled, advisory,"),
        ({"spot-share": 7}, "spot-share: 7 is no level"),
        ({"spot-share": "remediate"}, "spot-share: 'remediate' is refused"),
        ({"stack-monthly-limit": {"usage": "no.yaml"}}, "no.yaml"),
        ("[]", "is no JSON object"),
        ('{"spot-share": ', "is no JSON (line 1"),
    ],
)
def test_a_configuration_that_cannot_be_meant_is_one_message(
    tmp_path: Path, document: object, said: str
) -> None:
    result = checked(tmp_path / "cost.json", document)
    assert isinstance(result.exception, SandboxError)
    assert str(result.exception).startswith(str(tmp_path / "cost.json"))
    assert said in str(result.exception)


def test_a_file_that_is_not_there_is_one_message(tmp_path: Path) -> None:
    result = run("check-config", "cost", str(tmp_path / "no.json"))
    assert isinstance(result.exception, SandboxError)
    assert "can't be read" in str(result.exception)

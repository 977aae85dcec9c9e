"""What an upgrade loses is held against what the changelog announces."""

from __future__ import annotations

import json
import re

import pytest

from support.release_state import STACKS, STATES, lines, without_chance
from support.upgrade import Loss, announcements, losses, unannounced

URN = "urn:pulumi:prod::tenfold::tenfold:index:Cache$aws:elasticache/user:User::prod-cache-app-user"
CHANGELOG = """# Changelog

## Unreleased

- Something.

### Replaced or deleted

- replaced `aws:elasticache/user:User::*-cache-app-user`: its access string is now
  part of its name
- deleted `aws:kms/key:Key::*-old-key`: no one uses it

### Fixed

- replaced `a:b:C::elsewhere`: not of this subsection

## 0.1.0

### Replaced or deleted

- replaced `a:b:C::before`: not of this release
"""


def step(op: str, urn: str = URN, *reasons: str) -> dict[str, object]:
    return {"op": op, "urn": urn, "replaceReasons": list(reasons)}


def test_an_unannounced_replacement_is_named_with_its_property() -> None:
    found = losses(
        [step("create-replacement", URN, "userName"), step("replace", URN), step("delete-replaced")]
    )
    (left,) = unannounced(found, [])
    assert str(left) == f"replaced {URN} by userName"


def test_an_announced_one_passes() -> None:
    assert unannounced(losses([step("replace", URN, "userName")]), announcements(CHANGELOG)) == []


def test_an_announcement_covers_its_own_kind_and_resources_alone() -> None:
    announced = announcements(CHANGELOG)
    deleted = losses([step("delete")])
    other = losses([step("replace", URN.replace("app-user", "default-user"))])
    assert unannounced([*deleted, *other], announced) == [*deleted, *other]


def test_what_stays_changes_or_is_new_is_no_loss() -> None:
    assert losses([step(op) for op in ("same", "update", "create", "read", "refresh")]) == []


def test_a_provider_that_the_engine_makes_for_a_newer_sdk_is_no_loss() -> None:
    assert losses([step("delete", "urn:pulumi:dev::tenfold::pulumi:providers:aws::default_7_51_1")]) == []


def test_only_the_coming_releases_section_announces() -> None:
    assert [each.pattern for each in announcements(CHANGELOG)] == [
        "aws:elasticache/user:User::*-cache-app-user",
        "aws:kms/key:Key::*-old-key",
    ]
    assert announcements("# Changelog\n\n## Unreleased\n\n- Nothing is lost.\n") == []


@pytest.mark.parametrize(
    "line", ["- `a:b:C::d`: no kind", "- replaced `d`: no type", "- replaced `a:b:C::d`"]
)
def test_a_line_of_another_form_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="is not of the form"):
        announcements(f"## Unreleased\n\n### Replaced or deleted\n\n{line}\n")


def test_a_loss_is_written_as_the_changelog_writes_it() -> None:
    assert Loss("deleted", URN, ()).resource == "aws:elasticache/user:User::prod-cache-app-user"


def test_the_kept_states_are_of_one_release_and_of_every_stack() -> None:
    (release,) = STATES.iterdir()
    assert {file.name for file in release.iterdir()} == {f"{stack}.json" for stack in STACKS}


MACHINES_FOLDERS = ("home", "root", "tmp", "Users")


def test_the_kept_states_hold_no_secret_in_plain_text_and_no_path_of_a_machine() -> None:
    for file in STATES.rglob("*.json"):
        text = file.read_text()
        secrets = re.findall(
            r'\{"4dabf18193072939515e22adb298388d":"1b47061264138c4ac30d75fd1eb44270",("\w+")', text
        )
        assert secrets
        assert set(secrets) == {'"ciphertext"'}
        assert not re.search(rf"/({'|'.join(MACHINES_FOLDERS)})/|sourcePosition|file:", text)


def test_a_state_is_kept_whole_with_a_resource_on_each_line() -> None:
    state = {"version": 3, "deployment": {"resources": [{"urn": "a"}, {"urn": "b"}], "metadata": {}}}
    text = lines(json.loads(json.dumps(state)))
    assert json.loads(text) == state
    assert len(text.splitlines()) == 2 + len(state["deployment"]["resources"])


def test_what_chance_and_the_machine_decide_is_not_kept() -> None:
    resource = {"urn": "a", "created": "2026-01-01T00:00:00Z", "sourcePosition": "project:///a.py#1"}
    kept = without_chance({"deployment": {"manifest": {"plugins": ["/a/path"]}, "resources": [resource]}})
    assert kept["deployment"]["resources"] == [{"urn": "a"}]
    assert "/a/path" not in json.dumps(kept)

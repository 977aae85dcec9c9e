"""The user's stack files: copied for use in a sandbox, and kept as they are."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tenfold_sandbox.errors import SandboxError
from tenfold_sandbox.session.config_copy import (
    PLACEHOLDER,
    restore,
    usable_copy,
    without_added_encryption,
    write_copy,
)

FILE = """# our staging
encryptionsalt: v1:abc=:v1:def
secretsprovider: awskms://alias/ours
encryptedkey: |
  AAAA
  BBBB
config:
  aws:region: eu-west-1   # near the users
  app:on: on
  app:password:
    secure: v1:xyz
  app:nested:
    list:
      - plain: 1
        token: {secure: "v1:abc"}
"""


def test_a_copy_loses_the_encryption_settings_and_keeps_the_rest_as_spelled() -> None:
    text, _ = usable_copy(FILE)
    assert "# our staging\nconfig:\n  aws:region: eu-west-1   # near the users\n  app:on: on\n" in text
    assert set(yaml.safe_load(text)) == {"config"}


def test_each_secret_becomes_a_placeholder_and_is_named() -> None:
    text, keys = usable_copy(FILE)
    config = yaml.safe_load(text)["config"]
    assert config["app:password"] == PLACEHOLDER
    assert config["app:nested"]["list"] == [{"plain": 1, "token": PLACEHOLDER}]
    assert keys == ["app:password", "app:nested.list[0].token"]


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "config: {}\n"])
def test_a_file_without_secrets_is_copied_as_it_is(text: str) -> None:
    assert usable_copy(text) == (text, [])


def test_a_missing_file_gives_an_empty_copy(tmp_path: Path) -> None:
    assert write_copy(tmp_path / "Pulumi.dev.yaml", tmp_path / "config" / "Pulumi.dev.yaml") == []
    assert (tmp_path / "config" / "Pulumi.dev.yaml").read_text() == ""


def test_a_file_that_is_no_yaml_is_named(tmp_path: Path) -> None:
    file = tmp_path / "Pulumi.dev.yaml"
    file.write_text("config: [")
    with pytest.raises(SandboxError, match=r"Pulumi\.dev\.yaml can't be read"):
        write_copy(file, tmp_path / "copy")


def test_a_salt_that_a_command_added_goes_and_the_file_is_as_it_was() -> None:
    before = "config:\n  a:b: 1   # odd spacing\n"
    assert (
        without_added_encryption(before, "encryptionsalt: v1:x\nconfig:\n  a:b: 1 # odd spacing\n") == before
    )


def test_a_value_that_a_command_set_stays() -> None:
    after = "encryptionsalt: v1:x\nconfig:\n  a:b: 1\n  a:c: 2\n"
    assert without_added_encryption("config:\n  a:b: 1\n", after) == "config:\n  a:b: 1\n  a:c: 2\n"


def test_the_users_own_salt_stays() -> None:
    assert (
        without_added_encryption("encryptionsalt: mine\n", "encryptionsalt: mine\n")
        == "encryptionsalt: mine\n"
    )


def test_restoring_brings_back_a_removed_file_and_removes_one_that_holds_a_salt_only(tmp_path: Path) -> None:
    removed, made, filled = (tmp_path / f"Pulumi.{name}.yaml" for name in ("dev", "new", "copied"))
    made.write_text("encryptionsalt: v1:x\n")
    filled.write_text("encryptionsalt: v1:x\nconfig:\n  a:b: 1\n")
    restore(tmp_path, {removed: "config: {}\n"})
    assert removed.read_text() == "config: {}\n"
    assert not made.exists()
    assert filled.read_text() == "config:\n  a:b: 1\n"

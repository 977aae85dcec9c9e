"""Where the engine comes from, in which order, and what is said when there is none."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tenfold_sandbox.engine import bootstrap
from tenfold_sandbox.engine.bootstrap import ensure_engine
from tenfold_sandbox.engine.install import EXEC_SCRIPT, LANGUAGE_HOST, VERSION
from tenfold_sandbox.engine.progress import Progress
from tenfold_sandbox.errors import SandboxError

GO = """#!/bin/sh
echo "$@" >> "$GO_CALLS"
case "$1" in
  env) echo go1.25.3 ;;
  build) while [ "$1" != -o ]; do shift; done; printf '#!/bin/sh\\n' > "$2"; chmod +x "$2"; echo fmt >&2 ;;
  list) case "$2" in -m) echo "$GO_SDK" ;; *) echo fmt; echo main ;; esac ;;
esac
"""


def executable(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    file.chmod(0o755)


def engine_in(folder: Path, version: str = VERSION) -> None:
    executable(folder / "pulumi", f"#!/bin/sh\necho v{version}\n")
    executable(folder / LANGUAGE_HOST, "#!/bin/sh\n")
    executable(folder / EXEC_SCRIPT, "#!/usr/bin/env python\n")


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A machine with nothing installed and no network; a cache in a folder with a space in its name."""
    monkeypatch.setattr(bootstrap, "_answers", lambda host: False)
    for name in ("sh", "echo", "chmod", "rm", "mkdir"):
        link = tmp_path / "system" / name
        link.parent.mkdir(exist_ok=True)
        link.symlink_to(Path("/bin") / name)
    return {
        "PATH": f"{tmp_path / 'user'}:{tmp_path / 'system'}",
        "HOME": str(tmp_path),
        "XDG_CACHE_HOME": str(tmp_path / "a cache"),
        "GO_CALLS": str(tmp_path / "go-calls"),
        "GO_SDK": str(tmp_path / "sdk"),
    }


@pytest.fixture
def go(tmp_path: Path) -> Path:
    """A `go` on PATH that notes how it is called and builds an executable that does nothing."""
    executable(tmp_path / "user" / "go", GO)
    executable(tmp_path / "sdk" / "python" / "cmd" / EXEC_SCRIPT, "#!/usr/bin/env python\n")
    return tmp_path / "go-calls"


def quiet() -> Progress:
    return Progress(io.StringIO())


def test_a_new_enough_pulumi_on_path_is_used(tmp_path: Path, environment: dict[str, str]) -> None:
    engine_in(tmp_path / "user", "3.300.1")
    engine = ensure_engine(environment, quiet())
    assert (engine.folder, engine.version, engine.own_host) == (tmp_path / "user", "3.300.1", False)


def test_a_linked_pulumi_on_path_is_used_from_where_it_lies(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    engine_in(tmp_path / "opt" / "bin")
    (tmp_path / "user").mkdir()
    (tmp_path / "user" / "pulumi").symlink_to(tmp_path / "opt" / "bin" / "pulumi")
    assert ensure_engine(environment, quiet()).folder == tmp_path / "opt" / "bin"


@pytest.mark.parametrize("version", ["3.258.9", "2.300.0", "4.0.0", "not a version"])
def test_a_pulumi_of_an_unfit_version_is_passed_over_for_a_build(
    tmp_path: Path, environment: dict[str, str], go: Path, version: str
) -> None:
    engine_in(tmp_path / "user", version)
    assert ensure_engine(environment, quiet()).folder.is_relative_to(tmp_path / "a cache")


def test_a_pulumi_without_its_language_host_is_passed_over(
    tmp_path: Path, environment: dict[str, str], go: Path
) -> None:
    engine_in(tmp_path / "user")
    (tmp_path / "user" / LANGUAGE_HOST).unlink()
    assert ensure_engine(environment, quiet()).own_host


def test_the_shim_of_a_sandbox_is_not_taken_for_an_engine(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    shim = tmp_path / "project" / ".tenfold" / "sandbox" / "bin"
    engine_in(shim)
    environment["PATH"] = f"{shim}:{environment['PATH']}"
    with pytest.raises(SandboxError, match="PATH: no `pulumi`"):
        ensure_engine(environment, quiet())


def test_a_built_engine_is_kept_and_not_built_again(environment: dict[str, str], go: Path) -> None:
    first = ensure_engine(environment, quiet())
    calls = go.read_text()
    assert "-mod=readonly" in calls
    assert ensure_engine(environment, quiet()) == first
    assert go.read_text() == calls


def test_an_incomplete_kept_engine_is_replaced(environment: dict[str, str], go: Path) -> None:
    engine = ensure_engine(environment, quiet())
    engine.pulumi.unlink()
    assert ensure_engine(environment, quiet()).pulumi.exists()


def test_a_failed_build_leaves_nothing_that_is_taken_for_an_engine(
    tmp_path: Path, environment: dict[str, str], go: Path
) -> None:
    executable(
        tmp_path / "user" / "go", GO.replace("build)", "build) echo 'no space left' >&2; exit 1;;\n  x)")
    )
    with pytest.raises(SandboxError, match=r"build: .*\n?no space left"):
        ensure_engine(environment, quiet())
    kept = tmp_path / "a cache" / "tenfold" / "engine"
    assert [file.name for file in kept.iterdir()] == ["lock"]


def test_what_a_killed_build_left_is_removed_by_the_next(
    tmp_path: Path, environment: dict[str, str], go: Path
) -> None:
    leftover = tmp_path / "a cache" / "tenfold" / "engine" / ".building-old"
    engine_in(leftover / "bin")
    ensure_engine(environment, quiet())
    assert not leftover.exists()


def test_a_download_comes_before_a_build(
    environment: dict[str, str], go: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "_answers", lambda host: host == "get.pulumi.com")
    monkeypatch.setattr(bootstrap, "_install", lambda root, environment: engine_in(root / "bin"))
    assert not ensure_engine(environment, quiet()).own_host
    assert not go.exists()


def test_nothing_found_is_one_message_with_what_was_tried_and_what_to_install(
    environment: dict[str, str],
) -> None:
    with pytest.raises(SandboxError) as caught:
        ensure_engine(environment, quiet())
    message = str(caught.value)
    for part in (
        "PATH: no `pulumi`",
        "get.pulumi.com does not answer",
        "no `go` on PATH",
        "Go 1.25",
        "docs/install",
    ):
        assert part in message


def test_an_old_go_is_named_in_the_message(tmp_path: Path, environment: dict[str, str], go: Path) -> None:
    executable(tmp_path / "user" / "go", GO.replace("go1.25.3", "go1.24.9"))
    with pytest.raises(SandboxError, match=r"go is go1\.24\.9"):
        ensure_engine(environment, quiet())


def test_the_users_pulumi_and_aws_settings_reach_no_tool(
    tmp_path: Path, environment: dict[str, str], go: Path
) -> None:
    executable(
        tmp_path / "user" / "go", GO.replace('echo "$@"', 'echo "$@" "$AWS_PROFILE$PULUMI_ACCESS_TOKEN"')
    )
    ensure_engine({**environment, "AWS_PROFILE": "leak", "PULUMI_ACCESS_TOKEN": "leak"}, quiet())
    assert "leak" not in go.read_text()


def test_a_cache_that_cant_be_written_names_the_variable_that_moves_it(
    tmp_path: Path, environment: dict[str, str], go: Path
) -> None:
    (tmp_path / "a cache").write_text("in the way")
    with pytest.raises(SandboxError, match="XDG_CACHE_HOME"):
        ensure_engine(environment, quiet())

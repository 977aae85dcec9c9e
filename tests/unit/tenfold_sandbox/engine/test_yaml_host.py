"""The YAML language host is built beside the engine, once, and only where none is."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tenfold_sandbox.engine.install import Engine, cache_folder
from tenfold_sandbox.engine.progress import Progress
from tenfold_sandbox.engine.yaml_host import YAML_HOST, ensure_yaml_host
from tenfold_sandbox.errors import SandboxError

GO = """#!/bin/sh
echo "$@" >> "$GO_CALLS"
case "$1" in
  env) echo go1.25.3 ;;
  build) [ -z "$GO_FAILS" ] || { echo broken >&2; exit 1; }
         while [ "$1" != -o ]; do shift; done; printf '#!/bin/sh\\n' > "$2"; chmod +x "$2" ;;
esac
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A machine with Go."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "go").write_text(GO)
    (tmp_path / "bin" / "go").chmod(0o755)
    return {
        "PATH": f"{tmp_path / 'bin'}:/usr/bin:/bin",
        "HOME": str(tmp_path),
        "XDG_CACHE_HOME": str(tmp_path / "a cache"),
        "GO_CALLS": str(tmp_path / "go-calls"),
    }


def engine(environment: dict[str, str], *, own_host: bool = True) -> Engine:
    folder = cache_folder(environment) / "v1.2.3" / "bin"
    folder.mkdir(parents=True)
    return Engine(folder, "1.2.3", own_host=own_host)


def quiet() -> Progress:
    return Progress(io.StringIO())


def test_it_is_built_beside_the_engine_from_its_pinned_modules_and_not_again(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    made = engine(environment)
    ensure_yaml_host(made, environment, quiet())
    assert (made.folder / YAML_HOST).read_text() == "#!/bin/sh\n"
    calls = (tmp_path / "go-calls").read_text()
    assert "-mod=readonly" in calls
    ensure_yaml_host(made, environment, quiet())
    assert (tmp_path / "go-calls").read_text() == calls
    assert not list(cache_folder(environment).glob(".building-*"))


def test_an_installed_cli_without_it_is_left_as_it_is(tmp_path: Path, environment: dict[str, str]) -> None:
    with pytest.raises(SandboxError, match="Install the complete Pulumi CLI"):
        ensure_yaml_host(engine(environment, own_host=False), environment, quiet())
    assert not (tmp_path / "go-calls").exists()


def test_a_failed_build_says_what_to_install_and_leaves_nothing(environment: dict[str, str]) -> None:
    made = engine(environment)
    with pytest.raises(SandboxError, match=r"(?s)broken.*Install the Pulumi CLI .* or Go 1\.25"):
        ensure_yaml_host(made, environment | {"GO_FAILS": "yes"}, quiet())
    assert list(made.folder.iterdir()) == []
    assert not list(cache_folder(environment).glob(".building-*"))

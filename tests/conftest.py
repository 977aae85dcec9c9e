from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# On a busy machine a slow example says nothing of the code.
settings.register_profile("tenfold", settings(), deadline=None)
settings.load_profile("tenfold")

Snapshot = Callable[[Path, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-snapshots", action="store_true", help="write the snapshots instead of comparing"
    )


@pytest.fixture
def assert_snapshot(request: pytest.FixtureRequest) -> Snapshot:
    """Compare a text with a committed file; a difference is a change of state that wants a decision."""

    def check(file: Path, text: str) -> None:
        if request.config.getoption("--update-snapshots"):
            file.parent.mkdir(exist_ok=True)
            file.write_text(text)
        assert text == file.read_text(), (
            f"{file.name} changed. Renamed or moved resources need an alias; when the change is meant: "
            "pytest --update-snapshots"
        )

    return check

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from support.sandbox import Project

MakeProject = Callable[..., Project]


@pytest.fixture(scope="module")
def projects() -> Iterator[list[Project]]:
    """Projects of a module's tests, to be ended whatever happens."""
    made: list[Project] = []
    yield made
    for project in made:
        project.end()


@pytest.fixture
def make_project(tmp_path: Path) -> Iterator[MakeProject]:
    """Makes projects of one file, and ends their sandboxes."""
    made: list[Project] = []

    def make(program: str, **config: str) -> Project:
        made.append(Project.of_program(tmp_path / str(len(made)), program, **config))
        return made[-1]

    yield make
    for project in made:
        project.end()

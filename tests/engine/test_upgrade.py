"""Today's program, previewed by the real engine on the states that the previous release left behind.

Nothing is replaced or deleted but what CHANGELOG.md announces (tests/support/upgrade.py says in which form).
A preview asks the cloud for data sources alone, so the emulator need not hold what the state tells of.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.release_state import STACKS, STATES, give_passphrase
from support.sandbox import ROOT, Project
from support.upgrade import Loss, announcements, losses, unannounced

(RELEASE,) = (each for each in STATES.iterdir() if each.is_dir())


def upgraded(folder: Path, projects: list[Project], stack: str) -> Project:
    """A sandbox that holds a stack's state as the release left it."""
    project = Project.of_stacks(folder)
    projects.append(project)
    give_passphrase(project)
    state = json.loads((RELEASE / f"{stack}.json").read_text())
    for resource in state["deployment"]["resources"]:
        # The engine would stop at the first protected resource that is lost, and not name the others.
        resource.pop("protect", None)
    file = folder / "state.json"
    file.write_text(json.dumps(state))
    project.run("pulumi", "stack", "init", stack)
    project.run("pulumi", "stack", "import", "--stack", stack, "--file", str(file))
    return project


def lost(project: Project, stack: str) -> list[Loss]:
    answer = project.run("pulumi", "preview", "--json", "--stack", stack).stdout
    return losses(json.loads(answer)["steps"])


@pytest.mark.parametrize("stack", STACKS)
def test_an_upgrade_loses_nothing_unannounced(tmp_path: Path, projects: list[Project], stack: str) -> None:
    project = upgraded(tmp_path, projects, stack)
    announced = announcements((ROOT / "CHANGELOG.md").read_text())
    assert [str(loss) for loss in unannounced(lost(project, stack), announced)] == []


def test_a_replacement_is_seen_with_its_property_and_a_deletion_by_its_name(
    tmp_path: Path, projects: list[Project]
) -> None:
    project = upgraded(tmp_path, projects, "dev")
    settings = project.folder / "Pulumi.dev.yaml"
    settings.write_text(settings.read_text() + "  tenfold:network:\n    cidr: 10.200.0.0/16\n")
    (vpc,) = [loss for loss in lost(project, "dev") if loss.resource.startswith("aws:ec2/vpc:Vpc::")]
    assert (vpc.kind, vpc.properties) == ("replaced", ("cidrBlock",))
    (project.folder / "stacks/__main__.py").write_text("import pulumi\n")
    deleted = {loss.resource for loss in lost(project, "dev") if loss.kind == "deleted"}
    assert "aws:rds/cluster:Cluster::dev-database-cluster" in deleted

"""What a killed command leaves, and how it is settled."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tenfold_sandbox.errors import SandboxError
from tenfold_sandbox.session.folder import Folder, Project
from tenfold_sandbox.session.recovery import needs_recovery, recover

VPC = {
    "urn": "urn:pulumi:dev::app::aws:ec2/vpc:Vpc::v",
    "id": "vpc-1",
    "type": "aws:ec2/vpc:Vpc",
    "custom": True,
}
PENDING = {"type": "creating", "resource": {"urn": "urn:pulumi:dev::app::aws:ec2/vpc:Vpc::w"}}


class Sandbox:
    """A sandbox with a dev stack; it notes what is reconciled and refreshed."""

    def __init__(self, root: Path) -> None:
        (root / "Pulumi.yaml").write_text("name: app\nruntime: python\n")
        self.project = Project(root / "Pulumi.yaml")
        self.folder = Folder.of(self.project)
        self.folder.create()
        self.stack = self.put_state("app", "dev", resources=[VPC])
        self.known: set[tuple[str, str]] = set()
        self.refreshed: list[str] = []
        self.refresh_code = 0

    def put_state(self, project: str, stack: str, **latest: Any) -> Path:
        file = self.folder.state / ".pulumi" / "stacks" / project / f"{stack}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({"version": 3, "checkpoint": {"latest": latest}}))
        return file

    def put_lock(self, project: str, stack: str) -> Path:
        file = self.folder.state / ".pulumi" / "locks" / "organization" / project / stack / "1-2-3.json"
        file.parent.mkdir(parents=True)
        file.write_text("{}")
        return file

    def reconcile_ledger(self, endpoint: str, known: set[tuple[str, str]]) -> list[str]:
        self.known = known
        return ["removed aws:ec2/vpc:Vpc vpc-2"]

    def refresh(self, stack: str) -> subprocess.CompletedProcess[str]:
        self.refreshed.append(stack)
        return subprocess.CompletedProcess([], self.refresh_code, "", "error: it failed")

    @property
    def needs_recovery(self) -> bool:
        return needs_recovery(self.folder, self.project)

    def recover(self) -> str:
        return recover(self.folder, self.project, "http://127.0.0.1:1", self.refresh)


@pytest.fixture
def sandbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    sandbox = Sandbox(tmp_path)
    stand_in = SimpleNamespace(reconcile_ledger=sandbox.reconcile_ledger)
    monkeypatch.setitem(sys.modules, "tenfold_sandbox.provider.reconcile", stand_in)
    return sandbox


def test_a_command_that_ended_well_needs_no_recovery(sandbox: Sandbox) -> None:
    assert not sandbox.needs_recovery


def test_the_backends_lock_of_a_killed_cli_is_settled(sandbox: Sandbox) -> None:
    sandbox.put_lock("app", "dev")
    assert sandbox.needs_recovery
    message = sandbox.recover()
    assert sandbox.refreshed == ["dev"]
    assert sandbox.known == {(VPC["urn"], "vpc-1")}
    assert "removed aws:ec2/vpc:Vpc vpc-2" in message
    assert not sandbox.needs_recovery


def test_pending_operations_are_settled(sandbox: Sandbox) -> None:
    sandbox.put_state("app", "dev", resources=[VPC], pending_operations=[PENDING])
    assert sandbox.needs_recovery
    sandbox.recover()
    assert sandbox.refreshed == ["dev"]


def test_after_a_killed_provider_every_stack_is_refreshed(sandbox: Sandbox) -> None:
    sandbox.put_state("app", "prod")
    (sandbox.folder.running / "123").touch()
    assert sandbox.needs_recovery
    sandbox.recover()
    assert sandbox.refreshed == ["dev", "prod"]
    assert not sandbox.needs_recovery


def test_a_cut_off_checkpoint_is_taken_from_its_backup(sandbox: Sandbox) -> None:
    good = sandbox.stack.read_text()
    Path(f"{sandbox.stack}.bak").write_text(good)
    sandbox.stack.write_text(good[:20])
    assert sandbox.needs_recovery
    assert "restored the state of dev from its backup" in sandbox.recover()
    assert sandbox.stack.read_text() == good
    assert sandbox.refreshed == ["dev"]


def test_a_damaged_checkpoint_without_a_backup_names_the_remedy(sandbox: Sandbox) -> None:
    sandbox.stack.write_text("{")
    with pytest.raises(SandboxError, match="tenfold sandbox reset"):
        sandbox.recover()


def test_another_projects_stacks_are_known_but_left_to_it(sandbox: Sandbox) -> None:
    other = {**VPC, "urn": "urn:pulumi:dev::other::aws:ec2/vpc:Vpc::v", "id": "vpc-9"}
    sandbox.put_state("other", "dev", resources=[other], pending_operations=[PENDING])
    lock = sandbox.put_lock("other", "dev")
    assert not sandbox.needs_recovery
    sandbox.put_lock("app", "dev")
    sandbox.recover()
    assert (other["urn"], "vpc-9") in sandbox.known
    assert lock.exists()
    assert sandbox.refreshed == ["dev"]


def test_a_refresh_that_fails_is_shown_with_its_reason(sandbox: Sandbox) -> None:
    sandbox.put_lock("app", "dev")
    sandbox.refresh_code = 1
    with pytest.raises(SandboxError, match="refreshing the stack failed:\nerror: it failed"):
        sandbox.recover()

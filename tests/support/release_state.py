"""``python tests/support/release_state.py``: renew the states of the release that is being made.

Brings each of the checkout's stacks up in a sandbox of its own and keeps what `pulumi stack export` says
under tests/engine/states/VERSION/, in place of the release before. tests/engine/test_upgrade.py previews the
coming release's program on them.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from support.sandbox import ROOT, Project

STATES = ROOT / "tests/engine/states"
STACKS = ("dev", "staging", "prod")

# It guards generated passwords of an emulator that is gone, and lets every checkout read them.
PASSPHRASE = "the states of a release"


def give_passphrase(project: Project) -> None:
    """Let a sandbox that is not made yet read the kept states' secrets."""
    sandbox = project.folder / ".tenfold/sandbox"
    sandbox.mkdir(parents=True)
    (sandbox / "passphrase").write_text(PASSPHRASE)


def without_chance(state: dict[str, Any]) -> dict[str, Any]:
    """The state without what says nothing of it: times, and paths of the machine."""
    deployment = state["deployment"]
    deployment["manifest"] = {"time": "2000-01-01T00:00:00Z", "magic": "", "version": ""}
    for resource in deployment["resources"]:
        for key in ("created", "modified", "sourcePosition", "stackTrace"):
            resource.pop(key, None)
    return state


def lines(state: dict[str, Any]) -> str:
    """JSON with a resource on each line, so that a renewal shows what changed."""
    resources = ",\n".join(_compact(each) for each in state["deployment"].pop("resources"))
    frame = _compact(state | {"deployment": {**state["deployment"], "resources": []}})
    return frame.replace('"resources":[]', f'"resources":[\n{resources}\n]') + "\n"


def _compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


def main() -> None:
    folder = STATES / version("tenfold")
    for stack in STACKS:
        with tempfile.TemporaryDirectory() as temporary:
            project = Project.of_stacks(Path(temporary))
            give_passphrase(project)
            try:
                print(f"{stack} comes up …", flush=True)
                project.up(stack=stack)
                exported = json.loads(project.run("pulumi", "stack", "export", "--stack", stack).stdout)
            finally:
                project.end()
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{stack}.json").write_text(lines(without_chance(exported)))
    for older in STATES.iterdir():
        if older != folder:
            shutil.rmtree(older)


if __name__ == "__main__":
    main()

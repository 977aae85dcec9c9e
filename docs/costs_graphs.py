"""Preview every stack at every stage in the sandbox, keep what the cost model reads, and write the page.

``python docs/costs_graphs.py`` takes some minutes. Run it when a test says that the stacks have changed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from costs_page import files
from costs_stacks import GRAPHS, ROOT, Stack, packed, stacks

from tenfold_ops.cost_graphs import STAGE, sandbox_pulumi
from tenfold_stacks.sizes import sizes_of

DOMAIN = {"tenfold:edge.domain": "shop.example.com"}
"""With an edge, since users come through one."""
KEPT = ("urn", "type", "custom", "parent")
UNREAD = ("tags", "policy", "assumeRolePolicy", "dashboardBody")
"""Inputs that no pricer reads and that are long."""


def kept(preview: Mapping[str, Any], stack: Stack) -> dict[str, Any]:
    """A preview as the page needs it, with the sizes that it was made with."""
    states = {step["urn"]: step["newState"] for step in preview["steps"] if "newState" in step}
    return {
        "config": preview["config"],
        "sizes": sizes_of(stack.stage, stack.environment),
        # Sorted, so that what is the same stays the same in version control.
        "steps": [{"op": "create", "newState": _state(states[urn])} for urn in sorted(states)],
    }


def _state(state: Mapping[str, Any]) -> dict[str, Any]:
    inputs = {key: value for key, value in state.get("inputs", {}).items() if key not in UNREAD}
    links = {key: urns for key, urns in state.get("propertyDependencies", {}).items() if urns}
    return {
        **{key: state[key] for key in KEPT if key in state},
        "inputs": inputs,
        "propertyDependencies": {key: sorted(urns) for key, urns in links.items() if key in inputs},
    }


def main() -> None:
    pulumi = sandbox_pulumi(ROOT)
    GRAPHS.mkdir(exist_ok=True)
    for environments in stacks().values():
        for stack in environments.values():
            text = pulumi.preview(stack.environment, {STAGE: stack.stage, **DOMAIN})
            stack.file.write_bytes(packed(kept(json.loads(text), stack)))
            print(f"{stack.file.relative_to(ROOT)} is written.")
    for file, page in files():
        file.write_text(page)


if __name__ == "__main__":
    main()

"""Deletion of what nobody will miss: whatever delays or forbids it is overruled.

``tenfold sandbox down`` disposes, since nothing in a sandbox is worth protecting, and so does a recovery with
what a killed command had created. A plain ``pulumi destroy`` meets deletion protection as it would on AWS.
"""

from __future__ import annotations

from tenfold_sandbox.provider.lifecycle import Lifecycle
from tenfold_sandbox.provider.table import Resource
from tenfold_sandbox.values import Properties

_UNPROTECTED = {
    "deletionProtection": False,
    "enableDeletionProtection": False,
    "deletionProtectionEnabled": False,
    "disableApiTermination": False,
}
_AT_ONCE = {"skipFinalSnapshot": True, "forceDestroy": True, "recoveryWindowInDays": 0, "skipDestroy": False}
_DROPPED = frozenset({"finalSnapshotIdentifier"})


def dispose(
    lifecycle: Lifecycle, row: Resource, urn: str, identity: str, inputs: Properties, state: Properties
) -> None:
    """Lift a resource's protection and delete it: at once, whole, and without a last snapshot."""
    lifted = {name: value for name, value in _UNPROTECTED.items() if inputs.get(name)}
    if lifted:
        lifecycle.update(row, urn, identity, inputs, {**inputs, **lifted}, state)
    relaxed = {name: value for name, value in {**inputs, **_AT_ONCE}.items() if name not in _DROPPED}
    lifecycle.delete(row, identity, {**relaxed, **lifted}, state)

"""After a killed command: remove what it had created but not written down.

Every creation has an entry in the emulator's ledger, opened before the first call, and the emulator adds
AWS's answers to it in the same request that creates. So a command that is killed at any moment leaves either
nothing, or an entry from which the resource's id follows. It is removed rather than adopted: the next
command creates it anew, as the engine would have.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from botocore.awsrequest import HeadersDict
from botocore.exceptions import ClientError
from botocore.parsers import create_parser

from tenfold_sandbox.provider.aws import Aws, Ledger, ResourceError
from tenfold_sandbox.provider.disposal import dispose
from tenfold_sandbox.provider.lifecycle import Lifecycle
from tenfold_sandbox.provider.rows import row_for
from tenfold_sandbox.provider.table import Context, Resource

Entry = Mapping[str, Any]


def reconcile_ledger(endpoint: str, known: set[tuple[str, str]]) -> list[str]:
    """Remove from the emulator what no state knows, newest first; what was settled before stays.

    Args:
        endpoint: the emulator's URL.
        known: the URN and the id of every resource in the state.

    Returns:
        A line for each resource that was removed, or could not be.
    """
    aws, ledger = Aws(endpoint), Ledger(endpoint)
    lines: list[str] = []
    for entry in reversed(ledger.entries()):
        if entry["settled"]:
            continue
        identity = _identity(aws, entry)
        if identity is None:
            ledger.forget(entry["entry"])
        elif (entry["urn"], identity) in known:
            ledger.settle(entry["entry"])  # under whatever name the state knows it later
        else:
            ledger.complete(entry["entry"], identity)  # what can't be removed now is known by it next time
            lines += _remove(aws, ledger, entry, identity)
    return lines


def _identity(aws: Aws, entry: Entry) -> str | None:
    """The id of what an entry created; None when it created nothing."""
    if entry["id"] is not None:
        return entry["id"]
    row = row_for(entry["type"])
    response = _creating_response(aws, row, entry) if row is not None else None
    if row is None or response is None:
        return None
    identity = Context(inputs=entry["inputs"], region=entry["region"], out=response).eval(row.id)
    return None if identity is None else str(identity)


def _creating_response(aws: Aws, row: Resource, entry: Entry) -> dict[str, Any] | None:
    """AWS's answer to the creating call, parsed; None when there was none."""
    services = {call.operation: call.service or row.service for call in row.create}
    for response in entry["responses"]:
        operation = str(response["operation"]).rpartition(":")[2]
        if operation not in services:
            continue
        model = aws.operation(services[operation], operation)
        if model.output_shape is None:
            return {}
        raw = {
            "body": base64.b64decode(response["body"]),
            "headers": HeadersDict(response["headers"]),
            "status_code": response["status"],
        }
        return create_parser(model.service_model.resolved_protocol).parse(raw, model.output_shape)
    return None


def _remove(aws: Aws, ledger: Ledger, entry: Entry, identity: str) -> list[str]:
    """Remove a resource with its entry; what there is to tell of it."""
    row, urn, inputs = row_for(entry["type"]), entry["urn"], dict(entry["inputs"])
    if row is None:
        return []
    made = f"{entry['type']} {identity}, which the killed command had created"
    lifecycle = Lifecycle(aws, ledger, entry["region"], {})
    try:
        found = lifecycle.read(row, identity, inputs, {"region": entry["region"]})
        if found is None:
            return []
        dispose(lifecycle, row, urn, identity, inputs, found.state)
    except (ClientError, ResourceError) as error:
        reset = "`tenfold sandbox reset` starts an empty sandbox."
        return [f"could not remove {made}: {error}. {reset}"]
    return [f"removed {made} but not written down"]

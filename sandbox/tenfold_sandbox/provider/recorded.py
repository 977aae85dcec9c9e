"""Types that are not in the table: kept in the state, so that a program that uses them still runs."""

from __future__ import annotations

import hashlib

from tenfold_sandbox.values import Properties


def recorded_state(urn: str, token: str, inputs: Properties, region: str) -> tuple[str, Properties]:
    """An id, and the inputs with an ARN that says what it is: ``…:recorded/…`` names nothing in AWS."""
    name = urn.rsplit("::", 1)[-1]
    identity = f"recorded-{name}-{hashlib.sha256(urn.encode()).hexdigest()[:7]}"
    service = token.split(":")[1].split("/")[0]
    arn = f"arn:aws:{service}:{region}:123456789012:recorded/{identity}"
    return identity, {"arn": arn, **inputs}

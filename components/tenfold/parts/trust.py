"""Who may assume a role. No pulumi import."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence


def service_trust(
    service: str,
    *,
    actions: str | Sequence[str] = "sts:AssumeRole",
    equals: Mapping[str, str] | None = None,
) -> str:
    """The trust policy of a role that one AWS service assumes, as JSON.

    Args:
        service: such as ``rds.amazonaws.com``.
        actions: what it does to that end.
        equals: values that keys of the request must have, such as ``aws:SourceAccount``: else the service
            could be made to assume the role for another account.
    """
    statement: dict[str, object] = {"Effect": "Allow", "Principal": {"Service": service}, "Action": actions}
    if equals:
        statement["Condition"] = {"StringEquals": equals}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})

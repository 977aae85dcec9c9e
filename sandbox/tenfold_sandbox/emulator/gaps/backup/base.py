"""What the parts of AWS Backup share."""

from __future__ import annotations

from typing import Any

from ...messages import Document
from .. import Call, Gaps, Table, refuse
from ..references import backend, role

GAPS = Gaps("backup")
MISSING = "ResourceNotFoundException"
INVALID = "InvalidParameterValueException"
EXISTS = "AlreadyExistsException"


def model(call: Call, region: str | None = None) -> Any:
    """Moto's model of AWS Backup in the call's region or another."""
    return backend(call, "backup", region)


def row(table: Table, name: str, what: str) -> Document:
    """A row of a table, or AWS's refusal."""
    return table.get(name) or refuse(MISSING, f"{what} {name} does not exist")


def check_role(call: Call, arn: str) -> None:
    """Refuse a role that isn't there."""
    if role(call, arn) is None:
        refuse(INVALID, f"IAM Role {arn} does not exist or can not be assumed by AWS Backup")

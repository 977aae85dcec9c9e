"""Security group rules: a rule whose source is another group has a description too."""

from __future__ import annotations

from typing import Any

from moto.ec2.models.security_groups import SecurityGroupRule


def _description(rule: Any) -> str | None:
    """Moto looks only where the rules of address ranges keep theirs."""
    return rule.ip_range.get("Description") or rule.source_group.get("Description")


SecurityGroupRule.description = property(_description)  # pyright: ignore[reportAttributeAccessIssue]  # replaces moto's own property

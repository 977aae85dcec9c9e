"""Security group rules: one whose source is another group or a prefix list has a description too."""

from __future__ import annotations

import inspect
from typing import Any

from moto.ec2.models.security_groups import SecurityGroupRule

_rule: Any = SecurityGroupRule  # its methods are replaced
_create = _rule.__init__
_signature = inspect.signature(_create)


def _keep_description(rule: Any, *args: Any, **kwargs: Any) -> None:
    """Moto takes no more of a prefix list than its id."""
    _create(rule, *args, **kwargs)
    source: dict[str, str] | None = _signature.bind(rule, *args, **kwargs).arguments.get("prefix_list_id")
    rule.prefix_list_description = (source or {}).get("Description")


def _description(rule: Any) -> str | None:
    """Moto looks only where the rules of address ranges keep theirs."""
    described = rule.ip_range.get("Description") or rule.source_group.get("Description")
    return described or rule.prefix_list_description


_rule.__init__ = _keep_description
_rule.description = property(_description)

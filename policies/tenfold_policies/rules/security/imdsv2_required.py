"""A machine gives its credentials only to who asks by IMDSv2."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._names import (
    INSTANCE,
    LAUNCH_CONFIGURATION,
    LAUNCH_TEMPLATE,
    NODE_CLASS,
    control,
)
from tenfold_policies.values import UNKNOWN

_DEFAULTS = "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults"
_TOKENS = {
    INSTANCE: ("metadataOptions", "optional"),
    LAUNCH_TEMPLATE: ("metadataOptions", "optional"),
    LAUNCH_CONFIGURATION: ("metadataOptions", "optional"),
    NODE_CLASS: ("spec.metadataOptions", "required"),
    _DEFAULTS: ("", "no-preference"),
}


def _check(resource: Resource, context: Context) -> Iterator[str]:
    yield from _faults(resource)


def _faults(resource: Resource) -> Iterator[str]:
    path, default = _TOKENS[resource.type]
    prefix = f"{path}." if path else ""
    if resource.type == INSTANCE and resource.has("launchTemplate") and not resource.has("metadataOptions"):
        return  # the template is judged itself
    if resource.get(f"{prefix}httpEndpoint", "enabled") == "disabled":
        return
    tokens = resource.get(f"{prefix}httpTokens", default)
    if tokens != "required":
        yield f"{prefix}httpTokens is {tokens!r}: IMDSv1 answers too."


def _remediate(resource: Resource, parameters: Any) -> Mapping[str, Any] | None:
    path, _ = _TOKENS[resource.type]
    if path != "metadataOptions" or not any(_faults(resource)):
        return None
    options = resource.get("metadataOptions", {})
    if UNKNOWN in options.values():
        return None  # they would have to be sent back
    return {"metadataOptions": {**options, "httpTokens": "required"}}


RULE = Rule(
    id="imdsv2-required",
    title="A machine gives its credentials only to who asks by IMDSv2",
    severity=Severity.HIGH,
    why="By IMDSv1 a server that can be made to fetch an address hands out its role's credentials.",
    remedy="Set metadata_options with http_tokens='required'.",
    reference=control("EC2.8"),
    practice="SEC06-BP02",
    types=tuple(_TOKENS),
    check=_check,
    remediate=_remediate,
)

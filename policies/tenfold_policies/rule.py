"""What a rule is: one pure function, and what its reader has to know."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict

from tenfold_policies.resource import Resource, Stack


class Severity(StrEnum):
    """How bad it is when the rule is broken."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Domain(StrEnum):
    """The pack that a rule belongs to."""

    COST = "cost"
    RESILIENCE = "resilience"
    SECURITY = "security"


class Parameters(BaseModel):
    """What a rule can be told. A rule without parameters takes this class itself."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


@dataclass(frozen=True)
class Context:
    """What a rule may look at besides the resource."""

    stack: Stack
    parameters: Any
    """Of the class that the rule names."""
    environment: str = "prod"
    """dev, staging or prod."""
    stage: str = ""
    """How far the company has grown, where the stack's configuration or tags say it by a key ``stage``."""


Check = Callable[[Resource, Context], Iterable[str]]
"""Yields a message for each fault of the resource: what is wrong with this one; the rule's remedy says what
to do. It may raise Undecided, through ``Resource.get``: what it has yielded until then holds."""

Remediate = Callable[[Resource, Any], Mapping[str, Any] | None]
"""The properties to set, over those that the resource has, by its parameters; None if it is right."""


@dataclass(frozen=True)
class Rule:
    """One rule of one pack."""

    id: str
    """Lower-case words with dashes; its file has the same with underscores."""
    title: str
    """What holds when the rule is kept, as a sentence."""
    severity: Severity
    why: str
    """What happens to its user otherwise."""
    remedy: str
    """What to do, in terms of Pulumi's arguments."""
    reference: str
    """AWS's (or Kubernetes') own page."""
    practice: str
    """The Well-Architected best practice that it serves, such as ``REL10-BP01``."""
    types: tuple[str, ...]
    """The types that it judges; ``aws:*`` is all of a package."""
    check: Check
    parameters: type[Parameters] = Parameters
    relational: bool = False
    """Whether it looks at other resources too. Then it runs when the whole preview is known."""
    remediate: Remediate | None = None
    """How to mend it, where there is one unambiguous way."""

    def judges(self, type_: str) -> bool:
        """Whether a type is among those that it judges."""
        return type_ in self.types or f"{type_.partition(':')[0]}:*" in self.types

    def parse(self, given: Mapping[str, Any]) -> Parameters:
        """The rule's parameters from its configuration; pydantic's ValidationError if they are wrong."""
        return self.parameters.model_validate(dict(given))

"""How strictly a rule is enforced, by environment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """What a broken rule does, in Pulumi's terms."""

    DISABLED = "disabled"
    ADVISORY = "advisory"
    MANDATORY = "mandatory"
    REMEDIATE = "remediate"


class Environment(StrEnum):
    """Whose levels apply."""

    DEV = "dev"
    STAGING = "staging"
    PROD = "prod"


_LETTERS = {
    "-": Level.DISABLED,
    "a": Level.ADVISORY,
    "m": Level.MANDATORY,
}


@dataclass(frozen=True)
class Levels:
    """A rule's level in each environment."""

    dev: Level
    staging: Level
    prod: Level

    @classmethod
    def of(cls, text: str) -> Levels:
        """From a text such as ``-/a/m``: off in dev, advisory in staging, mandatory in prod."""
        return cls(*(_LETTERS[letter] for letter in text.split("/")))

    def __getitem__(self, environment: Environment) -> Level:
        return {Environment.DEV: self.dev, Environment.STAGING: self.staging, Environment.PROD: self.prod}[
            environment
        ]


_NAMES = {
    Environment.PROD: ("prod", "prd", "production", "live"),
    Environment.STAGING: ("staging", "stage", "stg", "preprod", "uat", "qa"),
    Environment.DEV: ("dev", "development", "test", "sandbox", "local", "demo"),
}


def environment_of(stack: str, said: Mapping[str, str]) -> Environment:
    """The environment of a stack: what its tags or configuration say, else its name, else prod.

    A stack that says nothing is judged as prod: too strict is seen, too lax is not.

    Args:
        stack: the stack's name, such as ``prod`` or ``shop-staging-eu``.
        said: the stack's tags and configuration; their key ``environment`` counts, with any prefix.
    """
    return _named(said_as("environment", said)) or _named(stack) or Environment.PROD


def said_as(word: str, said: Mapping[str, str]) -> str:
    """What a stack's tags and configuration say by a key, with any prefix; empty if nothing."""
    return next((value for key, value in said.items() if key.rpartition(":")[2] == word), "")


def _named(text: str) -> Environment | None:
    words = set(re.split(r"[^a-z]+", text.lower()))
    return next((each for each, names in _NAMES.items() if words & set(names)), None)

"""A pack's configuration, checked: an unknown rule, key or level is an error, never silence."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from tenfold_policies.levels import Environment, Level, Levels
from tenfold_policies.rule import Parameters, Rule

SETTINGS = "tenfold"
"""The configuration's key that is no rule: ``{"tenfold": {"environment": "staging"}}``."""
ALL = "all"
"""The engine's own word, which it has spread over the rules before a pack is asked."""


class ConfigurationError(ValueError):
    """A configuration that can't be meant."""


@dataclass(frozen=True)
class Ruling:
    """One rule as it is enforced."""

    rule: Rule
    level: Level
    parameters: Parameters


def rulings(
    pack: Mapping[str, tuple[Rule, Levels]],
    environment: Environment,
    given: Mapping[str, tuple[Level | None, Mapping[str, Any]]],
) -> tuple[Environment, list[Ruling]]:
    """The pack's rules as the configuration wants them, and the environment whose levels hold.

    Args:
        pack: the rules with their levels.
        environment: the stack's.
        given: by rule: a level that overrides, or None, and the rule's parameters.

    Raises:
        ConfigurationError: a rule, a level, a key or a value is not one that there is.
    """
    for id_ in given:
        if id_ not in pack and id_ not in (SETTINGS, ALL):
            raise ConfigurationError(
                f"{id_}: there is no such rule in this pack.{_meant(id_, pack)} Mend the name, or remove it."
            )
    environment = _environment(given.get(SETTINGS, (None, {}))[1], environment)
    return environment, [
        _ruling(rule, levels[environment], *given.get(id_, (None, {})))
        for id_, (rule, levels) in pack.items()
    ]


def _ruling(rule: Rule, default: Level, level: Level | None, given: Mapping[str, Any]) -> Ruling:
    if level is Level.REMEDIATE and rule.remediate is None:
        raise ConfigurationError(
            f"{rule.id}: 'remediate' is refused, since nobody can tell how to mend this without you. "
            "Allowed: disabled, advisory, mandatory."
        )
    try:
        parameters = rule.parse(given)
    except ValidationError as error:
        raise ConfigurationError("; ".join(_problem(rule, dict(each)) for each in error.errors())) from None
    return Ruling(rule, default if level is None else level, parameters)


def _problem(rule: Rule, detail: Mapping[str, Any]) -> str:
    key = ".".join(map(str, detail["loc"]))
    if detail["type"] == "extra_forbidden":
        known = list(rule.parameters.model_fields)
        allowed = f"Allowed: {', '.join(['enforcementLevel', *known])}."
        return f"{rule.id}.{key}: there is no such parameter.{_meant(key, known)} {allowed}"
    message = str(detail["msg"]).removeprefix("Value error, ").rstrip(".")
    return f"{rule.id}.{key}: {detail['input']!r} is refused: {message}."


def _environment(settings: Mapping[str, Any], default: Environment) -> Environment:
    for key, value in settings.items():
        if key != "environment":
            raise ConfigurationError(f"{SETTINGS}.{key}: there is no such setting. Allowed: environment.")
        if value not in list(Environment):
            allowed = ", ".join(Environment)
            raise ConfigurationError(f"{SETTINGS}.environment: {value!r} is refused. Allowed: {allowed}.")
    return Environment(settings.get("environment", default))


def _meant(word: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(word, known, 1)
    return f" Did you mean {close[0]}?" if close else ""

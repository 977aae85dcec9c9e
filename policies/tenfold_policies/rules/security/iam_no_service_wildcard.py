"""Nobody may do everything in a service to everything."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters, Rule, Severity
from tenfold_policies.rules.security._names import control
from tenfold_policies.rules.security._policies import (
    IDENTITY_POLICIES,
    allows,
    conditional,
    identity_statements,
    label,
    texts,
)
from tenfold_policies.values import each_of

_WHOLE_SERVICE = re.compile(r"([a-z0-9-]+):\*+", re.IGNORECASE)


class Services(Parameters):
    """Where it is right."""

    exempt_services: tuple[str, ...] = ()
    """Services by the prefix of their actions, such as ``cloudwatch``."""


def _check(resource: Resource, context: Context) -> Iterator[str]:
    exempt = context.parameters.exempt_services
    yield from each_of(identity_statements(resource), lambda each: _statement(each, exempt))


def _statement(statement: Resource, exempt: tuple[str, ...]) -> Iterator[str]:
    if not allows(statement) or not any(each == "*" for each in texts(statement, "Resource")):
        return
    matches = (_WHOLE_SERVICE.fullmatch(each) for each in texts(statement, "Action"))
    whole = [match[0] for match in matches if match and match[1] not in exempt]
    if whole and not conditional(statement):
        yield f"{label(statement)} allows {', '.join(whole)} on every resource."


RULE = Rule(
    id="iam-no-service-wildcard",
    title="Nobody may do everything in a service to every resource",
    severity=Severity.HIGH,
    why="The identity may delete what it only had to read, and what AWS adds to the service tomorrow.",
    remedy="Name the actions, or the resources' ARNs, or add a condition.",
    reference=control("IAM.21"),
    practice="SEC03-BP02",
    types=IDENTITY_POLICIES,
    check=_check,
    parameters=Services,
)

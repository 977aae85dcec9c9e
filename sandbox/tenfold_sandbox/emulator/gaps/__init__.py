"""What moto lacks or does otherwise than AWS, one module a service, loaded at the service's first request.

A module makes a ``Gaps`` and marks functions with it:

* ``replaces``: the function answers instead of moto;
* ``checks``: the function refuses what moto would accept, and moto answers if it does not;
* ``amends``: the function corrects moto's result in place.

A function takes a ``Call``, reads and writes moto's models or a ``store`` beside them, and refuses with
``refuse``. Results have the shape and the names of the service's botocore model.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

from moto.core.exceptions import ServiceException

from ..messages import Document, Scope

Table = dict[str, Document]
_Function = TypeVar("_Function", bound=Callable[..., Any])

# Signing name → module. One name may serve two services (rds signs for docdb and neptune too).
_MODULES = {
    "acm": "acm",
    "backup": "backup",
    "budgets": "budgets",
    "ce": "costexplorer",
    "cloudfront": "cloudfront",
    "application-autoscaling": "appautoscaling",
    "ec2": "ec2",
    "eks": "eks",
    "elasticache": "elasticache",
    "elasticloadbalancing": "elbv2",
    "iam": "iam",
    "kms": "kms",
    "lambda": "awslambda",
    "logs": "logs",
    "monitoring": "cloudwatch",
    "rds": "rds",
    "route53": "route53",
    "s3": "s3",
    "secretsmanager": "secretsmanager",
    "sqs": "sqs",
    "ssm": "ssm",
    "wafv2": "wafv2",
}
_loaded: dict[str, Gaps] = {}


@dataclass(frozen=True)
class Call:
    """One request: who asks for which operation where, with the model's parameter names."""

    service: str
    operation: str
    region: str
    account_id: str
    partition: str
    params: Document

    @classmethod
    def of(cls, scope: Scope, service: str, operation: str, params: Document) -> Call:
        """The call that a request with this credential scope makes."""
        from moto.iam.models import get_account_id_from
        from moto.utilities.utils import get_partition

        account = get_account_id_from(scope.access_key)
        return cls(service, operation, scope.region, account, get_partition(scope.region), params)

    def arn(self, service: str, resource: str) -> str:
        """The ARN of a regional resource in the caller's account."""
        return f"arn:{self.partition}:{service}:{self.region}:{self.account_id}:{resource}"


class Gaps:
    """The gaps of one service, by operation."""

    def __init__(self, service: str) -> None:
        self.service = service
        self._replaces: dict[str, Callable[[Call], Document | None]] = {}
        self._checks: dict[str, list[Callable[[Call], None]]] = {}
        self._amends: dict[str, Callable[[Call, Document], None]] = {}

    def replaces(self, *operations: str) -> Callable[[_Function], _Function]:
        """Mark a function ``(call) -> result`` that answers instead of moto, or None to leave it to moto."""

        def mark(function: _Function) -> _Function:
            self._replaces.update(dict.fromkeys(operations, function))
            return function

        return mark

    def checks(self, *operations: str) -> Callable[[_Function], _Function]:
        """Mark a function ``(call) -> None`` that refuses by raising, before any answer."""

        def mark(function: _Function) -> _Function:
            for operation in operations:
                self._checks.setdefault(operation, []).append(function)
            return function

        return mark

    def amends(self, *operations: str) -> Callable[[_Function], _Function]:
        """Mark a function ``(call, result) -> None`` that corrects moto's result."""

        def mark(function: _Function) -> _Function:
            self._amends.update(dict.fromkeys(operations, function))
            return function

        return mark

    def touches(self, operation: str) -> bool:
        """Whether any function is marked for the operation."""
        return operation in self._replaces or operation in self._checks or operation in self._amends

    def amends_reply(self, operation: str) -> bool:
        """Whether moto's result is corrected."""
        return operation in self._amends

    def answer(self, call: Call) -> Document | None:
        """Run the checks, then the replacement; None leaves the answer to moto."""
        for check in self._checks.get(call.operation, ()):
            check(call)
        replacement = self._replaces.get(call.operation)
        return replacement(call) if replacement else None

    def amend(self, call: Call, result: Document) -> None:
        """Correct moto's result in place."""
        self._amends[call.operation](call, result)


def gaps_for(signing_name: str) -> Gaps | None:
    """The gaps of the service that signs with this name, its module loaded on first use."""
    module = _MODULES.get(signing_name)
    if module is None:
        return None
    if signing_name not in _loaded:
        _loaded[signing_name] = importlib.import_module(f"{__name__}.{module}").GAPS
    return _loaded[signing_name]


class Refusal(ServiceException):
    """AWS's refusal of a call; the service's model gives the HTTP status of a code that it knows."""


def refuse(code: str, message: str) -> NoReturn:
    """Refuse the call as AWS does."""
    raise Refusal(code, message)


def store(backend: Any, name: str) -> Table:
    """A table of documents kept with one of moto's backends, so that it is reset with it."""
    tables: dict[str, Table] = backend.__dict__.setdefault("_tenfold", {})
    return tables.setdefault(name, {})


def tag_map(tags: Iterable[Document] | None) -> dict[str, str]:
    """AWS's list of keys and values as a mapping."""
    return {tag["Key"]: tag.get("Value", "") for tag in tags or ()}


def tag_list(tags: dict[str, str]) -> list[Document]:
    """A mapping as AWS's list of keys and values."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]

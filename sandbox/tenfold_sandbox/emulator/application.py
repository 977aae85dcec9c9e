"""What the emulator answers: its own routes, the gaps it fills, and moto for all else."""

from __future__ import annotations

import json
import logging
import os
import threading
from http import HTTPStatus
from typing import Any

from moto.core.exceptions import ServiceException
from moto.moto_server.werkzeug_app import (  # pyright: ignore[reportMissingTypeStubs]  # its types are inline
    DomainDispatcherApplication,
    create_backend_app,
)
from werkzeug.exceptions import HTTPException

from .gaps import Call, Gaps, Refusal, gaps_for
from .ledger import Ledger, ledger_route
from .messages import Environ, Reply, Scope, error_reply, json_reply, operation_name, protocol, scope_of

_log = logging.getLogger(__name__)


class _Moto(DomainDispatcherApplication):
    def get_backend_for_host(self, host: str | None) -> Any:
        """As moto's, which answers None for a service that it doesn't have and then fails on it."""
        backend = super().get_backend_for_host(host)
        if backend is None and host is not None:
            raise NotImplementedError(host)
        return backend


class Application:
    """One emulated AWS account set with its ledger; ``handle`` is safe to call from many threads."""

    def __init__(self, instance: str) -> None:
        self._instance = instance
        self._ledger = Ledger()
        self._moto = _Moto(create_backend_app)
        # Gaps read and write several of moto's models in one operation, which moto itself does not guard.
        self._gaps_lock = threading.RLock()

    def handle(self, environ: Environ) -> Reply:
        """Answer one request whose body is in memory."""
        path = str(environ["PATH_INFO"])
        if path.startswith("/tenfold/"):
            return self._own_route(environ, path.removeprefix("/tenfold/"))
        if path == "/moto-api/reset":
            self._ledger.clear()
        scope = scope_of(environ)
        reply = self._aws(environ, scope)
        entry = str(environ.get("HTTP_X_TENFOLD_ENTRY", ""))
        if entry.isdecimal() and reply.status < HTTPStatus.MULTIPLE_CHOICES:
            operation = str(environ.get("HTTP_X_TENFOLD_OPERATION", ""))
            self._ledger.record(int(entry), operation, scope.service if scope else "", reply)
        return reply

    def _own_route(self, environ: Environ, route: str) -> Reply:
        try:
            body = json.loads(environ["wsgi.input"].read() or b"{}")
        except ValueError as error:
            return json_reply(400, {"message": f"the body is not JSON: {error}"})
        head, _, rest = route.partition("/")
        if head == "ledger":
            return ledger_route(self._ledger, environ, rest, body)
        if route == "settle" and environ["REQUEST_METHOD"] == "POST":
            return json_reply(200, {"open": self._ledger.settle()})
        if route == "instance":
            return json_reply(200, {"id": self._instance, "pid": os.getpid()})
        return json_reply(
            404, {"message": f"no route /tenfold/{route}; there are instance, ledger and settle"}
        )

    def _aws(self, environ: Environ, scope: Scope | None) -> Reply:
        service = scope.service if scope else "s3"
        try:
            gaps = gaps_for(scope.service) if scope else None
            if scope is not None and gaps is not None:
                return self._with_gaps(environ, scope, gaps)
            return self._ask_moto(environ)
        except NotImplementedError:
            return _not_implemented(environ, service)
        except Exception:
            _log.exception("%s %s failed", environ["REQUEST_METHOD"], environ["PATH_INFO"])
            asked = f"{service}:{operation_name(environ, service)}"
            message = f"{asked} failed inside the emulator; its log says why"
            return error_reply(environ, service, "InternalFailure", message, 500)

    def _with_gaps(self, environ: Environ, scope: Scope, gaps: Gaps) -> Reply:
        wire = protocol(gaps.service)
        matched = wire.match(environ)
        if matched is None or not gaps.touches(matched[0]):
            return self._ask_moto(environ)
        operation, uri = matched
        call = Call.of(scope, gaps.service, operation, wire.parse(environ, operation, uri))
        try:
            with self._gaps_lock:
                result = gaps.answer(call)
                if result is None:
                    reply = self._ask_moto(environ)
                    if not gaps.amends_reply(operation) or reply.status >= HTTPStatus.MULTIPLE_CHOICES:
                        return reply
                    result = wire.deserialize(environ, operation, reply)
                    gaps.amend(call, result)
                # Within the lock, since a result is made of what is stored.
                return wire.serialize(environ, operation, result)
        except (ServiceException, HTTPException) as error:
            return wire.serialize(environ, operation, _refusal_of(error))

    def _ask_moto(self, environ: Environ) -> Reply:
        answer: list[Any] = []

        def start_response(status: str, headers: list[tuple[str, str]], _exc_info: Any = None) -> None:
            answer[:] = [int(status.split(" ", 1)[0]), list(headers)]

        environ["wsgi.input"].seek(0)
        chunks = self._moto(environ, start_response)
        body = b"".join(chunks)
        if answer[0] == HTTPStatus.NOT_FOUND and body.startswith(b"<!doctype html>"):
            raise NotImplementedError  # Flask's own page: moto has no such path
        return Reply(answer[0], answer[1], body)


def _refusal_of(error: ServiceException | HTTPException) -> Refusal:
    """A refusal, whether it comes from a gap or, in one of moto's two older forms, from a model it used."""
    if isinstance(error, Refusal):
        return error
    code = getattr(error, "code", None) if isinstance(error, ServiceException) else None
    code = code or getattr(error, "error_type", None) or type(error).__name__
    return Refusal(str(code), str(getattr(error, "message", None) or error.args[0]))


def _not_implemented(environ: Environ, service: str) -> Reply:
    operation = operation_name(environ, service)
    message = f"The sandbox does not emulate {service}:{operation}."
    return error_reply(environ, service, "NotImplemented", message, HTTPStatus.NOT_IMPLEMENTED)

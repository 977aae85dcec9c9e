"""HTTP requests and replies as the emulator passes them on, and AWS's wire formats around them."""

from __future__ import annotations

import functools
import json
import re
import uuid
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

Environ = dict[str, Any]
Document = dict[str, Any]

_CREDENTIAL = re.compile(r"Credential=([^/]+)/\d+/([^/]+)/([^/]+)/aws4_request")
_XML_SERVICES = {"s3", "route53", "cloudfront"}
# Services that sign with another name than botocore's.
_SIGNED_AS = {
    "elasticloadbalancing": "elbv2",
    "monitoring": "cloudwatch",
    "states": "stepfunctions",
    "email": "ses",
    "aps": "amp",
    "tagging": "resourcegroupstaggingapi",
}


@dataclass
class Reply:
    """A response, complete in memory."""

    status: int
    headers: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    body: bytes = b""


@dataclass(frozen=True)
class Scope:
    """The credential scope of a signed request: who calls which service where."""

    access_key: str
    region: str
    service: str


def scope_of(environ: Environ) -> Scope | None:
    """The scope in the signature, header or presigned URL; None for an unsigned request."""
    signed = str(environ.get("HTTP_AUTHORIZATION", "")) or _presigned(str(environ.get("QUERY_STRING", "")))
    match = _CREDENTIAL.search(signed)
    return Scope(match[1], match[2], match[3].lower()) if match else None


def _presigned(query: str) -> str:
    from urllib.parse import parse_qs

    values = parse_qs(query).get("X-Amz-Credential", [])
    return f"Credential={values[0]}" if values else ""


def json_reply(status: int, document: object) -> Reply:
    """A JSON document of the emulator's own routes."""
    return Reply(status, [("Content-Type", "application/json")], json.dumps(document).encode())


def error_reply(environ: Environ, service: str, code: str, message: str, status: int) -> Reply:
    """An error as a client of ``service`` reads it, made without loading the service's model."""
    request_id = str(uuid.uuid4())
    headers = [("x-amzn-RequestId", request_id)]
    if "HTTP_X_AMZ_TARGET" in environ or not _speaks_xml(environ, service):
        headers += [("Content-Type", "application/json"), ("x-amzn-ErrorType", code)]
        return Reply(status, headers, json.dumps({"__type": code, "message": message}).encode())
    error = f"<Code>{escape(code)}</Code><Message>{escape(message)}</Message>"
    if service == "ec2":
        body = (
            f"<Response><Errors><Error>{error}</Error></Errors><RequestID>{request_id}</RequestID></Response>"
        )
    elif service == "s3":
        body = f"<Error>{error}<RequestId>{request_id}</RequestId></Error>"
    else:
        body = f"<ErrorResponse><Error>{error}</Error><RequestId>{request_id}</RequestId></ErrorResponse>"
    return Reply(status, [*headers, ("Content-Type", "text/xml")], body.encode())


def _speaks_xml(environ: Environ, service: str) -> bool:
    form = str(environ.get("CONTENT_TYPE", "")).startswith("application/x-www-form-urlencoded")
    return form or service in _XML_SERVICES


def request_of(environ: Environ) -> Any:
    """The environ as moto's request, readable again by the next one: the body is in memory."""
    from moto.core.request import Request

    environ["wsgi.input"].seek(0)
    return Request({**environ, "werkzeug.request": None})


def operation_name(environ: Environ, service: str) -> str:
    """The operation a request asks for, as its service's model names it, or else its method and path."""
    from moto.core.routing import get_service_router

    try:
        router = get_service_router(_SIGNED_AS.get(service, service))
        return str(router.match(request_of(environ))[0].name)
    except Exception:  # an unknown service or an unroutable request: say what was asked as it came
        return f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}"


class Protocol:
    """One AWS service on the wire: a request becomes an operation and its parameters, a result a reply.

    It uses the service's botocore model through moto's router, parsers and serializers.
    """

    def __init__(self, service: str) -> None:
        from moto.core.routing import get_service_router
        from moto.core.utils import get_service_model

        self._model = get_service_model(service)
        self._router = get_service_router(service)

    def match(self, environ: Environ) -> tuple[str, Document] | None:
        """The operation's name and its path parameters; None if no operation matches."""
        from werkzeug.exceptions import NotFound

        try:
            operation, uri = self._router.match(request_of(environ))
        except (NotFound, NotImplementedError):
            return None
        return str(operation.name), uri

    def parse(self, environ: Environ, operation: str, uri: Document) -> Document:
        """The operation's parameters, named as in the model."""
        from moto.core import parse

        request = request_of(environ)
        parsers: dict[str, Any] = vars(parse)["PROTOCOL_PARSERS"]  # untyped in moto
        parser = parsers[self._protocol(request)](self._model.operation_model(operation))
        return parser.parse(
            {
                "method": request.method,
                "values": request.values,
                "headers": request.headers,
                "body": request.get_data(),
                "url_path": request.path,
                "url_params": uri,
            }
        )

    def serialize(self, environ: Environ, operation: str, result: Document | Exception) -> Reply:
        """The reply that carries a result, or the error that a ``ServiceException`` stands for."""
        from moto.core.serialize import XFormedAttributePicker, get_serializer_class

        name = str(self._model.service_name)
        serializer = get_serializer_class(name, self._protocol(request_of(environ)))
        # A result may hold moto's models, whose attributes are in snake case.
        picker = XFormedAttributePicker()
        model = self._model.operation_model(operation)
        done = serializer(operation_model=model, value_picker=picker).serialize(result)
        body = done["body"]
        headers = [(str(key), str(value)) for key, value in done["headers"].items()]
        headers.append(("x-amzn-RequestId", str(uuid.uuid4())))
        return Reply(int(done["status_code"]), headers, body.encode() if isinstance(body, str) else body)

    def deserialize(self, environ: Environ, operation: str, reply: Reply) -> Document:
        """The result that a client reads from moto's reply."""
        from botocore.parsers import create_parser

        parser = create_parser(self._protocol(request_of(environ)))
        response = {"status_code": reply.status, "headers": dict(reply.headers), "body": reply.body}
        parsed = parser.parse(response, self._model.operation_model(operation).output_shape)
        parsed.pop("ResponseMetadata", None)
        return parsed

    def _protocol(self, request: Any) -> str:
        from moto.core.request import determine_request_protocol

        return determine_request_protocol(self._model, request.content_type)


@functools.cache
def protocol(service: str) -> Protocol:
    """The service's protocol, its model loaded once."""
    return Protocol(service)

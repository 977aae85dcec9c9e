"""The HTTP server: loopback only, one thread a connection, connections kept alive."""

from __future__ import annotations

import io
import logging
import socket
from http import HTTPStatus
from http.server import ThreadingHTTPServer
from typing import Any, cast

from moto.moto_server.werkzeug_app import MotoRequestHandler  # pyright: ignore[reportMissingTypeStubs]  # inline types

from .application import Application
from .messages import Reply

_log = logging.getLogger(__name__)


class Handler(MotoRequestHandler):
    """Moto's handler, which keeps header spellings, without werkzeug's closing of every connection.

    Werkzeug closes since an application may leave a body unread. Here the body is read before the
    application runs, and a reply is complete in memory, so a connection can serve the next request.
    """

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # headers and body leave in one packet
    disable_nagle_algorithm = True

    def run_wsgi(self) -> None:
        """Answer one request."""
        body = self._read_body()
        environ = self.make_environ()
        environ["wsgi.input"] = io.BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
        environ["wsgi.input_terminated"] = True
        application = cast("Server", self.server).application
        self._write(application.handle(environ))

    def handle_expect_100(self) -> bool:
        """Answer at once: S3's clients wait a second for this line, which would lie in the buffer."""
        answered = super().handle_expect_100()
        self.wfile.flush()
        return answered

    def _read_body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            return b"".join(iter(self._read_chunk, b""))
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        if len(body) < length:
            raise ConnectionError("the client left in the middle of a request")
        return body

    def _read_chunk(self) -> bytes:
        size = int(self.rfile.readline().split(b";")[0], 16)
        chunk = self.rfile.read(size)
        self.rfile.readline()
        return chunk

    def _write(self, reply: Reply) -> None:
        bodiless = reply.status < HTTPStatus.OK or reply.status in (
            HTTPStatus.NO_CONTENT,
            HTTPStatus.NOT_MODIFIED,
        )
        names = {name.lower() for name, _ in reply.headers}
        self.send_response_only(reply.status)
        for name, value in reply.headers:
            # A HEAD reply states the length of a body that it doesn't have.
            if name.lower() != "content-length" or self.command == "HEAD":
                self.send_header(name, value)
        if "date" not in names:
            self.send_header("Date", self.date_time_string())
        if not bodiless and not (self.command == "HEAD" and "content-length" in names):
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if not bodiless and self.command != "HEAD":
            self.wfile.write(reply.body)
        self.wfile.flush()
        _log.debug("%s %s %s", self.command, self.path.split("?")[0], reply.status)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the base's signature
        """Nothing: requests are logged by ``_write``, without their queries."""


class Server(ThreadingHTTPServer):
    """Serves an application on 127.0.0.1; port 0 picks a free one, which ``server_address`` then tells."""

    daemon_threads = True
    request_queue_size = 128
    ssl_context = None  # MotoRequestHandler's base asks for it
    multithread = True
    multiprocess = False

    def __init__(self, port: int, application: Application) -> None:
        self.application = application
        super().__init__(("127.0.0.1", port), Handler)

    def server_bind(self) -> None:
        """Bind without the base class's reverse name look-up, which can hang without DNS."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = "127.0.0.1", int(self.server_address[1])

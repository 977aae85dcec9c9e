"""What every plugin process of the sandbox shares: serving gRPC to the engine, ending quietly, and errors."""

from __future__ import annotations

import functools
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from concurrent import futures
from typing import Any, TypeVar

import grpc
from google.protobuf import struct_pb2

from tenfold_sandbox.values import decode, redact

_OPTIONS = [("grpc.max_receive_message_length", 400 * 1024 * 1024), ("grpc.max_send_message_length", -1)]

Method = TypeVar("Method", bound=Callable[..., Any])


class PluginError(Exception):
    """Something the user can act on; it reaches the engine as one message."""


def explained(method: Method) -> Method:
    """Answer PluginError with its message alone; any other exception is our fault and shows its trace.

    Either may quote what the request holds, so its secrets are taken out.
    """

    @functools.wraps(method)
    def wrapper(self: Any, request: Any, context: grpc.ServicerContext) -> Any:
        try:
            return method(self, request, context)
        except PluginError as error:
            message = str(error)
        except Exception:
            message = f"a fault of the sandbox:\n{traceback.format_exc()}"
        return context.abort(grpc.StatusCode.UNKNOWN, redact(message, _secrets(request)))

    return wrapper  # pyright: ignore[reportReturnType]  # functools.wraps keeps the signature


def _secrets(request: Any) -> set[str]:
    structs = [value for _, value in request.ListFields() if isinstance(value, struct_pb2.Struct)]
    return {secret for struct in structs for secret in decode(struct).secrets}


def type_of(urn: str) -> str:
    """The resource's own type: a URN's type part also names the parents' types, each before a ``$``."""
    return urn.split("::")[2].rsplit("$", 1)[-1]


def serve(register: Callable[[grpc.Server], None], threads: int = 32) -> None:
    """Serve until the engine ends it (SIGINT, SIGTERM) or dies; print the port for the engine first."""
    done = threading.Event()

    def end(_number: int, _frame: object) -> None:
        done.set()

    signal.signal(signal.SIGINT, end)
    signal.signal(signal.SIGTERM, end)
    server = grpc.server(futures.ThreadPoolExecutor(threads), options=_OPTIONS)
    register(server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    threading.Thread(target=_watch_engine, args=(done,), daemon=True).start()
    done.wait()
    server.stop(grace=1).wait()


def _watch_engine(done: threading.Event) -> None:
    """An engine that was killed says nothing, but its end of our standard input closes with it."""
    while os.read(0, 4096):
        pass
    done.set()

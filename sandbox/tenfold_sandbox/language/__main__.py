"""Called as ``EXEC_SCRIPT [FLAGS] ENGINE_ADDRESS``; the script lies beside the CLI."""

from __future__ import annotations

import sys
from pathlib import Path

from pulumi.runtime.proto import language_pb2_grpc

from ..plugin import serve
from .server import LanguageHost


def main() -> None:
    exec_script, *others = sys.argv[1:]
    host = LanguageHost(next((each for each in others if not each.startswith("-")), ""), Path(exec_script))
    serve(lambda server: language_pb2_grpc.add_LanguageRuntimeServicer_to_server(host, server))


if __name__ == "__main__":
    main()

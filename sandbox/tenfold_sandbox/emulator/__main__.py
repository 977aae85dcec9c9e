"""``python -m tenfold_sandbox.emulator --port PORT --instance ID [--log FILE]``."""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import signal
import sys
import threading
import time
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_LOOK_SECONDS = 5


def _leave_with(folder: Path) -> None:
    """End when the sandbox's folder is gone: whoever deleted it can't stop us any more."""
    while folder.exists():
        time.sleep(_LOOK_SECONDS)
    os._exit(0)


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until SIGTERM or SIGINT. Prints ``http://127.0.0.1:PORT`` when it is ready."""
    parser = argparse.ArgumentParser(prog="tenfold_sandbox.emulator", description="The sandbox's AWS.")
    parser.add_argument("--port", type=int, required=True, help="port on 127.0.0.1; 0 picks a free one")
    parser.add_argument("--instance", required=True, help="name of this run, told by GET /tenfold/instance")
    parser.add_argument("--log", help="file for warnings and errors (default: stderr)")
    given = parser.parse_args(arguments)

    logging.basicConfig(filename=given.log, level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    logging.captureWarnings(True)
    warnings.simplefilter("ignore", DeprecationWarning)
    from .settings import configure_moto

    configure_moto(given.port)
    from .application import Application
    from .server import Server

    try:
        server = Server(given.port, Application(given.instance))
    except OSError as error:
        print(
            f"port {given.port} on 127.0.0.1 can't be used: {error.strerror}; choose another", file=sys.stderr
        )
        return 1
    configure_moto(server.server_port)

    def leave(_signal: int, _frame: Any) -> None:
        # Nothing is to be saved, and a graceful stop would wait for clients that keep their connections.
        os._exit(0)

    if given.log:
        threading.Thread(target=_leave_with, args=(Path(given.log).parent,), daemon=True).start()
    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    # Moto prints, and the pipe may have no reader.
    with Path(os.devnull).open("w") as nowhere, contextlib.redirect_stdout(nowhere):
        server.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main())

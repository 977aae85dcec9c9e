"""``python -m tenfold_sandbox.session.plugin MODULE``: a provider that leaves a trace when it is killed.

The engine takes a killed provider for one that failed, and writes down neither what it had just created nor
what it had just deleted. The trace tells the next command to settle that.
"""

from __future__ import annotations

import os
import runpy
import sys
from pathlib import Path

from .folder import Folder


def main() -> None:
    """Run a module as the main program; the trace goes when it ends by itself."""
    trace = Folder(Path(os.environ["TENFOLD_SANDBOX"])).running / str(os.getpid())
    trace.touch()
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
    trace.unlink(missing_ok=True)


if __name__ == "__main__":
    main()

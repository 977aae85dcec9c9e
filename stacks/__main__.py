"""The Pulumi program of every stack: load its settings, build its stage, export its outputs."""

import pulumi

from tenfold import InvalidInputError
from tenfold_stacks import build, export, load

try:
    export(build(load()))
except InvalidInputError as error:
    pulumi.log.error(str(error))
    raise SystemExit(32) from None  # Pulumi's exit code for "explained already": it adds nothing of its own

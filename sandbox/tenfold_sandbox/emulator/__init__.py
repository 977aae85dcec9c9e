"""The sandbox's AWS: moto, served from this package, with a ledger of what was created and its gaps filled.

Run it with ``python -m tenfold_sandbox.emulator --port 4566 --instance ID``. Any AWS client works against
it once ``AWS_ENDPOINT_URL`` names it. Nothing is kept when the process ends.
"""

PROTOCOL = 2
"""Raised when the routes below /tenfold change: an emulator of an older Tenfold is then replaced."""

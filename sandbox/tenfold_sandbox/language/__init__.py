"""``python -m tenfold_sandbox.language``: a language host that runs Python programs and policy packs.

It stands in for the official ``pulumi-language-python`` where that one is missing, and starts programs the
same way: with the SDK's own exec script, in the interpreter that ``Pulumi.yaml`` names. The options
``virtualenv`` (relative to the project's folder) and ``toolchain`` (``pip``, ``poetry``, ``uv``) are
honoured; without them the interpreter is the sandbox's own. Nothing is downloaded or installed.
"""

"""The table, one module per Pulumi module (``aws:ec2/…`` is in ``ec2.py``), loaded when first met."""

from __future__ import annotations

import functools
import importlib
import pkgutil

from tenfold_sandbox.provider.table import Resource


def row_for(token: str) -> Resource | None:
    """The row of a Pulumi type; None when the type is not in the table."""
    return _rows(token.split(":")[1].split("/")[0]).get(_canonical(token))


def all_rows() -> list[Resource]:
    """Every row, for tests and documentation."""
    modules = [module.name for module in pkgutil.iter_modules(__path__)]
    return [row for module in modules for row in _rows(module.rstrip("_")).values()]


def _canonical(token: str) -> str:
    """``s3.BucketV2`` and its kin are older names of the same types."""
    return token.removesuffix("V2").replace("V2:", ":") if token.startswith("aws:s3/") else token


@functools.cache
def _rows(module: str) -> dict[str, Resource]:
    name = f"{module}_" if module == "lambda" else module
    try:
        loaded = importlib.import_module(f"{__name__}.{name}")
    except ModuleNotFoundError as error:
        if error.name != f"{__name__}.{name}":
            raise
        return {}
    rows: tuple[Resource, ...] = loaded.ROWS
    return {row.token: row for row in rows}

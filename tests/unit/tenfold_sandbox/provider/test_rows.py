"""The table as a whole: each type once, and every name in it known to the SDK."""

from __future__ import annotations

import importlib
import json
import pkgutil
from collections import Counter
from collections.abc import Iterator

import pytest

from tenfold_sandbox.provider import rows, schema
from tenfold_sandbox.provider.functions import FUNCTIONS
from tenfold_sandbox.provider.rows import all_rows, row_for
from tenfold_sandbox.provider.sdk import FILE, generate, sdk_type
from tenfold_sandbox.provider.table import Resource

ROWS = all_rows()

each_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.token)


def _listed() -> Iterator[tuple[str, Resource]]:
    """Every row with the module that lists it."""
    for module in pkgutil.iter_modules(rows.__path__):
        for row in importlib.import_module(f"{rows.__name__}.{module.name}").ROWS:
            yield module.name, row


def _siblings_inputs(row: Resource) -> set[str]:
    """The inputs of every type of a row's module: rows of one theme share their sets of names."""
    module = row.token.split("/")[0]
    return {name for each in ROWS if each.token.startswith(module) for name in sdk_type(each.token).inputs}


def test_each_type_is_listed_once() -> None:
    assert [token for token, count in Counter(row.token for _, row in _listed()).items() if count > 1] == []


def test_each_type_is_listed_where_it_is_looked_for() -> None:
    assert [row.token for _, row in _listed() if row_for(row.token) is not row] == []


def test_what_is_not_in_the_table_has_no_row() -> None:
    assert row_for("aws:ec2/noSuchThing:NoSuchThing") is None
    assert row_for("aws:nosuchmodule/x:X") is None
    assert row_for("aws:s3/bucketV2:BucketV2") is row_for("aws:s3/bucket:Bucket")


def test_the_names_on_file_are_those_of_the_installed_sdk() -> None:
    installed = generate([*(row.token for row in ROWS), *FUNCTIONS])
    assert json.loads(FILE.read_text()) == installed, "run `python -m tenfold_sandbox.provider.sdk`"


@each_row
def test_a_rows_inputs_are_the_sdks(row: Resource) -> None:
    named = {
        *row.json,
        *(name.partition(".")[0] for name in row.replaces),
        *row.defaults,
        *row.as_input,
        *row.alike,
        *row.updates,
        *row.schema_names,
        *([row.autoname[0]] if row.autoname else []),
        *(["tags"] if row.tagging else []),
    }
    assert named - sdk_type(row.token).inputs.keys() == set()


@each_row
def test_what_a_row_keeps_or_can_not_read_is_an_input_of_it_or_a_sibling(row: Resource) -> None:
    named = row.kept | row.unread | {name for call in (*row.create, *row.update) for name in call.on}
    prefix = {f"{row.autoname[0]}Prefix"} if row.autoname else set[str]()
    assert named - prefix - _siblings_inputs(row) == set()


@each_row
def test_a_rows_outputs_are_the_sdks(row: Resource) -> None:
    volatile = frozenset[str]() if callable(row.volatile) else frozenset(row.volatile)
    assert {*row.names, *row.outputs, *volatile} - sdk_type(row.token).outputs.keys() == set()


@each_row
def test_a_rows_schema_is_published_and_knows_its_root(row: Resource) -> None:
    if row.schema is not None:
        assert row.schema_root in (None, *schema.load(row.schema)["properties"])

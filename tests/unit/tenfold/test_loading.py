"""What importing a component costs: the parts of the SDK that it uses, and no others."""

from __future__ import annotations

import subprocess
import sys

import pytest

import tenfold

LOADED = """
import sys, tenfold
{use}
modules = [name.split(".") for name in sys.modules if name.startswith("pulumi_aws.")]
print(*{{parts[1] for parts in modules if len(parts) > 2}})
"""


def loaded(use: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", LOADED.format(use=use)], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_importing_the_library_loads_no_service() -> None:
    assert not loaded("") - {"config"}


@pytest.mark.parametrize(
    ("component", "others"),
    [
        ("Bucket", {"rds", "eks", "elasticache"}),
        ("Cache", {"rds", "eks", "s3"}),
        ("Network", {"rds", "eks", "s3"}),
    ],
)
def test_a_component_loads_no_service_that_it_does_not_use(component: str, others: set[str]) -> None:
    assert not loaded(f"tenfold.{component}") & others


def test_every_name_is_found_where_the_type_checker_finds_it() -> None:
    for name in tenfold.__all__:
        assert getattr(tenfold, name).__name__ == name


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Buckets'"):
        _ = tenfold.Buckets

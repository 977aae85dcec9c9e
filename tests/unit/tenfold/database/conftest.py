"""Both databases, built with the same arguments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pulumi
import pytest

from support.recording import Recording, record
from tenfold.database import AuroraDatabase, AuroraDatabaseArgs, PostgresDatabase, PostgresDatabaseArgs

Build = Callable[..., Recording]

NETWORK = {
    "vpc_id": "vpc-1",
    "subnet_ids": ["subnet-a", "subnet-b", "subnet-c"],
    "availability_zones": ["us-east-1a", "us-east-1b", "us-east-1c"],
    "allowed_security_groups": {"eks": "sg-eks"},
}


@pytest.fixture(scope="package")
def aurora() -> Build:
    def build(opts: pulumi.ResourceOptions | None = None, **changed: Any) -> Recording:
        args = {**NETWORK, **changed}
        return record(lambda: AuroraDatabase("prod", AuroraDatabaseArgs(**args), opts), preview=True)

    return build


@pytest.fixture(scope="package")
def postgres() -> Build:
    def build(opts: pulumi.ResourceOptions | None = None, **changed: Any) -> Recording:
        args = {**NETWORK, **changed}
        return record(lambda: PostgresDatabase("prod", PostgresDatabaseArgs(**args), opts), preview=True)

    return build


@pytest.fixture(params=["aurora", "postgres"])
def build(request: pytest.FixtureRequest) -> Build:
    return request.getfixturevalue(request.param)

"""One emulator for all tests here, in a process of its own as in use."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config

Clients = Callable[..., Any]


def start_emulator(*arguments: str) -> tuple[subprocess.Popen[str], str]:
    """Start an emulator on a free port and return its process and its address."""
    command = [
        sys.executable,
        "-m",
        "tenfold_sandbox.emulator",
        "--port",
        "0",
        "--instance",
        "test",
        *arguments,
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, process.stdout.readline().strip()


@pytest.fixture(scope="session")
def endpoint() -> Iterator[str]:
    process, address = start_emulator()
    yield address
    process.terminate()
    process.wait(timeout=5)


@pytest.fixture(scope="session")
def clients(endpoint: str) -> Clients:
    """A factory of boto3 clients: ``clients("eks")``, ``clients("rds", "us-west-2")``."""
    os.environ["AWS_EC2_METADATA_DISABLED"] = "true"
    session = boto3.Session(aws_access_key_id="sandbox", aws_secret_access_key="sandbox")
    made: dict[tuple[str, str], Any] = {}

    def client(service: str, region: str = "us-east-1") -> Any:
        if (service, region) not in made:
            config = Config(retries={"max_attempts": 1}, s3={"addressing_style": "path"})
            made[service, region] = session.client(
                service, region_name=region, endpoint_url=endpoint, config=config
            )
        return made[service, region]

    return client

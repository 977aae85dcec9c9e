from __future__ import annotations

from collections.abc import Iterator

import pytest

from support.provider import Provider, emulator


@pytest.fixture(scope="session")
def endpoint() -> Iterator[str]:
    with emulator() as url:
        yield url


@pytest.fixture(scope="session")
def aws(endpoint: str) -> Provider:
    return Provider(endpoint)

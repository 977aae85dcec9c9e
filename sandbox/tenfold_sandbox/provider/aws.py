"""Calls to the emulated AWS, each marked with the ledger entry that it creates something for."""

from __future__ import annotations

import json
import os
import re
import threading
import urllib.error
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, cast
from urllib.parse import quote

import botocore.session
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionClosedError,
    EndpointConnectionError,
    ParamValidationError,
)
from botocore.model import OperationModel, StringShape

from tenfold_sandbox.plugin import PluginError

_NOT_FOUND = re.compile(
    r"NotFound|NoSuch|NotExist|Nonexistent|^404$|NonExistent|DoesNotExist"
    r"|Unknown(Resource|Monitor|Subscription)",
    re.I,
)
_CONFIG = Config(
    connect_timeout=5,
    read_timeout=60,
    retries={"total_max_attempts": 2},
    max_pool_connections=64,
    s3={"addressing_style": "path"},
)


class ResourceError(PluginError):
    """A call was refused, by AWS or before it was sent; the message names the operation and the reason."""


class EmulatorGoneError(PluginError):
    """The emulator does not answer any more."""

    def __init__(self) -> None:
        super().__init__("the sandbox's emulator has ended; run the command again to start an empty sandbox")


def is_not_found(error: ClientError) -> bool:
    """Whether the service says that the thing does not exist."""
    return bool(_NOT_FOUND.search(error.response.get("Error", {}).get("Code", "")))


class Aws:
    """botocore clients of every service and region, made once each and shared by threads."""

    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint
        self._session = botocore.session.Session()
        for name in ("config_file", "credentials_file"):  # the user's own are never read
            self._session.set_config_variable(name, os.devnull)
        self._clients: dict[tuple[str, str], Any] = {}
        self._operations: dict[tuple[str, str], OperationModel] = {}
        self._lock = threading.Lock()
        self._entry = threading.local()

    def call(self, service: str, operation: str, params: dict[str, Any], region: str) -> dict[str, Any]:
        """Send one operation and return its response. What AWS refuses is botocore's ClientError."""
        method = getattr(self._client(service, region), xform_name(operation))
        try:
            return method(**params)
        except (EndpointConnectionError, ConnectionClosedError):
            raise EmulatorGoneError from None
        except ParamValidationError as error:
            report = "; ".join(str(error).splitlines()[1:])
            raise ResourceError(f"{operation} can't be sent: {report}. Correct what it names.") from None
        except BotoCoreError as error:
            raise ResourceError(f"{operation} failed: {error}") from None

    def operation(self, service: str, operation: str) -> OperationModel:
        """The model of an operation: its input's and output's shapes."""
        with self._lock:
            model = self._operations.get((service, operation))
            if model is None:
                model = self._session.get_service_model(service).operation_model(operation)
                self._operations[service, operation] = model
            return model

    def enum(self, service: str, shape: str) -> list[str]:
        """The values that an API model's shape enumerates."""
        with self._lock:
            found = self._session.get_service_model(service).shape_for(shape)
        return cast("StringShape", found).enum

    @contextmanager
    def on_behalf_of(self, entry: int) -> Generator[None]:
        """Mark this thread's calls with a ledger entry."""
        self._entry.number = entry
        try:
            yield
        finally:
            self._entry.number = None

    def _client(self, service: str, region: str) -> Any:
        with self._lock:
            client = self._clients.get((service, region))
            if client is None:
                client = self._session.create_client(
                    service,
                    region_name=region,
                    endpoint_url=self._endpoint,
                    aws_access_key_id="sandbox",
                    aws_secret_access_key="sandbox",
                    config=_CONFIG,
                )
                client.meta.events.register("before-send", self._mark)
                self._clients[service, region] = client
            return client

    def _mark(self, request: Any, event_name: str, **_rest: Any) -> None:
        entry = getattr(self._entry, "number", None)
        if entry is not None:
            _, service, operation = event_name.split(".", 2)
            request.headers["x-tenfold-entry"] = str(entry)
            request.headers["x-tenfold-operation"] = f"{service}:{operation}"


class Ledger:
    """The emulator's book of what was created for which URN; it outlives a killed provider."""

    def __init__(self, endpoint: str) -> None:
        self._url = f"{endpoint}/tenfold/ledger"

    def intend(self, urn: str, token: str, region: str, inputs: dict[str, Any]) -> int:
        """Open an entry before anything is created."""
        body = {"urn": urn, "type": token, "region": region, "inputs": inputs}
        return int(self._request("POST", "", body)["entry"])

    def complete(self, entry: int, identity: str) -> None:
        """Write down the id of what was created."""
        self._request("PUT", f"/{entry}", {"id": identity})

    def settle(self, entry: int) -> None:
        """Say that a state knows what was created."""
        self._request("PUT", f"/{entry}", {"settled": True})

    def entries(self, identity: str | None = None) -> list[dict[str, Any]]:
        """All entries, or those with an id, in the order of creation."""
        return self._request("GET", "" if identity is None else f"?id={quote(identity, safe='')}")

    def forget(self, entry: int) -> None:
        """Close the entry of something that is gone."""
        self._request("DELETE", f"/{entry}")

    def forget_resource(self, token: str, identity: str, region: str) -> None:
        """Close the entries of a resource that is gone; its URN may have changed since it was created."""
        for each in self.entries(identity):
            if (each["type"], each["id"], each["region"]) == (token, identity, region):
                self.forget(each["entry"])

    def _request(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body, default=str).encode()
        request = urllib.request.Request(
            self._url + path, data, {"content-type": "application/json"}, method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return json.loads(response.read() or b"null")
        except urllib.error.HTTPError:  # an answer, if a refusal: the emulator lives
            raise
        except OSError:
            raise EmulatorGoneError from None

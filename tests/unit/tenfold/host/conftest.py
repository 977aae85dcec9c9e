"""The plugin as the engine runs it: a process of its own, between an engine and a monitor that record."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent import futures
from typing import Any

import grpc
import pytest
from google.protobuf import empty_pb2, json_format, struct_pb2
from pulumi.runtime.proto import (
    engine_pb2,
    engine_pb2_grpc,
    provider_pb2,
    provider_pb2_grpc,
    resource_pb2,
    resource_pb2_grpc,
)


def struct(values: dict[str, Any]) -> struct_pb2.Struct:
    return json_format.ParseDict(values, struct_pb2.Struct())


class Monitor(resource_pb2_grpc.ResourceMonitorServicer):
    """Answers as the engine's monitor does; a resource has what it was given, and a little more."""

    def __init__(self) -> None:
        self.registered: dict[str, Any] = {}

    def GetDeploymentInfo(self, request: Any, context: Any) -> Any:  # noqa: N802  # gRPC's name
        features = resource_pb2.ResourceMonitorFeature.values()
        return resource_pb2.DeploymentInfo(supportedFeatures=features)

    def SupportsFeature(self, request: Any, context: Any) -> Any:  # noqa: N802  # gRPC's name
        return resource_pb2.SupportsFeatureResponse(hasSupport=True)

    def RegisterResource(self, request: Any, context: Any) -> Any:  # noqa: N802  # gRPC's name
        self.registered[request.name] = request
        urn = f"urn:pulumi:dev::trial::{request.type}::{request.name}"
        answer = resource_pb2.RegisterResourceResponse(urn=urn, object=request.object)
        if request.custom:
            answer.id = f"{request.name}-id"
            arn = f"arn:aws:any:us-east-1:123456789012:{request.name}"
            answer.object.update({"arn": arn, "hex": "0a", "result": "generated"})
        return answer

    def RegisterResourceOutputs(self, request: Any, context: Any) -> Any:  # noqa: N802  # gRPC's name
        return empty_pb2.Empty()

    def Invoke(self, request: Any, context: Any) -> Any:  # noqa: N802  # gRPC's name
        zones = [f"us-east-1{letter}" for letter in "abc"]
        found = {"names": zones, "zoneIds": zones, "accountId": "123456789012", "id": "1"}
        return resource_pb2.ResourceInvokeResponse(**{"return": struct(found)})


class Engine(engine_pb2_grpc.EngineServicer):
    def Log(self, request: Any, context: Any) -> Any:  # noqa: N802  # gRPC's name
        return empty_pb2.Empty()

    def GetRootResource(self, request: Any, context: Any) -> Any:  # noqa: N802  # gRPC's name
        return engine_pb2.GetRootResourceResponse()


class Plugin:
    """The running plugin and what it registers."""

    def __init__(self, channel: grpc.Channel, monitor: Monitor, address: str) -> None:
        self._stub = provider_pb2_grpc.ResourceProviderStub(channel)
        self._monitor = monitor
        self._address = address

    @property
    def registered(self) -> dict[str, Any]:
        """RegisterResource's requests since the last construction began, by name."""
        return self._monitor.registered

    def schema(self) -> str:
        return self._stub.GetSchema(provider_pb2.GetSchemaRequest()).schema

    def construct(self, type_: str, inputs: dict[str, Any], *, name: str = "main", **options: Any) -> Any:
        self._monitor.registered.clear()
        return self._stub.Construct(
            provider_pb2.ConstructRequest(
                project="trial",
                stack="dev",
                monitorEndpoint=self._address,
                parallel=8,
                type=f"tenfold:index:{type_}",
                name=name,
                inputs=struct(inputs),
                accepts_output_values=True,
                **options,
            ),
            timeout=30,
        )


@pytest.fixture(scope="module")
def plugin() -> Iterator[Plugin]:
    server = grpc.server(futures.ThreadPoolExecutor(16))
    monitor = Monitor()
    resource_pb2_grpc.add_ResourceMonitorServicer_to_server(monitor, server)
    engine_pb2_grpc.add_EngineServicer_to_server(Engine(), server)
    address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    server.start()
    process = subprocess.Popen(
        [sys.executable, "-m", "tenfold.host", address], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        port = process.stdout.readline().strip()
        with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            yield Plugin(channel, monitor, address)
    finally:
        process.terminate()
        process.wait()
        server.stop(None)

"""``pulumi-resource-random``: what the engine starts."""

from __future__ import annotations

import grpc
from pulumi.runtime.proto import provider_pb2_grpc

from tenfold_sandbox.plugin import serve
from tenfold_sandbox.random_provider.server import RandomProvider


def main() -> None:
    def register(server: grpc.Server) -> None:
        provider_pb2_grpc.add_ResourceProviderServicer_to_server(RandomProvider(), server)

    serve(register)


if __name__ == "__main__":
    main()

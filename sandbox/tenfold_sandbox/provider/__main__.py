"""``pulumi-resource-aws``: what the engine starts, once for each provider instance."""

from __future__ import annotations

import os

import grpc
from pulumi.runtime.proto import provider_pb2_grpc

from tenfold_sandbox.plugin import serve
from tenfold_sandbox.provider.server import AwsProvider


def main() -> None:
    provider = AwsProvider(os.environ["AWS_ENDPOINT_URL"])

    def register(server: grpc.Server) -> None:
        provider_pb2_grpc.add_ResourceProviderServicer_to_server(provider, server)

    serve(register)


if __name__ == "__main__":
    main()

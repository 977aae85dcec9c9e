"""``pulumi-resource-aws``: what the engine starts, once for each provider instance."""

import os

from tenfold_sandbox.provider.server import AwsProvider
from tenfold_sandbox.recording import run

if __name__ == "__main__":
    run(AwsProvider(os.environ["AWS_ENDPOINT_URL"]))

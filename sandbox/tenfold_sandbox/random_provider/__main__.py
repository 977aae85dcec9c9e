"""``pulumi-resource-random``: what the engine starts."""

from tenfold_sandbox.random_provider.server import RandomProvider
from tenfold_sandbox.recording import run

if __name__ == "__main__":
    run(RandomProvider())

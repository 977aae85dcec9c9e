"""What importing a part of the queue costs: a queue alone loads nothing of Kubernetes'."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tenfold import queue

LOADED = "import sys; from tenfold.queue import {name}; print('pulumi_kubernetes' in sys.modules)"


@pytest.mark.parametrize(
    ("name", "kubernetes"), [("Queue", False), ("QueueWorkerArgs", False), ("QueueWorker", True)]
)
def test_kubernetes_sdk_is_loaded_for_workers_alone(name: str, kubernetes: bool) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED.format(name=name)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == str(kubernetes)


def test_every_name_is_found_where_the_type_checker_finds_it() -> None:
    for name in queue.__all__:
        assert getattr(queue, name).__name__ == name


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Queues'"):
        _ = queue.Queues

"""Amazon SQS: a queue with its dead-letter queue, alarms and grants, and workers that scale on its backlog.

Each is loaded when it is used: a queue alone does not pay for Kubernetes' SDK.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tenfold.queue.args import ProducerService as ProducerService
    from tenfold.queue.args import QueueAlarms as QueueAlarms
    from tenfold.queue.args import QueueArgs as QueueArgs
    from tenfold.queue.args import ServiceProducer as ServiceProducer
    from tenfold.queue.args import SourceQueue as SourceQueue
    from tenfold.queue.component import Queue as Queue
    from tenfold.queue.plan import backlog_per_worker as backlog_per_worker
    from tenfold.queue.worker import QueueWorker as QueueWorker
    from tenfold.queue.worker_args import QueueWorkerAlarms as QueueWorkerAlarms
    from tenfold.queue.worker_args import QueueWorkerArgs as QueueWorkerArgs
    from tenfold.queue.worker_args import Toleration as Toleration

_HOMES = {
    "args": ("ProducerService", "QueueAlarms", "QueueArgs", "ServiceProducer", "SourceQueue"),
    "component": ("Queue",),
    "plan": ("backlog_per_worker",),
    "worker": ("QueueWorker",),
    "worker_args": ("QueueWorkerAlarms", "QueueWorkerArgs", "Toleration"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = list(_HOME_OF)  # pyright: ignore[reportUnsupportedDunderAll]  # one table says it; a test holds it to the imports above


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOME_OF[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME_OF})

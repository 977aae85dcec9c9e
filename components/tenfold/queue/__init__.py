"""Amazon SQS: a queue with its dead-letter queue, alarms and grants, and workers that scale on its backlog.

Each is loaded when it is used: a queue alone does not pay for Kubernetes' SDK.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tenfold.lazy import exports

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

__all__, __getattr__, __dir__ = exports(__name__, _HOMES)

"""Amazon SQS: a queue with its dead-letter queue, alarms, grants and what scales its workers."""

from tenfold.queue.args import ProducerService, QueueAlarms, QueueArgs, ServiceProducer
from tenfold.queue.component import Queue
from tenfold.queue.plan import backlog_per_worker

__all__ = ["ProducerService", "Queue", "QueueAlarms", "QueueArgs", "ServiceProducer", "backlog_per_worker"]

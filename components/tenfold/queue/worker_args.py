"""What the user says about the workers of a queue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from tenfold.args import Args, Input
from tenfold.errors import InvalidInputError
from tenfold.parts.iam import Statement
from tenfold.queue import plan, worker_plan
from tenfold.queue.args import SourceQueue


def _check_quantity(text: str) -> str:
    worker_plan.quantity(text)
    return text


Quantity = Annotated[str, AfterValidator(_check_quantity)]
"""An amount as Kubernetes writes it: ``250m`` of a CPU, ``256Mi`` of memory."""


class Toleration(Args):
    """Lets the workers onto nodes that a taint keeps other pods off."""

    key: str = Field(min_length=1)
    """The taint's key."""
    value: str | None = None
    """The taint's value; None tolerates any."""


class QueueWorkerAlarms(Args):
    """From when on each alarm goes off; None leaves it out. They need ``alarm_topic_arn``. Those of the queue
    are the queue's."""

    saturated_minutes: int | None = Field(default=15, ge=5, le=120, multiple_of=5)
    """Minutes in which the backlog exceeded what ``max_replicas`` workers are to have, and more messages came
    than were done. A quarter of an hour is longer than new workers and new nodes take to start; a multiple of
    five."""


class QueueWorkerArgs(Args):
    """Workers of a queue in a cluster. What depends on the work has no default."""

    cluster_name: Input[str]
    """The EKS cluster's name, which the workers' role is tied to."""
    namespace: str
    """The namespace, which must be there. A change replaces all objects in Kubernetes."""
    queue: SourceQueue
    """The queue: a ``Queue``'s ``source``, or what you write of one made elsewhere."""
    keda_role_arn: Input[str]
    """The role of KEDA's operator in the cluster, a ``PodIdentity``'s for example. It alone may take the
    role that sees this queue's backlog. Its own policy must allow ``sts:AssumeRole`` and ``sts:TagSession``
    on the roles named ``*-scaler-role-*``, since Pod Identity's session tags are passed on (Amazon EKS User
    Guide, "Grant Pods access to AWS resources based on tags")."""
    image: Input[str]
    """The workers' image, with a tag other than ``latest`` or a digest. It must name a numeric user other
    than root, unless ``run_as_user`` does."""
    command: Sequence[str] = ()
    """Instead of the image's entry point."""
    args: Sequence[str] = ()
    """Instead of the image's arguments."""
    env: Mapping[str, Input[str]] = Field(default_factory=dict[str, Input[str]])
    """Environment variables. ``QUEUE_URL`` and ``AWS_REGION``, the queue's, are there unless set here. They
    are plain text in Kubernetes: let the workers read secrets from Secrets Manager, by ``statements``."""
    cpu_request: Quantity
    """CPU that each worker is sure of, such as ``250m``: measure it. There is no CPU limit, which would slow
    workers while the node idles."""
    memory_request: Quantity
    """Memory that each worker is sure of, such as ``256Mi``: measure it."""
    memory_limit: Quantity | None = None
    """Memory above which a worker is killed; None is ``memory_request``, so that no node promises more than
    it has."""
    tmp_size: Quantity | None = "64Mi"
    """The most that a worker may write to ``/tmp``, an empty folder on the node's disk; the rest of the file
    system is read-only. None leaves ``/tmp`` read-only too."""
    run_as_user: int | None = Field(default=None, ge=1)
    """Numeric user; None is the image's. Kubernetes does not start a worker as root."""
    automount_service_account_token: bool = False
    """Give the workers a token for the Kubernetes API. Pod Identity needs none: it has one of its own."""
    statements: Sequence[Statement] = ()
    """What the workers may do in AWS beside working on the queue."""
    min_replicas: int = Field(default=1, ge=0)
    """Fewest workers. One, so that a message never waits for a worker's start; 0 costs nothing while the
    queue is empty, and its first message waits for KEDA's next look, the start, and maybe a new node."""
    max_replicas: int = Field(default=10, ge=1)
    """Most workers: what the database and whatever else they use bear. Ten is careful; the alarm tells when
    it is too few."""
    acceptable_latency_seconds: float = Field(gt=0)
    """From when a message is sent to when its work is done. With ``seconds_per_message`` it says how many
    messages may wait for each worker."""
    seconds_per_message: float = Field(gt=0)
    """One worker's time for a message, measured; for a worker that works on several at once, that many times
    less."""
    termination_grace_seconds: int | None = Field(default=None, ge=1, le=43_200)
    """How long a worker that is asked to end may finish what it has; then it is killed. None is the queue's
    visibility timeout, after which another worker gets the message anyway. A spot node gives two minutes
    (Amazon EC2 User Guide, "Spot Instance interruption notices")."""
    polling_seconds: int = Field(default=30, ge=1)
    """How often KEDA looks at the queue while no worker runs: KEDA's default. Otherwise the autoscaler asks
    every 15 seconds."""
    cooldown_seconds: int = Field(default=300, ge=0)
    """How long the queue must be empty before the last worker goes, with ``min_replicas=0``: KEDA's default,
    which outlasts short lulls."""
    fallback_replicas: int | None = Field(default=None, ge=1)
    """Fewest workers while KEDA can't see the queue; those that run stay. None is ``min_replicas``, at least
    one."""
    node_selector: Mapping[str, str] = Field(default_factory=dict[str, str])
    """Labels that the nodes must have; none by default. Work on a queue bears interruption, so spot fits:
    ``{"eks.amazonaws.com/capacityType": "SPOT"}`` in a ``NodePool`` with spot nodes,
    ``{"karpenter.sh/capacity-type": "spot"}`` with Karpenter or Auto Mode."""
    tolerations: Sequence[Toleration] = ()
    """Taints that the workers don't mind."""
    alarm_topic_arn: Input[str] | None = None
    """SNS topic of the queue's region that every alarm notifies; None makes no alarms, since nobody would
    hear them."""
    alarms: QueueWorkerAlarms = QueueWorkerAlarms()
    """From when on the alarms go off."""
    region: str | None = None
    """AWS region of the cluster and the queue; None is the provider's. A change replaces the association of
    the role, and the alarm."""
    tags: Mapping[str, str] = Field(default_factory=dict[str, str])
    """Tags for what is made in AWS."""

    @property
    def backlog_per_worker(self) -> int:
        """How many messages may wait for each worker."""
        return plan.backlog_per_worker(
            acceptable_latency_seconds=self.acceptable_latency_seconds,
            seconds_per_message=self.seconds_per_message,
        )

    @model_validator(mode="after")
    def _check_pod(self) -> Self:
        worker_plan.check_namespace(self.namespace)
        if isinstance(self.image, str):
            worker_plan.check_image(self.image)
        limit = self.memory_limit
        if limit is not None and worker_plan.quantity(limit) < worker_plan.quantity(self.memory_request):
            raise InvalidInputError(
                "QueueWorkerArgs.memory_limit",
                limit,
                f"at least memory_request, {self.memory_request}",
                "Raise it, or leave it out.",
            )
        return self

    @model_validator(mode="after")
    def _check_scaling(self) -> Self:
        _ = self.backlog_per_worker
        for field in ("min_replicas", "fallback_replicas"):
            value = getattr(self, field)
            if value is not None and value > self.max_replicas:
                raise InvalidInputError(
                    f"QueueWorkerArgs.{field}",
                    value,
                    f"at most max_replicas, {self.max_replicas}",
                    "Raise max_replicas, or lower this.",
                )
        grace = self.termination_grace_seconds
        if grace is not None and grace < self.seconds_per_message:
            raise InvalidInputError(
                "QueueWorkerArgs.termination_grace_seconds",
                grace,
                f"at least the {self.seconds_per_message:g} seconds that one message takes",
                "Each worker that is taken away would be killed amid its work: raise it.",
            )
        return self

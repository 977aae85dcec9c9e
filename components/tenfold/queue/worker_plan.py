"""Pure decisions of the workers: names and quantities, when they scale, when they are too few."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tenfold.errors import InvalidInputError
from tenfold.parts.alarms import Alarm, Metric, MissingData

if TYPE_CHECKING:
    from tenfold.queue.worker_args import QueueWorkerArgs

# IAM's 64 for a role, less the longest role's ending and the eight characters that Pulumi adds.
MAX_NAME_LENGTH = 64 - len("-identity-role") - 8
# KEDA asks so many times in vain before it falls back: a minute and a half at its usual pace.
FALLBACK_AFTER_FAILURES = 3
KEDA_API = "keda.sh/v1alpha1"

_NAME = re.compile(rf"[a-z]([a-z0-9-]{{0,{MAX_NAME_LENGTH - 2}}}[a-z0-9])?")
# Kubernetes, "Quantity": a decimal number and a suffix; no exponents, which nobody writes.
_QUANTITY = re.compile(r"(\d+(?:\.\d+)?)(m|k|M|G|T|Ki|Mi|Gi|Ti)?")
_FACTORS = {
    "": Fraction(1),
    "m": Fraction(1, 1000),
    **{suffix: Fraction(1000) ** power for power, suffix in enumerate("kMGT", start=1)},
    **{f"{suffix}i": Fraction(1024) ** power for power, suffix in enumerate("KMGT", start=1)},
}


def check_component_name(name: str) -> None:
    """Refuse a component's name that cannot name its Kubernetes objects and its roles."""
    if not _NAME.fullmatch(name):
        raise InvalidInputError(
            "QueueWorker name",
            name,
            f"1 to {MAX_NAME_LENGTH} lower-case letters, digits and dashes, a letter first and no dash last",
            "The objects in Kubernetes are named after it: choose another.",
        )


def check_namespace(namespace: str) -> None:
    """Refuse what is no Kubernetes namespace."""
    if not re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", namespace):
        raise InvalidInputError(
            "QueueWorkerArgs.namespace",
            namespace,
            "1 to 63 lower-case letters, digits and dashes, no dash first or last",
            "Name the namespace, which must be there.",
        )


def quantity(text: str) -> Fraction:
    """What a Kubernetes quantity means. Raises ValueError with what is allowed.

    >>> quantity("256Mi") == 256 * 1024**2
    True
    """
    found = _QUANTITY.fullmatch(text)
    if not found or not (value := Fraction(found[1]) * _FACTORS[found[2] or ""]):
        raise ValueError("a Kubernetes quantity above zero, such as '250m' of a CPU or '256Mi' of memory")
    return value


def check_image(image: str) -> None:
    """Refuse an image whose content may change under its name."""
    if "@" in image:
        return
    tag = image.rpartition("/")[2].partition(":")[2]
    if tag in ("", "latest"):
        raise InvalidInputError(
            "QueueWorkerArgs.image",
            image,
            "an image with a tag other than 'latest', or with a digest",
            "Name the release, so that all workers run the same and a rollback means something.",
        )


def termination_grace_seconds(args: QueueWorkerArgs) -> int:
    """How long a worker may finish what it has: as long as nobody else gets it, unless said otherwise."""
    if args.termination_grace_seconds is not None:
        return args.termination_grace_seconds
    return max(args.queue.visibility_timeout_seconds, math.ceil(args.seconds_per_message))


def scaled_object(
    args: QueueWorkerArgs, name: str, metadata: Mapping[str, Any], authentication: str
) -> dict[str, Any]:
    """The ``spec`` of KEDA's ScaledObject (KEDA, "ScaledObject specification").

    Where KEDA cannot see the backlog, workers that run stay and at least the fallback's number does.
    """
    return {
        "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": name},
        "minReplicaCount": args.min_replicas,
        "maxReplicaCount": args.max_replicas,
        "pollingInterval": args.polling_seconds,
        "cooldownPeriod": args.cooldown_seconds,
        "fallback": {
            "failureThreshold": FALLBACK_AFTER_FAILURES,
            "replicas": args.fallback_replicas or max(1, args.min_replicas),
            "behavior": "currentReplicasIfHigher",
        },
        "triggers": [
            {
                "type": "aws-sqs-queue",
                "metricType": "AverageValue",  # the only one that has a fallback
                "metadata": metadata,
                "authenticationRef": {"name": authentication},
            }
        ],
    }


def worker_alarms(args: QueueWorkerArgs, backlog: int) -> Sequence[Alarm]:
    """The alarm that more workers would help, told from the queue's own metrics.

    KEDA wants a worker per ``backlog`` messages that wait or are worked on. More than the most workers should
    have is when it can't give more; that more come than are done is when those don't suffice.
    """
    minutes = args.alarms.saturated_minutes
    if minutes is None:
        return []
    most = backlog * args.max_replicas
    return [
        Alarm(
            role="saturated",
            description=(
                f"The workers are at their most ({args.max_replicas}) or stand still, and more messages come "
                "than are done: raise max_replicas if what the workers use bears it."
            ),
            namespace="AWS/SQS",
            metrics={
                "waiting": Metric("ApproximateNumberOfMessagesVisible", "Maximum"),
                "working": Metric("ApproximateNumberOfMessagesNotVisible", "Maximum"),
                "sent": Metric("NumberOfMessagesSent", "Sum"),
                "done": Metric("NumberOfMessagesDeleted", "Sum"),
            },
            expression=f"IF((waiting + working > {most}) AND (sent > done), 1, 0)",
            threshold=0,
            period_seconds=300,  # within a minute, what is sent and what is done seldom match
            periods=minutes // 5,
            missing=MissingData.NOT_BREACHING,  # SQS reports nothing of a queue that has been idle for hours
        )
    ]

"""Pure decisions of Cdn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tenfold.edge.arns import GLOBAL_REGION, check_region
from tenfold.errors import InvalidInputError
from tenfold.parts.alarms import Alarm, Metric, MissingData


def check_origin(field: str, label: str, labels: Sequence[str]) -> None:
    """Refuse the label of an origin that is not there.

    Raises:
        InvalidInputError: it is not.
    """
    if label not in labels:
        allowed = f"a label of origins or failovers: {', '.join(labels)}"
        raise InvalidInputError(field, label, allowed, "Mend the label.")


def check_failovers(field: str, pairs: Mapping[str, tuple[str, str]], origins: Sequence[str]) -> None:
    """Refuse a pair whose name is an origin's, of an origin that is not there, or of one with itself.

    Raises:
        InvalidInputError: there is one.
    """
    for label, pair in pairs.items():
        if label in origins:
            raise InvalidInputError(field, label, "a label that no origin has", "Rename the failover.")
        for origin in pair:
            if origin not in origins:
                allowed = f"a label of origins: {', '.join(origins)}"
                raise InvalidInputError(f"{field}.{label}", origin, allowed, "Mend the label.")
        if pair[0] == pair[1]:
            allowed = "another origin than the primary"
            raise InvalidInputError(
                f"{field}.{label}.secondary", pair[1], allowed, "Name the one that stands in."
            )


def check_topic_region(topic_arn: object) -> None:
    """Refuse a topic of another region than that of CloudFront's metrics; what is no text yet passes.

    Raises:
        InvalidInputError: it is of another region.
    """
    remedy = f"CloudFront's metrics are in {GLOBAL_REGION}: give an AlarmTopic with region='{GLOBAL_REGION}'."
    check_region("CdnArgs.alarm_topic_arn", topic_arn, GLOBAL_REGION, remedy)


def failed_alarm(percent: float) -> Alarm:
    """The alarm that says that viewers get errors."""
    return Alarm(
        role="failed",
        description=f"More than {percent} % of the viewers' requests fail. Look whether the origins answer: "
        "502 is a certificate that doesn't cover the name, 504 a security group that lets nobody in.",
        namespace="AWS/CloudFront",
        metric=Metric("5xxErrorRate"),
        threshold=percent,
        missing=MissingData.NOT_BREACHING,
    )

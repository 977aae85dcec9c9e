"""Pure decisions of LoadBalancer."""

from __future__ import annotations

import hashlib
import ipaddress
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from tenfold.errors import InvalidInputError
from tenfold.naming import physical_name
from tenfold.parts.alarms import Alarm, Metric, MissingData

if TYPE_CHECKING:
    from tenfold.edge.load_balancer.args import LoadBalancerAlarms

HTTPS_PORT = 443
HTTP_PORT = 80

CLOUDFRONT_PREFIX_LIST = "com.amazonaws.global.cloudfront.origin-facing"
"""AWS's list of the addresses that CloudFront asks origins from. It counts as 55 of a security group's 60
rules (Amazon CloudFront Developer Guide, "Use the CloudFront managed prefix list"), so that it has a group of
its own."""

_LONGEST_NAME = 32  # of load balancers and target groups; Elastic Load Balancing API, CreateLoadBalancer
_NAMESPACE = "AWS/ApplicationELB"


def check_name(name: str) -> None:
    """Refuse a component's name that no load balancer can have.

    Raises:
        InvalidInputError: it is one.
    """
    if not re.fullmatch(r"[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?", name) or name.startswith("internal-"):
        allowed = "letters, digits and inner dashes, and no beginning 'internal-'"
        raise InvalidInputError("LoadBalancer name", name, allowed, "Take another name.")


def load_balancer_name(component: str) -> str:
    """The load balancer's name in AWS."""
    return physical_name(component, limit=_LONGEST_NAME)


def target_group_name(component: str, label: str, *identity: object) -> str:
    """A target group's name in AWS. What a change of would replace it is in it, so that the new one can be
    made beside the old one, which the rules still need.

    Args:
        component: the component's name.
        label: the group's.
        identity: what AWS can't change in place.
    """
    digest = hashlib.sha256(repr([str(each) for each in identity]).encode()).hexdigest()[:4]
    stem = physical_name(component, label, limit=_LONGEST_NAME - 5)
    return f"{stem}-{digest}"


def check_cidr(field: str, cidr: str) -> None:
    """Refuse what is no network, and the whole internet.

    Raises:
        InvalidInputError: it is one of them.
    """
    try:
        network = ipaddress.ip_network(cidr)
    except ValueError as error:
        raise InvalidInputError(field, cidr, f"a CIDR ({error})", "Mend it.") from None
    if network.prefixlen == 0:
        allowed = "a part of the internet"
        remedy = "Say open_to_world=True if everybody may connect."
        raise InvalidInputError(field, cidr, allowed, remedy)


def check_sources(field: str, cidrs: Iterable[str], groups: Iterable[str]) -> None:
    """Refuse a label that both a network and a group have, or that the component needs itself: rules have it.

    Raises:
        InvalidInputError: there is one.
    """
    taken = {"cloudfront", "world-ipv4", "world-ipv6"}
    for label in (*cidrs, *groups):
        if label in taken:
            allowed = (
                "each label once over allowed_cidrs and allowed_security_groups, and none of cloudfront, "
            )
            raise InvalidInputError(field, label, f"{allowed}world-ipv4, world-ipv6", "Rename it.")
        taken.add(label)


def check_certificate_region(field: str, certificate: str, region: str | None) -> None:
    """Refuse a certificate of another region; None is not known yet.

    Raises:
        InvalidInputError: it is of another.
    """
    if region is not None and certificate != region:
        allowed = f"a certificate of {region}, the load balancer's region"
        remedy = "Add the region to the Certificate's regions and give issued[region]."
        raise InvalidInputError(field, certificate, allowed, remedy)


def check_rules(
    field: str,
    priorities: Mapping[str, int],
    wanted: Mapping[str, Sequence[str]],
    target_groups: Sequence[str],
) -> None:
    """Refuse a priority that two rules have, and a target group that is not there.

    Raises:
        InvalidInputError: there is one.
    """
    taken = list(priorities.values())
    for label, priority in priorities.items():
        if taken.count(priority) > 1:
            allowed = "each priority once"
            raise InvalidInputError(f"{field}.{label}.priority", priority, allowed, "Renumber one of them.")
    for label, groups in wanted.items():
        for group in groups:
            if group not in target_groups:
                allowed = f"a label of target_groups: {', '.join(target_groups) or 'there are none'}"
                raise InvalidInputError(f"{field}.{label}.target_groups", group, allowed, "Mend the label.")


def alarms(limits: LoadBalancerAlarms) -> list[Alarm]:
    """The load balancer's own alarms."""
    found: list[Alarm] = []
    if limits.balancer_5xx_percent is not None:
        found.append(_balancer_failures(limits.balancer_5xx_percent))
    if limits.target_5xx_percent is not None:
        found.append(_target_failures(limits.target_5xx_percent))
    if limits.p99_response_seconds is not None:
        found.append(
            Alarm(
                role="latency",
                description=f"A hundredth of the requests takes longer than {limits.p99_response_seconds} s. "
                "Look at the application's traces, its database and how many replicas it has.",
                namespace=_NAMESPACE,
                metric=Metric("TargetResponseTime", "p99"),
                threshold=limits.p99_response_seconds,
                missing=MissingData.NOT_BREACHING,
            )
        )
    if limits.rejected_connections_per_minute is not None:
        found.append(
            Alarm(
                role="rejected",
                description="The load balancer is at its most and refuses connections. Look where they come "
                "from, and reserve capacity if they are wanted.",
                namespace=_NAMESPACE,
                metric=Metric("RejectedConnectionCount", "Sum"),
                threshold=limits.rejected_connections_per_minute,
                periods=1,
                missing=MissingData.NOT_BREACHING,
            )
        )
    return found


def unhealthy_alarm(label: str, targets: int) -> Alarm:
    """The alarm of one target group."""
    return Alarm(
        role=f"{label}-unhealthy",
        description=f"More than {targets} targets of {label} have been failing their health check for five "
        "minutes. Look at their logs, and whether their security group lets the load balancer in.",
        namespace=_NAMESPACE,
        metric=Metric("UnHealthyHostCount", "Maximum"),
        threshold=targets,
        missing=MissingData.NOT_BREACHING,
    )


def _balancer_failures(percent: float) -> Alarm:
    return Alarm(
        role="balancer-5xx",
        description=f"The load balancer itself fails more than {percent} % of the requests: targets are "
        "gone, too slow, or speak another protocol than the target group says.",
        namespace=_NAMESPACE,
        # Requests for which no target was found are in the one count, but not in the other.
        metrics={"failed": Metric("HTTPCode_ELB_5XX_Count", "Sum"), "sent": Metric("RequestCount", "Sum")},
        expression="100 * FILL(failed, 0) / (FILL(failed, 0) + FILL(sent, 0))",
        threshold=percent,
        missing=MissingData.NOT_BREACHING,
    )


def _target_failures(percent: float) -> Alarm:
    return Alarm(
        role="target-5xx",
        description=f"The application fails more than {percent} % of the requests. Look at its logs and at "
        "what was rolled out last.",
        namespace=_NAMESPACE,
        metrics={
            "failed": Metric("HTTPCode_Target_5XX_Count", "Sum"),
            "sent": Metric("RequestCount", "Sum"),
        },
        expression="100 * FILL(failed, 0) / sent",
        threshold=percent,
        missing=MissingData.NOT_BREACHING,
    )

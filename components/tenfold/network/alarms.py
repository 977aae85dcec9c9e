"""A network's alarms: NAT gateways that turn connections away. Pure decisions."""

from __future__ import annotations

from collections.abc import Sequence

from tenfold.parts.alarms import Alarm, Metric, MissingData

_NAMESPACE = "AWS/NATGateway"


def nat_alarms(role: str, most_packets_dropped_percent: float | None) -> Sequence[Alarm]:
    """The alarms of one gateway.

    Args:
        role: the gateway's, such as ``nat-a``.
        most_packets_dropped_percent: where too much of the traffic is lost; None leaves that alarm out.
    """
    ports = Alarm(
        role=f"{role}-ports",
        description="The NAT gateway has no port left for new connections to some destination. Spread them "
        "over more destinations or gateways, or reach AWS's services through endpoints.",
        namespace=_NAMESPACE,
        metric=Metric("ErrorPortAllocation", "Sum"),
        threshold=0,
        missing=MissingData.NOT_BREACHING,
    )
    if most_packets_dropped_percent is None:
        return [ports]
    dropped = Alarm(
        role=f"{role}-dropped",
        description="The NAT gateway drops packets. Look at AWS's Health Dashboard for its zone.",
        namespace=_NAMESPACE,
        metrics={
            "dropped": Metric("PacketsDropCount", "Sum"),
            "out": Metric("PacketsOutToDestination", "Sum"),
            "back": Metric("PacketsOutToSource", "Sum"),
        },
        expression="100 * dropped / (out + back)",
        threshold=most_packets_dropped_percent,
        missing=MissingData.NOT_BREACHING,
    )
    return [ports, dropped]

"""The alarms of a cluster: what AWS measures of its control plane. No pulumi import."""

from __future__ import annotations

from collections.abc import Sequence

from tenfold.parts.alarms import Alarm, Metric, MissingData

NAMESPACE = "AWS/EKS"
_GIB = 1024**3


def cluster_alarms(
    *,
    server_error_percent: float | None,
    read_latency_p99_seconds: float | None,
    unschedulable_pods: int | None,
    storage_gib: float | None,
) -> Sequence[Alarm]:
    """The alarms with these thresholds; None leaves one out.

    All on metrics that EKS sends by itself, at no charge, every minute, with the dimension ``ClusterName``
    (Amazon EKS User Guide, "Monitor cluster data with Amazon CloudWatch").
    """
    alarms: list[Alarm] = []
    if server_error_percent is not None:
        alarms.append(_server_errors(server_error_percent))
    if read_latency_p99_seconds is not None:
        alarms.append(
            Alarm(
                role="read-latency",
                description="The Kubernetes API answers slowly: look for clients that list much, and for "
                "admission webhooks that hang.",
                namespace=NAMESPACE,
                metric=Metric("apiserver_request_duration_seconds_GET_P99"),
                threshold=read_latency_p99_seconds,
                periods=15,
                breaching_periods=10,
            )
        )
    if unschedulable_pods is not None:
        alarms.append(
            Alarm(
                role="unschedulable-pods",
                description="Pods find no node: raise the pools' max_size, see whether EC2 is short of the "
                "instance types, and read `kubectl get events`.",
                namespace=NAMESPACE,
                metric=Metric("scheduler_pending_pods_UNSCHEDULABLE", "Sum"),
                threshold=unschedulable_pods,
                periods=15,
                missing=MissingData.NOT_BREACHING,
            )
        )
    if storage_gib is not None:
        alarms.append(
            Alarm(
                role="storage",
                description="Kubernetes' own database nears the 8 GiB at which it takes no writes: delete "
                "objects that pile up, such as finished jobs and old custom resources.",
                namespace=NAMESPACE,
                metric=Metric("apiserver_storage_size_bytes", "Maximum"),
                threshold=storage_gib * _GIB,
                period_seconds=300,
                periods=3,
            )
        )
    return alarms


def _server_errors(percent: float) -> Alarm:
    return Alarm(
        role="server-errors",
        description="The Kubernetes API fails requests: see the control plane's logs, and AWS's health "
        "dashboard.",
        namespace=NAMESPACE,
        metrics={
            "errors": Metric("apiserver_request_total_5XX", "Sum"),
            "requests": Metric("apiserver_request_total", "Sum"),
        },
        expression="100 * errors / requests",
        threshold=percent,
        periods=5,
        missing=MissingData.NOT_BREACHING,
    )

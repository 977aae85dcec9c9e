"""Kubernetes objects that rules on disruption budgets look at."""

from __future__ import annotations

from support.policies import resource
from tenfold_policies.resource import Resource


def workload(replicas: object = 3, **labels: object) -> Resource:
    """A Deployment, web, whose pods have these labels."""
    template = {"metadata": {"labels": labels or {"app": "web"}}}
    return resource(
        "kubernetes:apps/v1:Deployment",
        "web",
        metadata={"name": "web"},
        spec={"replicas": replicas, "template": template},
    )


def budget(selector: object = None, namespace: object = "default", **spec: object) -> Resource:
    """A PodDisruptionBudget, by default of web's pods."""
    return resource(
        "kubernetes:policy/v1:PodDisruptionBudget",
        "budget",
        metadata={"namespace": namespace},
        spec={"selector": selector or {"matchLabels": {"app": "web"}}, **spec},
    )


def scaler(least: object) -> Resource:
    """A HorizontalPodAutoscaler of web."""
    return resource(
        "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
        "scaler",
        spec={"scaleTargetRef": {"kind": "Deployment", "name": "web"}, "minReplicas": least},
    )

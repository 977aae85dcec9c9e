"""What Kubernetes objects make AWS charge for. All others run on nodes, which are priced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ..charges import CannotTellError, Charge, Subject, prices, use
from .compute import volume

GIB = {"Mi": Decimal(1) / 1024, "Gi": Decimal(1), "Ti": Decimal(1024)}


@prices("kubernetes:core/v1:Service", lcus=use("capacity units of its load balancer, on average", 1, 2, 10))
def service(subject: Subject) -> Iterator[Charge]:
    """A Network Load Balancer for a service that asks for one; all others are free."""
    if subject.text("spec", "type") == "LoadBalancer":
        yield Charge("load balancer", "ELB", "network-load-balancer", "hour", subject.hours)
        yield Charge("capacity units", "ELB", "network-lcu", "LCU-hour", subject.use("lcus") * subject.hours)


@prices("kubernetes:core/v1:PersistentVolumeClaim")
def volume_claim(subject: Subject) -> Iterator[Charge]:
    """A gp3 volume of the size that it asks for: what the EBS CSI driver makes by default."""
    size = subject.required("spec", "resources", "requests", "storage")
    found = re.fullmatch(r"(\d+)(Mi|Gi|Ti)", size)
    if found is None:
        raise CannotTellError(f"spec.resources.requests.storage is {size}, which is no size in Mi, Gi or Ti")
    yield from volume("volume", {"size": Decimal(found[1]) * GIB[found[2]]}, Decimal(0), Decimal(1))


@prices("kubernetes:networking.k8s.io/v1:Ingress")
def ingress(subject: Subject) -> Iterator[Charge]:
    """Raises CannotTellError always: whether it gets its own load balancer is its controller's choice."""
    raise CannotTellError(f"which load balancer a controller makes for {subject.resource.name}")

"""An Aurora cluster has instances in several zones."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters, Rule, Severity
from tenfold_policies.rules.resilience._databases import CLUSTER, follows, is_aurora, members


class _Parameters(Parameters):
    min_instances: int = Field(default=2, ge=1, le=16)
    """Instances of a cluster at least, the writer included."""


def _check(cluster: Resource, context: Context) -> Iterator[str]:
    if follows(cluster) or not is_aurora(cluster):
        return  # global-db-secondary-has-instance judges a standby region
    instances, minimum = members(cluster, context.stack), context.parameters.min_instances
    if len(instances) < minimum:
        yield f"It has {len(instances)} of {minimum} instances."
        return
    zones = {each.get("availabilityZone") for each in instances}  # left out, AWS spreads them
    if len(zones) == 1 and len(instances) > 1 and None not in zones:
        yield f"All of its {len(instances)} instances are in {zones.pop()}."


RULE = Rule(
    id="aurora-multi-az",
    title="An Aurora cluster has instances in several zones",
    severity=Severity.HIGH,
    why="With a second instance Aurora fails over within a minute; without one it has to make a new one, in "
    "up to ten minutes, and not at all while the zone has no room.",
    remedy="Add a ClusterInstance, and leave availability_zone out or choose another one.",
    reference="https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html",
    practice="REL10-BP01",
    types=(CLUSTER,),
    check=_check,
    parameters=_Parameters,
    relational=True,
)

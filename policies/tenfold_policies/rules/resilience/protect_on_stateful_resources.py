"""Pulumi refuses to delete what holds data."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters, Rule, Severity
from tenfold_policies.rules.resilience._buckets import BUCKETS
from tenfold_policies.rules.resilience._databases import (
    CLUSTER,
    GLOBAL_CLUSTER,
    INSTANCE,
    OTHER_CLUSTERS,
    TABLE,
    follows,
)

_OTHERS = (
    "aws:efs/fileSystem:FileSystem",
    "aws:backup/vault:Vault",
    "aws:cognito/userPool:UserPool",
    "aws:opensearch/domain:Domain",
    "aws:msk/cluster:Cluster",
    "aws:kinesis/stream:Stream",
)


class _Parameters(Parameters):
    exempt_types: tuple[str, ...] = ()
    """Types that need no protection in this project, such as ``aws:kinesis/stream:Stream``."""


def _check(resource: Resource, context: Context) -> Iterator[str]:
    if resource.protect or resource.type in context.parameters.exempt_types or follows(resource):
        return
    yield "protect is off."


RULE = Rule(
    id="protect-on-stateful-resources",
    title="Pulumi refuses to delete what holds data",
    severity=Severity.MEDIUM,
    why="A renamed resource, a changed argument that replaces it or a destroy in the wrong stack deletes "
    "the data, and a preview is easily misread.",
    remedy="Set protect=True in the resource's ResourceOptions.",
    reference="https://docs.aws.amazon.com/prescriptive-guidance/latest/backup-recovery/welcome.html",
    practice="SEC08-BP04",
    types=(*BUCKETS, INSTANCE, CLUSTER, GLOBAL_CLUSTER, TABLE, *OTHER_CLUSTERS, *_OTHERS),
    check=_check,
    parameters=_Parameters,
)

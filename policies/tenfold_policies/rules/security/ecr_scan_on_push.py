"""An image is looked through for known flaws."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._names import REPOSITORY, control

_REGISTRY = "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration"
_SCANNING = "imageScanningConfiguration.scanOnPush"


def _check(repository: Resource, context: Context) -> Iterator[str]:
    if any(_covers(each, repository) for each in context.stack.of(_REGISTRY)):
        return
    if not repository.get(_SCANNING, False):
        yield f"{_SCANNING} is off, and the stack has no scanning of the registry."


def _covers(registry: Resource, repository: Resource) -> bool:
    """Whether the registry's rules scan every image of the region."""
    if None not in (registry.region, repository.region) and registry.region != repository.region:
        return False
    scanned = [each for each in registry.parts("rules") if each.get("scanFrequency") != "MANUAL"]
    filters = [filter_.get("filter") for each in scanned for filter_ in each.parts("repositoryFilters")]
    return "*" in filters


def _remediate(repository: Resource, parameters: Any) -> Mapping[str, Any] | None:
    if repository.get(_SCANNING, False):
        return None
    return {"imageScanningConfiguration": {"scanOnPush": True}}


RULE = Rule(
    id="ecr-scan-on-push",
    title="An image is looked through for known flaws",
    severity=Severity.MEDIUM,
    why="An old library with a published flaw runs for years when nobody is told.",
    remedy="Set image_scanning_configuration with scan_on_push=True (free), or scan the registry with "
    "Inspector by an aws.ecr.RegistryScanningConfiguration.",
    reference=control("ECR.1"),
    practice="SEC06-BP01",
    types=(REPOSITORY,),
    check=_check,
    relational=True,
    remediate=_remediate,
)

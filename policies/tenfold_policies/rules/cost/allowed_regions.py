"""Resources are in the regions that the company uses."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters, Rule, Severity

_PROVIDER = "pulumi:providers:aws"
# CloudFront takes certificates and web ACLs from there only (Amazon CloudFront Developer Guide).
_CLOUDFRONTS = "us-east-1"
_CERTIFICATES = ("aws:acm/certificate:Certificate", "aws:acm/certificateValidation:CertificateValidation")


class _Parameters(Parameters):
    regions: tuple[str, ...] = ()
    """The regions, such as us-east-1; none allows all."""


def _check(resource: Resource, context: Context) -> Iterator[str]:
    regions: tuple[str, ...] = context.parameters.regions
    region = resource.get("region")
    if not regions or not region or region in regions or (region == _CLOUDFRONTS and _global(resource)):
        return
    yield f"region is {region}. Allowed: {', '.join(regions)}."


def _global(resource: Resource) -> bool:
    return resource.type in _CERTIFICATES or resource.known("scope") == "CLOUDFRONT"


RULE = Rule(
    id="allowed-regions",
    title="Resources are in the regions that the company uses",
    severity=Severity.MEDIUM,
    why="Prices differ by region, data between regions is charged, and nobody looks for waste elsewhere.",
    remedy="Set region on the resource, or aws:region, to an allowed one.",
    reference="https://docs.aws.amazon.com/wellarchitected/latest/cost-optimization-pillar/"
    "cost_pricing_model_region_cost.html",
    practice="COST07-BP02",
    types=("aws:*", _PROVIDER),
    check=_check,
    parameters=_Parameters,
)

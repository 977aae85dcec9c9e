"""Resources are in the regions that the company uses."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters, Rule, Severity

_PROVIDER = "pulumi:providers:aws"
# What belongs to the global services CloudFront and Route 53 can be there only: certificates, web ACLs and
# the delivery of logs (Amazon CloudFront Developer Guide), keys for DNSSEC (Amazon Route 53 Developer Guide),
# and alarms, since their metrics are there.
_GLOBALS = "us-east-1"
_GLOBAL_TYPES = (
    "aws:acm/certificate:Certificate",
    "aws:acm/certificateValidation:CertificateValidation",
    "aws:cloudwatch/logDelivery:LogDelivery",
    "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination",
    "aws:cloudwatch/logDeliverySource:LogDeliverySource",
)
_GLOBAL_VALUES = {
    "scope": ("CLOUDFRONT",),
    "namespace": ("AWS/CloudFront", "AWS/Route53", "AWS/Billing"),
    "customerMasterKeySpec": ("ECC_NIST_P256",),
}


class _Parameters(Parameters):
    regions: tuple[str, ...] = ()
    """The regions, such as us-east-1; none allows all."""


def _check(resource: Resource, context: Context) -> Iterator[str]:
    regions: tuple[str, ...] = context.parameters.regions
    region = resource.get("region")
    if not regions or not region or region in regions or (region == _GLOBALS and _global(resource)):
        return
    yield f"region is {region}. Allowed: {', '.join(regions)}."


def _global(resource: Resource) -> bool:
    return resource.type in _GLOBAL_TYPES or any(
        resource.known(property_) in values for property_, values in _GLOBAL_VALUES.items()
    )


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

"""Where a CDN gets what it has not, in CloudFront's words."""

from __future__ import annotations

from pulumi_aws import cloudfront

from tenfold.component import Component
from tenfold.edge.cdn.args import CdnArgs
from tenfold.edge.origins import BucketOrigin, HttpsOrigin, LoadBalancerOrigin
from tenfold.naming import physical_name

_LONGEST_NAME = 64  # of origin access controls and VPC origins; Amazon CloudFront API Reference


class Sources:
    """A CDN's origins, with what CloudFront needs to reach them."""

    def __init__(self, component: Component, args: CdnArgs) -> None:
        self._component = component
        self._name = component.pulumi_resource_name
        self._args = args
        self._access = self._bucket_access()
        self.origins = [self._origin(label, origin) for label, origin in args.origins.items()]
        self.groups = [
            cloudfront.DistributionOriginGroupArgs(
                origin_id=label,
                members=[
                    cloudfront.DistributionOriginGroupMemberArgs(origin_id=member)
                    for member in (pair.primary, pair.secondary)
                ],
                failover_criteria=cloudfront.DistributionOriginGroupFailoverCriteriaArgs(
                    status_codes=list(pair.status_codes)
                ),
            )
            for label, pair in args.failovers.items()
        ]

    def _bucket_access(self) -> cloudfront.OriginAccessControl | None:
        """How requests to buckets are signed; one for all of them."""
        if not any(isinstance(origin, BucketOrigin) for origin in self._args.origins.values()):
            return None
        return cloudfront.OriginAccessControl(
            f"{self._name}-access",
            name=physical_name(self._name, "access", limit=_LONGEST_NAME),
            description=f"Reads the buckets of the CDN {self._name}",
            origin_access_control_origin_type="s3",
            signing_behavior="always",
            signing_protocol="sigv4",
            opts=self._component.child(),
        )

    def _origin(
        self, label: str, origin: BucketOrigin | LoadBalancerOrigin | HttpsOrigin
    ) -> cloudfront.DistributionOriginArgs:
        args = cloudfront.DistributionOriginArgs(
            origin_id=label,
            domain_name="",
            origin_path=origin.path or None,
            connection_attempts=origin.connection_attempts,
            connection_timeout=origin.connection_timeout_seconds,
        )
        if origin.shield_region is not None:
            args.origin_shield = cloudfront.DistributionOriginOriginShieldArgs(
                enabled=True, origin_shield_region=origin.shield_region
            )
        if isinstance(origin, BucketOrigin):
            args.domain_name = origin.bucket_regional_domain_name
            args.origin_access_control_id = self._access.id if self._access else None
        elif isinstance(origin, LoadBalancerOrigin):
            args.domain_name = origin.dns_name
            args.vpc_origin_config = cloudfront.DistributionOriginVpcOriginConfigArgs(
                vpc_origin_id=self._vpc_origin(label, origin).id,
                origin_read_timeout=origin.read_timeout_seconds,
                origin_keepalive_timeout=origin.keepalive_timeout_seconds,
            )
        else:
            args.domain_name = origin.domain_name
            args.custom_headers = [
                cloudfront.DistributionOriginCustomHeaderArgs(name=name, value=value)
                for name, value in origin.headers.items()
            ]
            args.custom_origin_config = cloudfront.DistributionOriginCustomOriginConfigArgs(
                http_port=80,
                https_port=443,
                origin_protocol_policy="https-only",
                origin_ssl_protocols=["TLSv1.2"],
                origin_read_timeout=origin.read_timeout_seconds,
                origin_keepalive_timeout=origin.keepalive_timeout_seconds,
            )
        return args

    def _vpc_origin(self, label: str, origin: LoadBalancerOrigin) -> cloudfront.VpcOrigin:
        return cloudfront.VpcOrigin(
            f"{self._name}-{label}-vpc-origin",
            vpc_origin_endpoint_config=cloudfront.VpcOriginVpcOriginEndpointConfigArgs(
                name=physical_name(self._name, label, limit=_LONGEST_NAME),
                arn=origin.load_balancer_arn,
                http_port=80,
                https_port=443,
                origin_protocol_policy="https-only",
                origin_ssl_protocols=cloudfront.VpcOriginVpcOriginEndpointConfigOriginSslProtocolsArgs(
                    items=["TLSv1.2"], quantity=1
                ),
            ),
            tags=self._component.tags_for(label),
            opts=self._component.child(),
        )

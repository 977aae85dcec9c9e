"""What browsers are told with every answer, in CloudFront's words."""

from __future__ import annotations

from pulumi_aws import cloudfront

from tenfold.component import Component
from tenfold.edge.cdn.args import SecurityHeaders
from tenfold.naming import physical_name

_NAMES_SOFTWARE = ("Server", "X-Powered-By")


def headers_policy(component: Component, headers: SecurityHeaders) -> cloudfront.ResponseHeadersPolicy:
    """The policy that every behavior of a CDN has."""
    name = component.pulumi_resource_name
    config = cloudfront.ResponseHeadersPolicySecurityHeadersConfigArgs(
        strict_transport_security=cloudfront.ResponseHeadersPolicySecurityHeadersConfigStrictTransportSecurityArgs(
            access_control_max_age_sec=headers.hsts_max_age_seconds,
            include_subdomains=headers.hsts_subdomains,
            override=True,
        ),
        content_type_options=cloudfront.ResponseHeadersPolicySecurityHeadersConfigContentTypeOptionsArgs(
            override=True
        ),
        referrer_policy=cloudfront.ResponseHeadersPolicySecurityHeadersConfigReferrerPolicyArgs(
            referrer_policy="strict-origin-when-cross-origin", override=False
        ),
    )
    if headers.frame_options is not None:
        config.frame_options = cloudfront.ResponseHeadersPolicySecurityHeadersConfigFrameOptionsArgs(
            frame_option=headers.frame_options.value, override=False
        )
    if headers.content_security_policy is not None:
        config.content_security_policy = (
            cloudfront.ResponseHeadersPolicySecurityHeadersConfigContentSecurityPolicyArgs(
                content_security_policy=headers.content_security_policy, override=False
            )
        )
    return cloudfront.ResponseHeadersPolicy(
        f"{name}-headers",
        name=physical_name(name, "headers", limit=128),
        comment=f"What browsers are told by the CDN {name}",
        security_headers_config=config,
        remove_headers_config=cloudfront.ResponseHeadersPolicyRemoveHeadersConfigArgs(
            items=[
                cloudfront.ResponseHeadersPolicyRemoveHeadersConfigItemArgs(header=header)
                for header in _NAMES_SOFTWARE
            ]
        ),
        opts=component.child(),
    )

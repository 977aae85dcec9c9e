"""Policies of caches, requests and responses, and access controls of origins."""

from __future__ import annotations

from tenfold_sandbox.provider.rows.cloudfront._shared import configured
from tenfold_sandbox.provider.table import Resource

_REQUEST = ("comment", "cookiesConfig", "headersConfig", "name", "queryStringsConfig")

# The published schemas want lists where Pulumi has an object with `items`.
_LISTS = dict.fromkeys(("cookiesConfig", "headersConfig", "queryStringsConfig"), "-")

ROWS: tuple[Resource, ...] = (
    configured(
        "CachePolicy",
        ("comment", "defaultTtl", "maxTtl", "minTtl", "name", "parametersInCacheKeyAndForwardedToOrigin"),
        "cache-policy",
        schema_names={"parametersInCacheKeyAndForwardedToOrigin": "-"},
        autoname=("name", 128),
    ),
    configured(
        "OriginRequestPolicy", _REQUEST, "origin-request-policy", schema_names=_LISTS, autoname=("name", 128)
    ),
    configured(
        "ResponseHeadersPolicy",
        (
            "comment",
            "corsConfig",
            "customHeadersConfig",
            "name",
            "removeHeadersConfig",
            "securityHeadersConfig",
            "serverTimingHeadersConfig",
        ),
        "response-headers-policy",
        enums={
            "securityHeadersConfig.frameOptions.frameOption": "FrameOptionsList",
            "securityHeadersConfig.referrerPolicy.referrerPolicy": "ReferrerPolicyList",
        },
        schema_names={"corsConfig": "-"},
        autoname=("name", 128),
    ),
    configured(
        "OriginAccessControl",
        ("description", "originAccessControlOriginType", "signingBehavior", "signingProtocol"),
        "origin-access-control",
        replaces=frozenset({"name"}),
        autoname=("name", 64),
    ),
)

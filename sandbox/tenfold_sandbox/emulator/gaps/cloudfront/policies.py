"""Policies and access controls that distributions use, with those that AWS manages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from ...messages import Document
from .. import Call, Table
from .base import GAPS, Kind, items, listed, page, table


def behaviors(config: Document) -> list[Document]:
    """A distribution's cache behaviours: the default one first."""
    return [config["DefaultCacheBehavior"], *items(config.get("CacheBehaviors"))]


def _in_behavior(name: str) -> Callable[[Document, str], bool]:
    return lambda config, identity: any(each.get(name) == identity for each in behaviors(config))


def _in_origin(config: Document, identity: str) -> bool:
    return any(each.get("OriginAccessControlId") == identity for each in items(config["Origins"]))


def _managed(policies: dict[str, Document]) -> Table:
    since = datetime(2020, 7, 22, tzinfo=UTC)  # when CloudFront began to have policies
    return {
        identity: {"id": identity, "etag": "E23ZP02F085DFQ", "time": since, "config": policy, "shown": {}}
        for identity, policy in policies.items()
    }


def _chosen(key: str, names: str, chosen: str | tuple[str, ...], behavior: str = "whitelist") -> Document:
    """Which cookies, headers or query strings: ``none``, ``all``, or those named."""
    if isinstance(chosen, str):
        return {key: chosen}
    return {key: behavior, names: listed(chosen)}


def _request(
    headers: str | tuple[str, ...], cookies: str = "none", queries: str = "none", behavior: str = "whitelist"
) -> Document:
    return {
        "HeadersConfig": _chosen("HeaderBehavior", "Headers", headers, behavior),
        "CookiesConfig": {"CookieBehavior": cookies},
        "QueryStringsConfig": {"QueryStringBehavior": queries},
    }


def _cache(
    name: str, ttls: tuple[int, int, int], compressed: tuple[bool, bool], request: Document
) -> Document:
    gzip, brotli = compressed
    return {
        "Name": name,
        "Comment": "",
        "MinTTL": ttls[0],
        "DefaultTTL": ttls[1],
        "MaxTTL": ttls[2],
        "ParametersInCacheKeyAndForwardedToOrigin": {
            "EnableAcceptEncodingGzip": gzip,
            "EnableAcceptEncodingBrotli": brotli,
            **request,
        },
    }


_DAY, _YEAR = 86400, 31536000
_BOTH, _NEITHER = (True, True), (False, False)
_ORIGIN_CACHE_HEADERS = ("Host", "Origin", "X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")
_PREFLIGHT = ("Origin", "Access-Control-Request-Headers", "Access-Control-Request-Method")

# Ids and settings: "Use managed cache policies", Amazon CloudFront Developer Guide.
_CACHE_POLICIES = {
    "658327ea-f89d-4fab-a63d-7e88639e58f6": _cache(
        "Managed-CachingOptimized", (1, _DAY, _YEAR), _BOTH, _request("none")
    ),
    "b2884449-e4de-46a7-ac36-70bc7f1ddd6d": _cache(
        "Managed-CachingOptimizedForUncompressedObjects", (1, _DAY, _YEAR), _NEITHER, _request("none")
    ),
    "4135ea2d-6df8-44a3-9df3-4b5a84be39ad": _cache(
        "Managed-CachingDisabled", (0, 0, 0), _NEITHER, _request("none")
    ),
    "08627262-05a9-4f76-9ded-b50ca2e3a84f": _cache(
        "Managed-Elemental-MediaPackage",
        (0, _DAY, _YEAR),
        (True, False),
        {
            **_request(("Origin",)),
            "QueryStringsConfig": _chosen(
                "QueryStringBehavior",
                "QueryStrings",
                ("aws.manifestfilter", "start", "end", "m"),
            ),
        },
    ),
    "2e54312d-136d-493c-8eb9-b001f22f67d2": _cache(
        "Managed-Amplify",
        (2, 2, 600),
        _BOTH,
        _request(("Authorization", "CloudFront-Viewer-Country", "Host"), "all", "all"),
    ),
    "83da9c7e-98b4-4e11-a168-04f0df8e2c65": _cache(
        "UseOriginCacheControlHeaders", (0, 0, _YEAR), _BOTH, _request(_ORIGIN_CACHE_HEADERS, "all")
    ),
    "4cc15a8a-d715-48a4-82b8-cc0b614638fe": _cache(
        "UseOriginCacheControlHeaders-QueryStrings",
        (0, 0, _YEAR),
        _BOTH,
        _request(_ORIGIN_CACHE_HEADERS, "all", "all"),
    ),
}

_CLOUDFRONT_HEADERS = (
    *(f"CloudFront-Viewer-{part}" for part in ("Address", "ASN", "City", "Country", "Country-Name")),
    *(f"CloudFront-Viewer-Country-Region{part}" for part in ("", "-Name")),
    *(f"CloudFront-Viewer-{part}" for part in ("HTTP-Version", "Latitude", "Longitude", "Metro-Code")),
    *(f"CloudFront-Viewer-{part}" for part in ("Postal-Code", "Time-Zone", "TLS")),
    *(
        f"CloudFront-Is-{part}-Viewer"
        for part in ("Android", "Desktop", "IOS", "Mobile", "SmartTV", "Tablet")
    ),
    "CloudFront-Forwarded-Proto",
)

# "Use managed origin request policies", as above.
_REQUEST_POLICIES = {
    identity: {"Name": f"Managed-{name}", "Comment": "", **request}
    for identity, name, request in (
        ("216adef6-5c7f-47e4-b989-5492eafa07d3", "AllViewer", _request("allViewer", "all", "all")),
        (
            "33f36d7e-f396-46d9-90e0-52428a34d9dc",
            "AllViewerAndCloudFrontHeaders-2022-06",
            _request(_CLOUDFRONT_HEADERS, "all", "all", "allViewerAndWhitelistCloudFront"),
        ),
        (
            "b689b0a8-53d0-40ab-baf2-68738e2966ac",
            "AllViewerExceptHostHeader",
            _request(("Host",), "all", "all", "allExcept"),
        ),
        ("59781a5b-3903-41f3-afcb-af62929ccde1", "CORS-CustomOrigin", _request(("Origin",))),
        ("88a5eaf4-2fd4-4709-b370-b4c650ea3fcf", "CORS-S3Origin", _request(_PREFLIGHT)),
        (
            "775133bc-15f2-49f9-abea-afb2e0bf67d2",
            "Elemental-MediaTailor-PersonalizedManifests",
            _request((*_PREFLIGHT, "User-Agent", "X-Forwarded-For"), "none", "all"),
        ),
        ("bf0718e1-ba1e-49d1-88b1-f726733018ae", "HostHeaderOnly", _request(("Host",))),
        (
            "acba4595-bd28-49b8-b9fe-13317c0390fa",
            "UserAgentRefererHeaders",
            _request(("User-Agent", "Referer")),
        ),
    )
}

_ALL_METHODS = ("GET", "DELETE", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")


def _cors(methods: tuple[str, ...], exposed: tuple[str, ...] = (), *, override: bool = False) -> Document:
    shown = {"AccessControlExposeHeaders": listed(exposed)} if exposed else {}
    return {
        "CorsConfig": {
            "AccessControlAllowOrigins": listed(("*",)),
            "AccessControlAllowHeaders": listed(("*",)),
            "AccessControlAllowMethods": listed(methods),
            "AccessControlAllowCredentials": False,
            "OriginOverride": override,
            **shown,
        }
    }


_SIMPLE, _PREFLIGHT_CORS = _cors(("GET", "HEAD")), _cors(_ALL_METHODS, ("*",))
_SECURE: Document = {
    "SecurityHeadersConfig": {
        "ContentTypeOptions": {"Override": True},
        "FrameOptions": {"FrameOption": "SAMEORIGIN", "Override": False},
        "ReferrerPolicy": {"ReferrerPolicy": "strict-origin-when-cross-origin", "Override": False},
        "StrictTransportSecurity": {"AccessControlMaxAgeSec": _YEAR, "Override": False},
        "XSSProtection": {"Protection": True, "ModeBlock": True, "Override": False},
    }
}

# "Use managed response headers policies", as above.
_RESPONSE_POLICIES = {
    identity: {"Name": f"Managed-{name}", "Comment": "", **headers}
    for identity, name, headers in (
        ("60669652-455b-4ae9-85a4-c4c02393f86c", "SimpleCORS", _SIMPLE),
        ("5cc3b908-e619-4b99-88e5-2cf7f45965bd", "CORS-With-Preflight", _PREFLIGHT_CORS),
        ("67f7725c-6f97-4210-82d7-5512b31e9d03", "SecurityHeadersPolicy", _SECURE),
        (
            "e61eb60c-9c35-4d20-a928-2b84e02af89c",
            "CORS-and-SecurityHeadersPolicy",
            _SIMPLE | _SECURE,
        ),
        (
            "eaab4381-ed33-4a86-88ca-d9558dc6cd63",
            "CORS-with-preflight-and-SecurityHeadersPolicy",
            _PREFLIGHT_CORS | _SECURE,
        ),
    )
}


def _policy(noun: str, plural: str, managed: dict[str, Document]) -> Kind:
    kind = Kind(
        noun=noun,
        config=f"{noun}Config",
        missing=f"NoSuch{noun}",
        taken=f"{noun}AlreadyExists",
        in_use=f"{noun}InUse",
        uses=_in_behavior(f"{noun}Id"),
        given=_managed(managed),
    )
    kind.register()

    @GAPS.replaces(f"List{plural}")
    def list_policies(call: Call) -> Document:
        wanted = call.params.get("Type")

        def found() -> Iterator[Document]:
            for origin, policies in (("managed", kind.given or {}), ("custom", table(call, noun))):
                if wanted in (None, origin):
                    yield from ({"Type": origin, noun: kind.describe(each)} for each in policies.values())

        return {f"{noun}List": {"MaxItems": 100, **listed(found())}}

    return kind


CACHE_POLICY = _policy("CachePolicy", "CachePolicies", _CACHE_POLICIES)
ORIGIN_REQUEST_POLICY = _policy("OriginRequestPolicy", "OriginRequestPolicies", _REQUEST_POLICIES)
RESPONSE_HEADERS_POLICY = _policy("ResponseHeadersPolicy", "ResponseHeadersPolicies", _RESPONSE_POLICIES)
ORIGIN_ACCESS_CONTROL = Kind(
    noun="OriginAccessControl",
    config="OriginAccessControlConfig",
    missing="NoSuchOriginAccessControl",
    taken="OriginAccessControlAlreadyExists",
    in_use="OriginAccessControlInUse",
    uses=_in_origin,
)
ORIGIN_ACCESS_CONTROL.register()


@GAPS.replaces("ListOriginAccessControls")
def list_origin_access_controls(call: Call) -> Document:
    controls = table(call, ORIGIN_ACCESS_CONTROL.noun).values()
    found = [{"Id": each["id"], **each["config"]} for each in controls]
    return {"OriginAccessControlList": page(found)}

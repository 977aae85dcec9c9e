"""What becomes of requests, in CloudFront's words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_aws import cloudfront

from tenfold.edge.cdn.args import Behavior, CdnArgs
from tenfold.edge.cdn.policies import ALL, READING, CachePolicy, OriginRequestPolicy
from tenfold.edge.origins import BucketOrigin, LoadBalancerOrigin


@dataclass(frozen=True)
class _Decided:
    """A behavior with what its origin decides where it says nothing itself."""

    methods: Sequence[str]
    cache: pulumi.Input[str]
    request: pulumi.Input[str] | None


def _decide(behavior: Behavior, args: CdnArgs) -> _Decided:
    failover = args.failovers.get(behavior.origin)
    origin = args.origins[failover.primary if failover else behavior.origin]
    bucket = isinstance(origin, BucketOrigin)
    writes = behavior.writes if behavior.writes is not None else not (bucket or failover)
    cache: pulumi.Input[str] | None = behavior.cache_policy_id
    request: pulumi.Input[str] | None = behavior.origin_request_policy_id
    if cache is None:
        cache = (CachePolicy.OPTIMIZED if bucket else CachePolicy.DISABLED).value
    if request is None and not bucket:
        forwards_host = isinstance(origin, LoadBalancerOrigin)
        all_but_host = OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST
        request = (OriginRequestPolicy.ALL_VIEWER if forwards_host else all_but_host).value
    return _Decided(methods=ALL if writes else READING, cache=cache, request=request)


def default_behavior(
    args: CdnArgs, headers_policy_id: pulumi.Input[str]
) -> cloudfront.DistributionDefaultCacheBehaviorArgs:
    """What becomes of requests that no path takes."""
    return cloudfront.DistributionDefaultCacheBehaviorArgs(
        **_shared(
            args.default_behavior,
            args,
            headers_policy_id,
            cloudfront.DistributionDefaultCacheBehaviorFunctionAssociationArgs,
        )
    )


def path_behaviors(
    args: CdnArgs, headers_policy_id: pulumi.Input[str]
) -> list[cloudfront.DistributionOrderedCacheBehaviorArgs]:
    """What becomes of requests to the paths that have a behavior of their own."""
    association = cloudfront.DistributionOrderedCacheBehaviorFunctionAssociationArgs
    return [
        cloudfront.DistributionOrderedCacheBehaviorArgs(
            path_pattern=behavior.path, **_shared(behavior, args, headers_policy_id, association)
        )
        for behavior in args.path_behaviors
    ]


def _shared(
    behavior: Behavior,
    args: CdnArgs,
    headers_policy_id: pulumi.Input[str],
    association: Callable[..., object],
) -> dict[str, Any]:
    """What the two kinds of behaviors take alike; the class of an association is each one's own."""
    decided = _decide(behavior, args)
    return {
        "target_origin_id": behavior.origin,
        "viewer_protocol_policy": "redirect-to-https",
        "allowed_methods": list(decided.methods),
        "cached_methods": list(READING),
        "cache_policy_id": decided.cache,
        "origin_request_policy_id": decided.request,
        "response_headers_policy_id": headers_policy_id,
        "compress": behavior.compress,
        "trusted_key_groups": list(behavior.key_group_ids) or None,
        "function_associations": [
            association(event_type=event, function_arn=arn) for event, arn in _functions(behavior)
        ]
        or None,
    }


def _functions(behavior: Behavior) -> list[tuple[str, pulumi.Input[str]]]:
    functions = {
        "viewer-request": behavior.viewer_request_function_arn,
        "viewer-response": behavior.viewer_response_function_arn,
    }
    return [(event, arn) for event, arn in functions.items() if arn is not None]

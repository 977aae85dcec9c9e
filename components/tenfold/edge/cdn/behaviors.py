"""What becomes of requests, in CloudFront's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
    behavior = args.default_behavior
    decided = _decide(behavior, args)
    association = cloudfront.DistributionDefaultCacheBehaviorFunctionAssociationArgs
    return cloudfront.DistributionDefaultCacheBehaviorArgs(
        target_origin_id=behavior.origin,
        viewer_protocol_policy="redirect-to-https",
        allowed_methods=list(decided.methods),
        cached_methods=list(READING),
        cache_policy_id=decided.cache,
        origin_request_policy_id=decided.request,
        response_headers_policy_id=headers_policy_id,
        compress=behavior.compress,
        trusted_key_groups=list(behavior.key_group_ids) or None,
        function_associations=[
            association(event_type=event, function_arn=arn) for event, arn in _functions(behavior)
        ]
        or None,
    )


def path_behaviors(
    args: CdnArgs, headers_policy_id: pulumi.Input[str]
) -> list[cloudfront.DistributionOrderedCacheBehaviorArgs]:
    """What becomes of requests to the paths that have a behavior of their own."""
    association = cloudfront.DistributionOrderedCacheBehaviorFunctionAssociationArgs
    found: list[cloudfront.DistributionOrderedCacheBehaviorArgs] = []
    for behavior in args.path_behaviors:
        decided = _decide(behavior, args)
        found.append(
            cloudfront.DistributionOrderedCacheBehaviorArgs(
                path_pattern=behavior.path,
                target_origin_id=behavior.origin,
                viewer_protocol_policy="redirect-to-https",
                allowed_methods=list(decided.methods),
                cached_methods=list(READING),
                cache_policy_id=decided.cache,
                origin_request_policy_id=decided.request,
                response_headers_policy_id=headers_policy_id,
                compress=behavior.compress,
                trusted_key_groups=list(behavior.key_group_ids) or None,
                function_associations=[
                    association(event_type=event, function_arn=arn) for event, arn in _functions(behavior)
                ]
                or None,
            )
        )
    return found


def _functions(behavior: Behavior) -> list[tuple[str, pulumi.Input[str]]]:
    functions = {
        "viewer-request": behavior.viewer_request_function_arn,
        "viewer-response": behavior.viewer_response_function_arn,
    }
    return [(event, arn) for event, arn in functions.items() if arn is not None]

"""The edge: CloudFront's policies, AWS's own and others, and what load balancers have once in a region."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tenfold_sandbox.load_balancing import HOSTED_ZONES, LOG_ACCOUNTS
from tenfold_sandbox.plugin import PluginError
from tenfold_sandbox.provider.functions.query import Query, Source
from tenfold_sandbox.provider.table import Call, Context
from tenfold_sandbox.values import Properties

# CloudFront's account for its standard logs ("Configure standard logging (legacy)", CloudFront).
_LOG_DELIVERY = "c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0"


def _policy(noun: str, plural: str, kind: str) -> Source:
    """A policy by its id or its name."""

    def named(context: Context, response: Mapping[str, Any]) -> list[dict[str, Any]]:
        wanted = {"Id": context.inputs.get("id"), "Name": context.inputs.get("name")}
        policies: list[dict[str, Any]] = [
            each[noun] | {"Name": each[noun][f"{noun}Config"]["Name"]}
            for each in response[f"{noun}List"].get("Items", [])
        ]
        return [each for each in policies if all(value in (None, each[key]) for key, value in wanted.items())]

    return Source(
        service="cloudfront",
        calls=(
            Call(f"List{plural}", result=named),
            Call(f"Get{noun}", {"Id": "live.Id"}, result=f"merge({noun}.{noun}Config, {{ETag: ETag}})"),
        ),
        id="live.Id",
        outputs={"arn": f"join('', ['arn:', partition, ':cloudfront::', account, ':{kind}/', live.Id])"},
        global_=True,
    )


def _log_delivery(query: Query) -> Properties:
    return {"id": _LOG_DELIVERY, "region": query.region}


def _known(query: Query, table: Mapping[str, Any], what: str) -> Any:
    if query.region not in table:
        raise PluginError(
            f"the sandbox knows no {what} for {query.region}. Use one of: {', '.join(sorted(table))}."
        )
    return table[query.region]


def _log_account(query: Query) -> Properties:
    account: str = _known(query, LOG_ACCOUNTS, "account of load balancers' access logs")
    return {"id": account, "arn": f"arn:aws:iam::{account}:root", "region": query.region}


def _hosted_zone(*, typed: bool) -> Callable[[Query], Properties]:
    def answer(query: Query) -> Properties:
        kind = query.args.get("loadBalancerType") or "application"
        application, network = _known(query, HOSTED_ZONES, "hosted zone of load balancers")
        zone = {"id": network if kind == "network" else application, "region": query.region}
        return {**zone, "loadBalancerType": kind} if typed else zone

    return answer


FUNCTIONS = {
    "aws:cloudfront/getCachePolicy:getCachePolicy": _policy("CachePolicy", "CachePolicies", "cache-policy"),
    "aws:cloudfront/getLogDeliveryCanonicalUserId:getLogDeliveryCanonicalUserId": _log_delivery,
    "aws:cloudfront/getOriginRequestPolicy:getOriginRequestPolicy": _policy(
        "OriginRequestPolicy", "OriginRequestPolicies", "origin-request-policy"
    ),
    "aws:cloudfront/getResponseHeadersPolicy:getResponseHeadersPolicy": _policy(
        "ResponseHeadersPolicy", "ResponseHeadersPolicies", "response-headers-policy"
    ),
    "aws:elb/getHostedZoneId:getHostedZoneId": _hosted_zone(typed=False),
    "aws:elb/getServiceAccount:getServiceAccount": _log_account,
    "aws:lb/getHostedZoneId:getHostedZoneId": _hosted_zone(typed=True),
}

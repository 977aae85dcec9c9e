from __future__ import annotations

import pytest

from support.provider import Provider, Refused

# Names and ids as CloudFront's Developer Guide publishes them.
PUBLISHED = [
    ("CachePolicy", "Managed-CachingOptimized", "658327ea-f89d-4fab-a63d-7e88639e58f6"),
    ("CachePolicy", "Managed-CachingDisabled", "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"),
    ("CachePolicy", "UseOriginCacheControlHeaders", "83da9c7e-98b4-4e11-a168-04f0df8e2c65"),
    ("OriginRequestPolicy", "Managed-AllViewer", "216adef6-5c7f-47e4-b989-5492eafa07d3"),
    ("OriginRequestPolicy", "Managed-AllViewerExceptHostHeader", "b689b0a8-53d0-40ab-baf2-68738e2966ac"),
    ("ResponseHeadersPolicy", "Managed-SecurityHeadersPolicy", "67f7725c-6f97-4210-82d7-5512b31e9d03"),
    ("ResponseHeadersPolicy", "Managed-SimpleCORS", "60669652-455b-4ae9-85a4-c4c02393f86c"),
]


def token(kind: str) -> str:
    return f"aws:cloudfront/get{kind}:get{kind}"


@pytest.mark.parametrize(("kind", "name", "identity"), PUBLISHED, ids=[each[1] for each in PUBLISHED])
def test_a_policy_that_aws_manages_has_its_published_id(
    aws: Provider, kind: str, name: str, identity: str
) -> None:
    by_name = aws.invoke(token(kind), name=name)
    by_id = aws.invoke(token(kind), id=identity)
    assert by_name["id"] == by_id["id"] == identity
    assert by_name["name"] == by_id["name"] == name
    assert by_name["arn"].endswith(f"/{identity}")


def test_a_policy_shows_what_it_says(aws: Provider) -> None:
    cache = aws.invoke(token("CachePolicy"), name="UseOriginCacheControlHeaders")
    assert (cache["minTtl"], cache["defaultTtl"], cache["maxTtl"]) == (0, 0, 31536000)
    key = cache["parametersInCacheKeyAndForwardedToOrigins"][0]
    assert "Host" in key["headersConfigs"][0]["headers"][0]["items"]
    headers = aws.invoke(token("ResponseHeadersPolicy"), name="Managed-SecurityHeadersPolicy")
    security = headers["securityHeadersConfigs"][0]
    assert security["strictTransportSecurities"][0]["accessControlMaxAgeSec"] == 31536000
    assert security["referrerPolicies"][0]["referrerPolicy"] == "strict-origin-when-cross-origin"


def test_a_policy_of_one_s_own_is_found_by_its_name(aws: Provider) -> None:
    inputs = {
        "name": "own",
        "cookiesConfig": {"cookieBehavior": "none"},
        "headersConfig": {"headerBehavior": "none"},
        "queryStringsConfig": {"queryStringBehavior": "none"},
    }
    made = aws.create("aws:cloudfront/originRequestPolicy:OriginRequestPolicy", "own", inputs)
    assert aws.invoke(token("OriginRequestPolicy"), name="own")["id"] == made.id
    aws.delete(made)
    with pytest.raises(Refused, match="getOriginRequestPolicy finds nothing"):
        aws.invoke(token("OriginRequestPolicy"), name="own")


def test_cloudfront_s_logs_come_from_its_own_account(aws: Provider) -> None:
    found = aws.invoke("aws:cloudfront/getLogDeliveryCanonicalUserId:getLogDeliveryCanonicalUserId")
    assert found["id"] == "c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0"


def test_a_region_s_load_balancers_log_from_an_account_of_aws(aws: Provider) -> None:
    name = "aws:elb/getServiceAccount:getServiceAccount"
    assert aws.invoke(name)["arn"] == "arn:aws:iam::127311923021:root"
    assert aws.invoke(name, region="us-west-2")["id"] == "797873946194"
    with pytest.raises(Refused, match="knows no account of load balancers' access logs for eu-south-2"):
        aws.invoke(name, region="eu-south-2")

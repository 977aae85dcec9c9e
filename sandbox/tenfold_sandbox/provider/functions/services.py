"""What other services hold: roles, keys, buckets, parameters, secrets, zones."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from tenfold_sandbox.provider.functions.query import Source
from tenfold_sandbox.provider.rows.s3.bucket import BUCKET
from tenfold_sandbox.provider.rows.s3.website import website_domain, website_endpoint
from tenfold_sandbox.provider.table import Call, Context

_BOUNDARY = "live.PermissionsBoundary.PermissionsBoundaryArn"

_ROLE = Source(
    service="iam",
    calls=(Call("GetRole", {"RoleName": "in.name"}, result="Role"),),
    id="live.RoleName",
    names={"name": "RoleName", "uniqueId": "RoleId", "assumeRolePolicy": "AssumeRolePolicyDocument"},
    outputs={"permissionsBoundary": _BOUNDARY, "roleLastUseds": "live.RoleLastUsed && [live.RoleLastUsed]"},
    global_=True,
)

_USER = Source(
    service="iam",
    calls=(Call("GetUser", {"UserName": "in.userName"}, result="User"),),
    id="live.UserId",
    outputs={"permissionsBoundary": _BOUNDARY},
    global_=True,
)


def _policies(context: Context, response: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    wanted = {"Arn": context.inputs.get("arn"), "PolicyName": context.inputs.get("name")}
    return [
        each
        for each in response.get("Policies", [])
        if all(value in (None, each[key]) for key, value in wanted.items())
    ]


_POLICY = Source(
    service="iam",
    calls=(
        Call("ListPolicies", {"PathPrefix": "in.pathPrefix", "MaxItems": "`1000`"}, result=_policies),
        Call("GetPolicy", {"PolicyArn": "live.Arn"}, result="Policy"),
        Call(
            "GetPolicyVersion",
            {"PolicyArn": "live.Arn", "VersionId": "live.DefaultVersionId"},
            result="{PolicyDocument: PolicyVersion.Document}",
        ),
    ),
    id="live.Arn",
    names={"name": "PolicyName", "policy": "PolicyDocument"},
    global_=True,
)

_KEY = Source(
    service="kms",
    calls=(
        Call("DescribeKey", {"KeyId": "in.keyId", "GrantTokens": "in.grantTokens"}, result="KeyMetadata"),
    ),
    id="live.KeyId",
    # The argument may be an alias, and the answer keeps it; the key's own id is the answer's id.
    outputs={"keyId": "in.keyId"},
    names={"awsAccountId": "AWSAccountId"},
)


def _aliases(context: Context, response: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [each for each in response["Aliases"] if each["AliasName"] == context.inputs["name"]]


_ALIAS = Source(
    service="kms",
    calls=(Call("ListAliases", result=_aliases),),
    id="live.AliasArn",
    names={"arn": "AliasArn", "name": "AliasName"},
    outputs={
        "targetKeyArn": "join('', ['arn:', partition, ':kms:', region, ':', account, ':key/', "
        "live.TargetKeyId])"
    },
)

_PARAMETER = Source(
    service="ssm",
    calls=(
        Call(
            "GetParameter",
            {"Name": "in.name", "WithDecryption": "in.withDecryption != `false`"},
            result="Parameter",
        ),
    ),
    id="live.Name",
    outputs={"insecureValue": "live.Type != 'SecureString' && live.Value || `null`"},
    secret=frozenset({"value"}),
)

_SECRET = Source(
    service="secretsmanager",
    calls=(
        Call("DescribeSecret", {"SecretId": "in.arn || in.name"}),
        Call("GetResourcePolicy", {"SecretId": "live.ARN"}, result="{Policy: ResourcePolicy}"),
    ),
    id="live.ARN",
)


def _binary(context: Context) -> str | None:
    content: bytes | None = context.live.get("SecretBinary")
    return None if content is None else base64.b64encode(content).decode()


_SECRET_VERSION = Source(
    service="secretsmanager",
    calls=(
        Call(
            "GetSecretValue",
            {"SecretId": "in.secretId", "VersionId": "in.versionId", "VersionStage": "in.versionStage"},
        ),
    ),
    id="join('|', [in.secretId, live.VersionId])",
    outputs={
        "secretId": "in.secretId",
        "secretArn": "live.ARN",
        "secretBinary": _binary,
        "versionStage": "in.versionStage || 'AWSCURRENT'",
    },
    secret=frozenset({"secretString", "secretBinary"}),
)


def _zones(context: Context, response: Mapping[str, Any]) -> list[dict[str, Any]]:
    args = context.inputs
    name: str = (args.get("name") or "").rstrip(".")
    private = bool(args.get("privateZone") or args.get("vpcId"))
    zones = [{**each, "ZoneId": each["Id"].rsplit("/", 1)[-1]} for each in response.get("HostedZones", [])]
    if args.get("zoneId"):
        return [each for each in zones if each["ZoneId"] == args["zoneId"]]
    return [each for each in zones if each["Name"] == f"{name}." and each["Config"]["PrivateZone"] == private]


_ZONE = Source(
    service="route53",
    calls=(
        Call("ListHostedZones", result=_zones),
        Call("GetHostedZone", {"Id": "live.ZoneId"}, result="{DelegationSet: DelegationSet}"),
        Call(
            "ListTagsForResource",
            {"ResourceType": "'hostedzone'", "ResourceId": "live.ZoneId"},
            result="{Tags: ResourceTagSet.Tags}",
        ),
    ),
    id="live.ZoneId",
    outputs={
        "arn": "join('', ['arn:', partition, ':route53:::hostedzone/', live.ZoneId])",
        "comment": "live.Config.Comment",
        "name": lambda c: c.live["Name"].rstrip("."),
        "nameServers": "live.DelegationSet.NameServers",
        "primaryNameServer": "live.DelegationSet.NameServers[0]",
        "privateZone": "live.Config.PrivateZone",
    },
    global_=True,
)

_REPOSITORY = Source(
    service="ecr",
    calls=(
        Call("DescribeRepositories", {"repositoryNames": "[in.name]"}, result="repositories"),
        Call("ListTagsForResource", {"resourceArn": "live.repositoryArn"}, result="{tags: tags}"),
    ),
    id="live.repositoryName",
    names={"arn": "repositoryArn", "name": "repositoryName", "repositoryUrl": "repositoryUri"},
)

_BUCKET = Source(
    service="s3",
    calls=(
        Call("HeadBucket", {"Bucket": "in.bucket"}, result="BucketRegion && {BucketRegion: BucketRegion}"),
        Call("GetBucketWebsite", {"Bucket": "in.bucket"}, result="{Website: @}"),
    ),
    id="in.bucket",
    outputs={
        "arn": BUCKET.outputs["arn"],
        "bucket": "in.bucket",
        "bucketDomainName": BUCKET.outputs["bucketDomainName"],
        "bucketRegionalDomainName": "join('', [id, '.s3.', live.BucketRegion, '.amazonaws.com'])",
        "hostedZoneId": BUCKET.outputs["hostedZoneId"],
        "websiteDomain": lambda c: website_domain(c.region) if c.live.get("Website") else None,
        "websiteEndpoint": lambda c: website_endpoint(c.id, c.region) if c.live.get("Website") else None,
    },
)

FUNCTIONS = {
    "aws:ecr/getRepository:getRepository": _REPOSITORY,
    "aws:iam/getPolicy:getPolicy": _POLICY,
    "aws:iam/getRole:getRole": _ROLE,
    "aws:iam/getUser:getUser": _USER,
    "aws:kms/getAlias:getAlias": _ALIAS,
    "aws:kms/getKey:getKey": _KEY,
    "aws:route53/getZone:getZone": _ZONE,
    "aws:s3/getBucket:getBucket": _BUCKET,
    "aws:secretsmanager/getSecret:getSecret": _SECRET,
    "aws:secretsmanager/getSecretVersion:getSecretVersion": _SECRET_VERSION,
    "aws:ssm/getParameter:getParameter": _PARAMETER,
}

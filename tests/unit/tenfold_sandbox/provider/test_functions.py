from __future__ import annotations

import json
from typing import Any

import pytest

from support.provider import Provider, Refused


def test_zones_can_be_asked_for_without_some(aws: Provider) -> None:
    found = aws.invoke(
        "aws:index/getAvailabilityZones:getAvailabilityZones", state="available", excludeNames=["us-east-1a"]
    )
    assert found["names"][:2] == ["us-east-1b", "us-east-1c"]
    assert len(found["zoneIds"]) == len(found["names"])
    assert found["id"] == "us-east-1"


def test_one_zone_is_shown_in_full(aws: Provider) -> None:
    found = aws.invoke("aws:index/getAvailabilityZone:getAvailabilityZone", name="us-east-1b")
    assert (found["nameSuffix"], found["region"], found["state"]) == ("b", "us-east-1", "available")
    with pytest.raises(Refused, match="finds nothing in us-east-1 for"):
        aws.invoke("aws:index/getAvailabilityZone:getAvailabilityZone", name="us-east-1z")


def test_the_account_the_partition_and_the_region_are_known(aws: Provider) -> None:
    assert aws.invoke("aws:index/getCallerIdentity:getCallerIdentity")["accountId"] == "123456789012"
    assert aws.invoke("aws:index/getPartition:getPartition")["dnsSuffix"] == "amazonaws.com"
    region = aws.invoke("aws:index/getRegion:getRegion")
    assert region["region"] == region["id"] == "us-east-1"
    assert region["description"] == "US East (N. Virginia)"
    west = aws.invoke("aws:index/getRegion:getRegion", region="us-west-2")
    assert west["endpoint"] == "ec2.us-west-2.amazonaws.com"
    with pytest.raises(Refused, match="there is no region 'mars-1'"):
        aws.invoke("aws:index/getRegion:getRegion", region="mars-1")


def test_default_tags_are_the_provider_s(endpoint: str) -> None:
    tagged = Provider(endpoint, config={"defaultTags": json.dumps({"tags": {"team": "a"}})})
    assert tagged.invoke("aws:index/getDefaultTags:getDefaultTags")["tags"] == {"team": "a"}


def test_an_unknown_data_source_is_refused_by_name(aws: Provider) -> None:
    with pytest.raises(Refused, match="does not know the data source aws:x/getY:getY"):
        aws.invoke("aws:x/getY:getY")


def test_the_latest_image_of_an_owner_is_found(aws: Provider) -> None:
    args: dict[str, Any] = {
        "owners": ["amazon"],
        "mostRecent": True,
        "filters": [{"name": "name", "values": ["amzn2-ami-hvm-*"]}],
    }
    found = aws.invoke("aws:ec2/getAmi:getAmi", **args)
    assert found["id"] == found["imageId"]
    assert found["id"].startswith("ami-")
    assert found["arn"] == f"arn:aws:ec2:us-east-1::image/{found['id']}"
    with pytest.raises(Refused, match="without owners"):
        aws.invoke("aws:ec2/getAmi:getAmi", mostRecent=True, filters=args["filters"])
    with pytest.raises(Refused, match="getAmi finds nothing"):
        aws.invoke("aws:ec2/getAmi:getAmi", owners=["amazon"], nameRegex="^nothing-like-this$")


def test_a_network_is_found_by_its_tags(aws: Provider) -> None:
    vpc = aws.create("aws:ec2/vpc:Vpc", "found", {"cidrBlock": "10.77.0.0/16", "tags": {"Name": "found"}})
    subnets = [
        aws.create(
            "aws:ec2/subnet:Subnet",
            f"found-{number}",
            {"vpcId": vpc.id, "cidrBlock": f"10.77.{number}.0/24", "tags": {"tier": "a"}},
        )
        for number in range(2)
    ]
    found = aws.invoke("aws:ec2/getVpc:getVpc", tags={"Name": "found"})
    assert (found["id"], found["cidrBlock"], found["enableDnsSupport"]) == (vpc.id, "10.77.0.0/16", True)
    assert found["arn"] == vpc.state["arn"]
    assert found["mainRouteTableId"] == vpc.state["mainRouteTableId"]
    filters = [{"name": "vpc-id", "values": [vpc.id]}]
    listed = aws.invoke("aws:ec2/getSubnets:getSubnets", filters=filters, tags={"tier": "a"})
    assert listed["ids"] == sorted(each.id for each in subnets)
    one = aws.invoke("aws:ec2/getSubnet:getSubnet", id=subnets[0].id)
    assert (one["vpcId"], one["cidrBlock"]) == (vpc.id, "10.77.0.0/24")
    with pytest.raises(Refused, match="getSubnet finds 2"):
        aws.invoke("aws:ec2/getSubnet:getSubnet", vpcId=vpc.id)
    group = aws.invoke("aws:ec2/getSecurityGroup:getSecurityGroup", vpcId=vpc.id, name="default")
    assert group["id"] == vpc.state["defaultSecurityGroupId"]
    table = aws.invoke("aws:ec2/getRouteTable:getRouteTable", vpcId=vpc.id)
    assert table["id"] == vpc.state["mainRouteTableId"]
    assert table["routes"] == []
    for each in (*subnets, vpc):
        aws.delete(each)
    with pytest.raises(Refused, match="getVpc finds nothing"):
        aws.invoke("aws:ec2/getVpc:getVpc", tags={"Name": "found"})


def test_a_role_and_a_policy_are_found_by_name(aws: Provider) -> None:
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "ec2.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    trust = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    role = aws.create("aws:iam/role:Role", "found", {"name": "found", "assumeRolePolicy": trust})
    found = aws.invoke("aws:iam/getRole:getRole", name="found")
    assert found["arn"] == role.state["arn"]
    assert json.loads(found["assumeRolePolicy"]) == json.loads(trust)
    aws.delete(role)
    with pytest.raises(Refused, match="getRole finds nothing"):
        aws.invoke("aws:iam/getRole:getRole", name="found")
    policy = aws.invoke("aws:iam/getPolicy:getPolicy", name="AmazonEKSClusterPolicy")
    assert policy["arn"] == "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"
    assert json.loads(policy["policy"])["Version"] == "2012-10-17"


def test_a_key_is_found_by_its_alias(aws: Provider) -> None:
    key = aws.create("aws:kms/key:Key", "found", {"description": "found"})
    aws.create("aws:kms/alias:Alias", "found", {"name": "alias/found", "targetKeyId": key.id})
    alias = aws.invoke("aws:kms/getAlias:getAlias", name="alias/found")
    assert (alias["targetKeyId"], alias["targetKeyArn"]) == (key.id, key.state["arn"])
    found = aws.invoke("aws:kms/getKey:getKey", keyId="alias/found")
    assert (found["id"], found["keyId"], found["description"]) == (key.id, "alias/found", "found")


def test_a_bucket_says_its_domain_names(aws: Provider) -> None:
    bucket = aws.create("aws:s3/bucket:Bucket", "found", {})
    found = aws.invoke("aws:s3/getBucket:getBucket", bucket=bucket.id)
    for name in ("arn", "bucketDomainName", "bucketRegionalDomainName", "hostedZoneId"):
        assert found[name] == bucket.state[name]
    aws.delete(bucket)
    with pytest.raises(Refused, match="getBucket finds nothing"):
        aws.invoke("aws:s3/getBucket:getBucket", bucket=bucket.id)


def test_values_of_parameters_and_secrets_are_secrets(aws: Provider) -> None:
    parameter = {"name": "/found", "type": "SecureString", "value": "hunter2"}
    aws.create("aws:ssm/parameter:Parameter", "found", parameter)
    secret = aws.create("aws:secretsmanager/secret:Secret", "found", {"name": "found"})
    version = {"secretId": secret.id, "secretString": "hunter3"}
    aws.create("aws:secretsmanager/secretVersion:SecretVersion", "found", version)
    assert aws.invoke_secrets("aws:ssm/getParameter:getParameter", name="/found") == {"value": "hunter2"}
    assert aws.invoke_secrets("aws:secretsmanager/getSecretVersion:getSecretVersion", secretId=secret.id) == {
        "secretString": "hunter3"
    }
    assert aws.invoke("aws:secretsmanager/getSecret:getSecret", name="found")["arn"] == secret.id


def test_a_public_parameter_names_an_image_that_exists(aws: Provider) -> None:
    name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
    found = aws.invoke("aws:ssm/getParameter:getParameter", name=name)
    assert found["insecureValue"].startswith("ami-")
    assert found["value"] == found["insecureValue"]


def test_an_add_on_s_version_is_the_default_or_the_latest(aws: Provider) -> None:
    asked = {"addonName": "vpc-cni", "kubernetesVersion": "1.33"}
    default = aws.invoke("aws:eks/getAddonVersion:getAddonVersion", **asked)["version"]
    latest = aws.invoke("aws:eks/getAddonVersion:getAddonVersion", **asked, mostRecent=True)["version"]
    listed = aws.client("eks").describe_addon_versions(**asked)["addons"][0]["addonVersions"]
    assert latest == listed[0]["addonVersion"]
    assert default in [each["addonVersion"] for each in listed]
    with pytest.raises(Refused, match="getAddonVersion finds nothing"):
        aws.invoke("aws:eks/getAddonVersion:getAddonVersion", **{**asked, "addonName": "nothing"})


def test_an_engine_s_version_is_the_latest_or_the_preferred(aws: Provider) -> None:
    token = "aws:rds/getEngineVersion:getEngineVersion"
    latest = aws.invoke(token, engine="aurora-postgresql", version="16", latest=True)
    assert latest["versionActual"].startswith("16.")
    assert latest["parameterGroupFamily"] == "aurora-postgresql16"
    preferred = aws.invoke(token, engine="postgres", preferredVersions=["1.0", "16.6"])
    assert preferred["version"] == "16.6"
    assert aws.invoke(token, engine="postgres", defaultOnly=True)["id"]


def test_an_orderable_class_is_the_first_preferred_one(aws: Provider) -> None:
    found = aws.invoke(
        "aws:rds/getOrderableDbInstance:getOrderableDbInstance",
        engine="postgres",
        preferredInstanceClasses=["db.nothing", "db.r6g.large", "db.t4g.micro"],
    )
    assert found["instanceClass"] == "db.r6g.large"

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from support.policies import refers, resource
from tenfold_policies.resource import Resource, Stack
from tenfold_policies.values import UNKNOWN, Undecided

BUCKET, VERSIONING = "aws:s3/bucket:Bucket", "aws:s3/bucketVersioning:BucketVersioning"


def test_a_path_leads_through_objects_and_lists() -> None:
    one = resource(BUCKET, rules=[{"id": "all", "days": 0}])
    assert one.get("rules.0.id") == "all"
    assert one.get("rules.0.days") == 0
    assert one.get("rules.1.id") is None
    assert one.get("rules.id", "none") == "none"
    assert one.get("tags.Name", "unnamed") == "unnamed"


@pytest.mark.parametrize("path", ["days", "days.first", "rules.0.id"])
def test_what_is_not_known_yet_cannot_be_told(path: str) -> None:
    with pytest.raises(Undecided) as raised:
        resource(BUCKET, days=UNKNOWN, rules=[UNKNOWN]).get(path)
    assert raised.value.path == path


def test_what_the_program_gives_is_told_from_what_aws_fills_in() -> None:
    one = replace(resource(BUCKET, acl=UNKNOWN, id=UNKNOWN), inputs={"acl": UNKNOWN, "name": ""})
    assert one.given("id", "none") == "none"
    assert [one.has(key) for key in ("acl", "id", "name")] == [True, False, False]
    with pytest.raises(Undecided):
        one.given("acl")
    with pytest.raises(Undecided):
        one.has("acl.owner")
    assert resource(BUCKET, acl="private").given("acl") == "private"


@pytest.mark.parametrize(
    ("properties", "region"),
    [
        ({"region": "us-east-1", "arn": UNKNOWN}, "us-east-1"),
        ({"arn": "arn:aws:rds:us-west-2:1:db:one"}, "us-west-2"),
        ({"arn": "arn:aws:s3:::files"}, None),
        ({"availabilityZone": "us-gov-east-1a"}, "us-gov-east-1"),
        ({"region": UNKNOWN}, None),
    ],
)
def test_a_region_is_told_by_what_is_known(properties: dict[str, Any], region: str | None) -> None:
    assert resource(BUCKET, **properties).region == region


def test_of_a_list_known_in_part_the_known_part_counts() -> None:
    assert resource(BUCKET, zones=["a", UNKNOWN]).items("zones") == ["a"]
    assert resource(BUCKET).items("zones") == []
    assert resource(BUCKET, days=UNKNOWN).known("days", 7) == 7


def test_what_refers_is_found_before_any_id_is_known() -> None:
    bucket, other = resource(BUCKET, "files"), resource(BUCKET, "logs")
    versioning = refers(resource(VERSIONING, bucket=UNKNOWN), "bucket", bucket)
    stack = Stack([bucket, other, versioning])
    assert stack.referring(bucket, VERSIONING, "bucket") == [versioning]
    assert stack.referring(bucket, VERSIONING) == [versioning]
    assert stack.referring(bucket, VERSIONING, "expectedBucketOwner") == []
    assert stack.referring(other, VERSIONING, "bucket") == []
    assert stack.referred(versioning, "bucket", BUCKET) == [bucket]
    assert (stack.dependents(bucket), stack.dependents(other)) == ([versioning], [])


def test_what_refers_by_a_plain_name_is_found_too() -> None:
    bucket = resource(BUCKET, "files", id="files-1", bucket="files-1")
    versioning = resource(VERSIONING, bucket="files-1")
    assert Stack([bucket, versioning]).referring(bucket, VERSIONING, "bucket") == [versioning]
    balancer = resource("aws:lb/loadBalancer:LoadBalancer", accessLogs={"bucket": "files-1"})
    assert Stack([bucket, balancer]).referring(bucket, balancer.type, "accessLogs") == [balancer]


def test_what_has_a_value_is_found_with_what_may_have_it() -> None:
    files, logs, new = (resource(BUCKET, name, acl=name) for name in ("files", "logs", "new"))
    new = replace(new, properties={"acl": UNKNOWN})
    stack = Stack([files, logs, new])
    assert stack.having(BUCKET, "acl", "files") == [files, new]
    assert stack.having(BUCKET, "acl", "none") == [new]
    assert stack.having(VERSIONING, "acl", "files") == []


def test_a_resources_component_is_the_outermost_one() -> None:
    root = Resource("pulumi:pulumi:Stack", "shop", "urn:stack")
    outer = Resource("tenfold:index:Network", "network", "urn:network", parent=root.urn)
    inner = Resource("shop:index:Zone", "zone", "urn:zone", parent=outer.urn)
    child = Resource(BUCKET, "files", "urn:files", parent=inner.urn)
    stack = Stack([root, outer, inner, child])
    assert stack.component(child) is outer
    assert stack.component(outer) is None


def test_the_parts_of_a_list_are_read_as_resources_are() -> None:
    group = resource(
        "aws:ec2/securityGroup:SecurityGroup", ingress=[{"toPort": 22}, UNKNOWN], tags={"a": "b"}
    )
    first, second = group.parts("ingress")
    assert first.get("toPort") == 22
    with pytest.raises(Undecided):
        second.get("toPort")
    assert [each.get("a") for each in group.parts("tags")] == ["b"]
    assert group.parts("egress") == []

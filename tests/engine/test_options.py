"""Pulumi's options on a component, by the real engine: transforms, overrides, aliases, providers."""

from __future__ import annotations

import pytest

from support.sandbox import Project

PROGRAM = """
import pulumi
import pulumi_aws as aws
from tenfold import Bucket, BucketArgs, Override, Queue, QueueArgs

step = pulumi.Config().get("step")
west = aws.Provider("west", region="us-west-2")


def label(args):
    if args.type_ == "aws:s3/bucket:Bucket":
        return pulumi.ResourceTransformResult({**args.props, "tags": {"by": "transform"}}, args.opts)


Queue(
    "jobs",
    QueueArgs(deletion_protection=False),
    pulumi.ResourceOptions(transforms=[Override("jobs-queue", aws.sqs.Queue, delay_seconds=7)]),
)
renamed = step == "renamed"
Bucket(
    "assets" if renamed else "files",
    BucketArgs(deletion_protection=False),
    pulumi.ResourceOptions(
        transforms=[label], providers=[west], aliases=[pulumi.Alias(name="files")] if renamed else None
    ),
)
if step == "mistaken":
    Queue(
        "other",
        QueueArgs(deletion_protection=False),
        pulumi.ResourceOptions(transforms=[Override("other-que", aws.sqs.Queue, delay_seconds=7)]),
    )
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, projects: list[Project]) -> Project:
    made = Project.of_program(tmp_path_factory.mktemp("options"), PROGRAM)
    projects.append(made)
    made.up()
    return made


def step(project: Project, name: str) -> None:
    project.run("pulumi", "config", "set", "step", name, "--stack", "dev")


def test_an_override_reaches_the_resource_in_aws(project: Project) -> None:
    sqs = project.client("sqs")
    url = sqs.get_queue_url(QueueName="jobs")["QueueUrl"]
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert attributes["DelaySeconds"] == "7"
    assert "RedrivePolicy" in attributes


def test_a_transform_and_a_provider_of_the_users_reach_the_children(project: Project) -> None:
    s3 = project.client("s3")
    (bucket,) = s3.list_buckets()["Buckets"]
    assert s3.get_bucket_tagging(Bucket=bucket["Name"])["TagSet"] == [{"Key": "by", "Value": "transform"}]
    assert s3.get_bucket_location(Bucket=bucket["Name"])["LocationConstraint"] == "us-west-2"


def test_an_alias_renames_a_component_without_touching_what_it_made(project: Project) -> None:
    step(project, "renamed")
    assert set(project.preview()) <= {"update"}
    project.up()
    assert project.preview("--refresh") == {}
    assert len(project.client("s3").list_buckets()["Buckets"]) == 1


def test_an_override_that_meets_nothing_is_one_message_before_anything_is_created(project: Project) -> None:
    step(project, "mistaken")
    result = project.sandbox("up", check=False)
    assert result.code != 0
    assert "Override other-que" in result.text
    assert "other-queue (aws:sqs/queue:Queue)" in result.text
    assert len(project.client("sqs").list_queues()["QueueUrls"]) == 2

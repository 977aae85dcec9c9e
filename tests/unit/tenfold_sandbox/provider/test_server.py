"""The provider as the engine meets it: names, configuration, previews, and secrets that stay secret."""

from __future__ import annotations

import re
from typing import Any

import pytest
from pulumi.runtime.proto import provider_pb2

from support.provider import Provider
from tenfold_sandbox.provider.server import AwsProvider
from tenfold_sandbox.provider.table import DEFAULTS
from tenfold_sandbox.values import SECRET, SIGNATURE, UNKNOWN, decode, encode

VPC = "aws:ec2/vpc:Vpc"
ROLE = "aws:iam/role:Role"
QUEUE = "aws:sqs/queue:Queue"
PARAMETER = "aws:ssm/parameter:Parameter"
NOWHERE = "http://127.0.0.1:1"
CIDR = "10.0.0.0/16"


class Aborted(Exception):  # noqa: N818  # what gRPC raises
    pass


class Context:
    def abort(self, _code: object, message: str) -> None:
        raise Aborted(message)


def urn(token: str, name: str = "it") -> str:
    return f"urn:pulumi:test::tenfold::{token}::{name}"


def secret(value: Any) -> dict[str, Any]:
    return {SIGNATURE: SECRET, "value": value}


def server(**config: Any) -> AwsProvider:
    """A provider that needs no emulator."""
    made = AwsProvider(NOWHERE)
    made.Configure(provider_pb2.ConfigureRequest(args=encode(config)), Context())
    return made


def check(token: str, inputs: dict[str, Any], old: dict[str, Any] | None = None, name: str = "it") -> Any:
    request = provider_pb2.CheckRequest(
        urn=urn(token, name), news=encode(inputs), olds=encode(old or {}), randomSeed=b"seed"
    )
    return server(region="us-east-1").Check(request, Context())


def checked(token: str, inputs: dict[str, Any], old: dict[str, Any] | None = None, name: str = "it") -> Any:
    answer = check(token, inputs, old, name)
    assert list(answer.failures) == []
    return decode(answer.inputs)


def diff(old: dict[str, Any], new: dict[str, Any], state: dict[str, Any], **config: Any) -> Any:
    request = provider_pb2.DiffRequest(
        urn=urn(VPC), id="vpc-1", olds=encode(state), old_inputs=encode(old), news=encode(new)
    )
    return server(region="us-east-1", **config).Diff(request, Context())


def test_what_the_program_does_not_name_is_named_after_it() -> None:
    inputs = checked(ROLE, {"assumeRolePolicy": "{}"}, name="worker")
    assert re.fullmatch("worker-[0-9a-f]{7}", inputs["name"])
    assert inputs[DEFAULTS] == ["name"]


def test_a_generated_name_stays_and_another_resource_has_another() -> None:
    first = checked(ROLE, {"assumeRolePolicy": "{}"})
    assert checked(ROLE, {"assumeRolePolicy": "{}"}, dict(first))["name"] == first["name"]
    assert checked(ROLE, {"assumeRolePolicy": "{}"}, name="other")["name"] != first["name"]


def test_a_given_name_stays_as_it_is() -> None:
    inputs = checked(ROLE, {"assumeRolePolicy": "{}", "name": "given"}, {"name": "it-1", DEFAULTS: ["name"]})
    assert inputs["name"] == "given"
    assert DEFAULTS not in inputs


def test_a_prefix_begins_the_name_and_a_new_one_makes_a_new_name() -> None:
    first = checked(ROLE, {"assumeRolePolicy": "{}", "namePrefix": "web-"})
    assert re.fullmatch("web-[0-9a-f]{7}", first["name"])
    assert checked(ROLE, {"assumeRolePolicy": "{}", "namePrefix": "db-"}, dict(first))["name"].startswith(
        "db-"
    )


def test_a_generated_name_is_as_long_as_aws_allows_at_most() -> None:
    name = checked(ROLE, {"assumeRolePolicy": "{}"}, name="x" * 100)["name"]
    assert len(name) == 64
    assert re.fullmatch("x{57}[0-9a-f]{7}", name)


def test_a_generated_name_has_the_form_that_the_service_wants() -> None:
    assert checked(QUEUE, {"fifoQueue": True})["name"].endswith(".fifo")


def test_a_refusal_names_the_property_as_pulumi_and_as_python_write_it() -> None:
    (failure,) = check(VPC, {"cidrBlock": CIDR, "instanceTenancy": "shared"}).failures
    assert failure.property == "instanceTenancy"
    assert failure.reason.startswith("'shared' is not allowed. Use one of: dedicated, default, host.")
    assert "(In Python: instance_tenancy.)" in failure.reason


def test_a_refusal_of_a_nested_property_names_it_in_its_reason() -> None:
    inputs = {"name": "c", "roleArn": "arn:aws:iam::1:role/r", "vpcConfig": {}}
    (failure,) = check("aws:eks/cluster:Cluster", inputs).failures
    assert "vpcConfig" in (failure.property or failure.reason)
    assert "it lacks subnetIds" in failure.reason


def test_a_refusal_never_shows_a_secret() -> None:
    (failure,) = check(VPC, {"cidrBlock": CIDR, "instanceTenancy": secret("s3cr3t")}).failures
    assert failure.property == ""  # the engine would show its value
    assert "instanceTenancy" in failure.reason
    assert "s3cr3t" not in failure.reason
    assert "Use one of: dedicated, default, host." in failure.reason


def test_checked_inputs_keep_what_is_secret() -> None:
    inputs = checked(VPC, {"cidrBlock": CIDR, "tags": {"token": secret("s3cr3t")}})
    assert inputs.secret_keys == {"tags"}


def test_what_is_not_in_the_table_passes_as_it_is() -> None:
    assert checked("aws:sagemaker/model:Model", {"anything": 1}) == {"anything": 1}


def test_another_region_of_the_provider_replaces_it_and_other_tags_do_not() -> None:
    def changed(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
        request = provider_pb2.DiffRequest(old_inputs=encode(old), news=encode(new))
        return list(server().DiffConfig(request, Context()).replaces)

    assert changed({"region": "us-east-1"}, {"region": "us-west-2"}) == ["region"]
    assert changed({"defaultTags": '{"tags":{"a":"1"}}'}, {"defaultTags": '{"tags":{"a":"2"}}'}) == []


def test_another_region_of_a_resource_replaces_it() -> None:
    answer = diff({"cidrBlock": CIDR}, {"cidrBlock": CIDR, "region": "us-west-2"}, {"region": "us-east-1"})
    assert list(answer.replaces) == ["region"]


@pytest.mark.parametrize("tags", [UNKNOWN, {"a": UNKNOWN}, {"a": "2"}, {}])
def test_other_tags_are_a_difference_in_place(tags: Any) -> None:
    state = {"region": "us-east-1", "tagsAll": {"a": "1"}}
    answer = diff({"cidrBlock": CIDR, "tags": {"a": "1"}}, {"cidrBlock": CIDR, "tags": tags}, state)
    assert (list(answer.diffs), list(answer.replaces)) == (["tags"], [])


def test_other_default_tags_of_the_provider_are_a_difference_in_place() -> None:
    state = {"region": "us-east-1", "tagsAll": {}}
    tags = '{"tags": {"team": "x"}}'
    answer = diff({"cidrBlock": CIDR}, {"cidrBlock": CIDR}, state, defaultTags=tags)
    assert (list(answer.diffs), list(answer.replaces)) == (["tagsAll"], [])


def test_a_preview_of_a_creation_needs_no_aws_and_hides_what_is_secret() -> None:
    inputs = encode({"cidrBlock": CIDR, "tags": {"token": secret("s3cr3t")}})
    request = provider_pb2.CreateRequest(urn=urn(VPC), properties=inputs, preview=True)
    answer = server().Create(request, Context())
    state = decode(answer.properties)
    assert answer.id == ""
    assert state["arn"] is UNKNOWN
    assert state.secret_keys == {"tags", "tagsAll"}


@pytest.mark.parametrize("tags", [UNKNOWN, {"a": UNKNOWN}])
def test_a_preview_takes_tags_that_are_not_known_yet(tags: Any) -> None:
    request = provider_pb2.CreateRequest(
        urn=urn(VPC), properties=encode({"cidrBlock": CIDR, "tags": tags}), preview=True
    )
    assert decode(server().Create(request, Context()).properties)["tagsAll"] == tags


def test_a_preview_of_an_update_hides_what_was_secret_before() -> None:
    state = {"cidrBlock": CIDR, "tagsAll": secret({"token": "s3cr3t"}), "ownerId": secret("1")}
    request = provider_pb2.UpdateRequest(
        urn=urn(VPC),
        id="vpc-1",
        olds=encode(state),
        old_inputs=encode({"cidrBlock": CIDR}),
        news=encode({"cidrBlock": CIDR, "enableDnsHostnames": True}),
        preview=True,
    )
    foreseen = decode(server().Update(request, Context()).properties)
    assert foreseen["enableDnsHostnames"] is True
    assert foreseen.secret_keys == {"tagsAll", "ownerId"}


def test_aws_quotes_no_secret_in_its_refusal(aws: Provider) -> None:
    request = provider_pb2.CreateRequest(urn=urn(VPC), properties=encode({"cidrBlock": secret("s3cr3t/99")}))
    with pytest.raises(Aborted) as aborted:
        aws.server.Create(request, Context())
    assert str(aborted.value).startswith("AWS refused CreateVpc: ")
    assert "s3cr3t" not in str(aborted.value)


def test_botocore_quotes_no_secret_in_its_refusal(aws: Provider) -> None:
    inputs = {"availabilityZone": "us-east-1a", "size": secret("s3cr3t")}
    token = "aws:ebs/volume:Volume"
    request = provider_pb2.CreateRequest(urn=urn(token), properties=encode(inputs))
    with pytest.raises(Aborted) as aborted:
        aws.server.Create(request, Context())
    assert str(aborted.value).startswith(
        "CreateVolume can't be sent: Invalid type for parameter Size, value: [secret], "
    )


def test_a_resources_state_hides_what_is_secret_through_its_life(aws: Provider) -> None:
    inputs = encode({"name": "/it", "type": "SecureString", "value": secret("s3cr3t")})
    created = aws.server.Create(provider_pb2.CreateRequest(urn=urn(PARAMETER), properties=inputs), Context())
    assert "value" in decode(created.properties).secret_keys
    read = aws.server.Read(
        provider_pb2.ReadRequest(
            urn=urn(PARAMETER), id=created.id, inputs=inputs, properties=created.properties
        ),
        Context(),
    )
    assert "value" in decode(read.properties).secret_keys
    assert "value" in decode(read.inputs).secret_keys
    aws.server.Delete(
        provider_pb2.DeleteRequest(
            urn=urn(PARAMETER), id=created.id, old_inputs=inputs, properties=created.properties
        ),
        Context(),
    )


def test_an_import_may_name_the_region(aws: Provider) -> None:
    there = aws.client("ec2", "us-west-2").create_vpc(CidrBlock=CIDR)["Vpc"]["VpcId"]
    found = aws.import_(VPC, "there", f"{there}@us-west-2")
    assert found is not None
    assert (found.id, found.state["region"]) == (there, "us-west-2")
    assert aws.import_(VPC, "here", there) is None
    aws.delete(found)

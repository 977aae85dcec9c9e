"""GetSchema and Construct over gRPC, as the engine calls them for a program in any language."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import grpc
import pytest

import tenfold
from tenfold.component import Component
from tenfold_sandbox.values import OUTPUT_VALUE, SECRET, SIGNATURE, UNKNOWN, UNKNOWN_STRING, decode

if TYPE_CHECKING:
    from conftest import Plugin
else:
    Plugin = Any

CACHE = {"vpcId": "vpc-1", "subnetIds": ["subnet-1", "subnet-2"]}


def output(value: Any = None, *, secret: bool = False) -> dict[str, Any]:
    """An output as the engine sends it; without a value it is not known yet."""
    known = {} if value is None else {"value": value}
    return {SIGNATURE: OUTPUT_VALUE, "secret": secret, **known}


def inputs_of(plugin: Plugin, name: str) -> Any:
    return decode(plugin.registered[name].object)


def refusal(plugin: Plugin, type_: str, inputs: dict[str, Any], **options: Any) -> str:
    """The one message of a construction that is refused before anything is registered."""
    with pytest.raises(grpc.RpcError) as caught:
        plugin.construct(type_, inputs, **options)
    assert plugin.registered == {}
    assert caught.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    return caught.value.details()


def test_the_schema_has_every_component_that_the_library_exports(plugin: Plugin) -> None:
    exported = [getattr(tenfold, name) for name in tenfold.__all__]
    components = [each for each in exported if isinstance(each, type) and issubclass(each, Component)]
    schema = json.loads(plugin.schema())
    assert set(schema["resources"]) == {f"tenfold:index:{each.__name__}" for each in components}


def test_a_component_is_made_with_its_children_below_it(plugin: Plugin) -> None:
    answer = plugin.construct("Bucket", {"noncurrentExpirationDays": 30, "tags": {"team": "web"}})
    assert answer.urn == plugin.registered["main-bucket"].parent
    assert plugin.registered["main"].type == "tenfold:index:Bucket"
    assert inputs_of(plugin, "main-bucket")["tags"]["team"] == "web"
    rules = inputs_of(plugin, "main-lifecycle")["rules"]
    assert [rule["noncurrentVersionExpiration"]["noncurrentDays"] for rule in rules if "days" in str(rule)]


def test_its_outputs_have_the_names_of_the_schema(plugin: Plugin) -> None:
    state = decode(plugin.construct("Bucket", {}).state)
    assert state["bucketArn"] == "arn:aws:any:us-east-1:123456789012:main-bucket"
    known = json.loads(plugin.schema())["resources"]["tenfold:index:Bucket"]["properties"]
    assert set(state) <= set(known)


def test_nested_values_and_whole_numbers_reach_the_component(plugin: Plugin) -> None:
    window = {"start": "02:00", "durationMinutes": 90}
    plugin.construct("Cache", {**CACHE, "shardCount": 2, "snapshotWindow": window})
    group = inputs_of(plugin, "main-replication-group")
    assert (group["numNodeGroups"], group["snapshotWindow"]) == (2, "02:00-03:30")


def test_an_output_that_is_known_passes_through_with_what_it_depends_on(plugin: Plugin) -> None:
    urn = "urn:pulumi:dev::trial::aws:ec2/vpc:Vpc::main"
    vpc = output("vpc-9") | {"dependencies": [urn]}
    plugin.construct("Cache", {**CACHE, "vpcId": vpc})
    assert inputs_of(plugin, "main-security-group")["vpcId"] == "vpc-9"
    assert urn in plugin.registered["main-security-group"].dependencies


def test_an_output_that_is_not_known_yet_stays_so_in_a_preview(plugin: Plugin) -> None:
    plugin.construct("Cache", {**CACHE, "vpcId": output()}, dryRun=True)
    assert inputs_of(plugin, "main-security-group")["vpcId"] is UNKNOWN


def test_an_unknown_of_an_older_sdk_stays_unknown(plugin: Plugin) -> None:
    plugin.construct("Cache", {**CACHE, "vpcId": UNKNOWN_STRING}, dryRun=True)
    assert inputs_of(plugin, "main-security-group")["vpcId"] is UNKNOWN


@pytest.mark.parametrize("key", [output("arn:key", secret=True), {SIGNATURE: SECRET, "value": "arn:key"}])
def test_a_secret_stays_one(plugin: Plugin, key: dict[str, Any]) -> None:
    plugin.construct("Cache", {**CACHE, "kmsKeyArn": key})
    given = inputs_of(plugin, "main-secret")
    assert given["kmsKeyId"] == "arn:key"
    assert "kmsKeyId" in given.secret_keys


def test_one_output_in_a_list_is_enough(plugin: Plugin) -> None:
    plugin.construct("Cache", {**CACHE, "subnetIds": ["subnet-1", output("subnet-8")]})
    assert inputs_of(plugin, "main-subnets")["subnetIds"] == ["subnet-1", "subnet-8"]


def test_what_is_said_of_a_component_holds(plugin: Plugin) -> None:
    parent = "urn:pulumi:dev::trial::pulumi:pulumi:Stack::trial-dev"
    plugin.construct("Bucket", {"deletionProtection": False}, parent=parent, protect=True)
    component = plugin.registered["main"]
    assert (component.parent, component.protect) == (parent, True)


def test_bad_input_is_one_message_in_the_programs_own_names(plugin: Plugin) -> None:
    text = refusal(plugin, "Network", {"cidr": "10.0.0.0/16", "zoneCount": 9})
    assert text.startswith("NetworkArgs.zoneCount: 9 is refused. Allowed: ")
    assert "Traceback" not in text
    assert "\n" not in text


def test_a_name_that_the_component_refuses_is_one_message_too(plugin: Plugin) -> None:
    assert "is refused. Allowed: " in refusal(plugin, "Network", {"cidr": "10.0.0.0/16"}, name="No Name")


def test_an_argument_that_is_not_known_is_refused_by_its_name(plugin: Plugin) -> None:
    assert refusal(plugin, "Bucket", {"versionning": True}).startswith("BucketArgs.versionning: ")


def test_a_missing_argument_is_named_as_the_schema_names_it(plugin: Plugin) -> None:
    assert "CacheArgs.vpcId" in refusal(plugin, "Cache", {"subnetIds": ["subnet-1", "subnet-2"]})


def test_a_token_of_no_component_is_refused_with_those_there_are(plugin: Plugin) -> None:
    assert "tenfold:index:Bucket" in refusal(plugin, "Bukket", {})


def test_an_output_where_a_plan_needs_the_value_is_refused(plugin: Plugin) -> None:
    text = refusal(plugin, "Network", {"cidr": output("10.0.0.0/16")})
    assert text.startswith("NetworkArgs.cidr: '<output>' is refused. Allowed: a value that is known before")

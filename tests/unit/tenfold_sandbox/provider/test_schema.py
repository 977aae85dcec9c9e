"""What AWS's published schemas refuse, in the program's names, with what is allowed."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from tenfold_sandbox.provider.form import ill_formed
from tenfold_sandbox.provider.reasons import reason
from tenfold_sandbox.provider.rows import all_rows, row_for
from tenfold_sandbox.provider.schema import create_only, problems
from tenfold_sandbox.provider.sdk import sdk_type
from tenfold_sandbox.provider.table import Resource
from tenfold_sandbox.values import UNKNOWN

INSTANCE = "aws:ec2/instance:Instance"
DATABASE = "aws:rds/instance:Instance"
CLUSTER = "aws:eks/cluster:Cluster"


def found(token: str, region: str = "us-east-1", **inputs: Any) -> dict[str, str]:
    """The reasons by property."""
    row = row_for(token)
    assert row is not None
    return dict(problems(row, inputs, region))


def test_a_value_out_of_a_set_is_refused_with_the_set() -> None:
    assert found("aws:ec2/vpc:Vpc", cidrBlock="10.0.0.0/16", instanceTenancy="shared") == {
        "instanceTenancy": "'shared' is not allowed. Use one of: dedicated, default, host."
    }


def test_a_value_out_of_a_large_set_is_refused_with_its_nearest() -> None:
    (reason,) = found(INSTANCE, instanceType="t3.mikro").values()
    assert reason.startswith("'t3.mikro' is not allowed. AWS offers ")
    assert "Nearest: t3.micro, " in reason


def test_a_value_that_does_not_match_is_refused_with_the_pattern() -> None:
    (reason,) = found("aws:cloudwatch/logGroup:LogGroup", name="a b").values()
    assert (
        reason == "'a b' does not match the pattern ^[.\\-_/#A-Za-z0-9]{1,512}\\Z. Change it so that it does."
    )


@pytest.mark.parametrize(
    ("inputs", "name", "reason"),
    [
        ({"maxSessionDuration": 10}, "maxSessionDuration", "10 is too small: the least is 3600. Raise it."),
        ({"maxSessionDuration": "10"}, "maxSessionDuration", "10 is too small: the least is 3600. Raise it."),
        (
            {"maxSessionDuration": 99999},
            "maxSessionDuration",
            "99999 is too large: the most is 43200. Lower it.",
        ),
    ],
)
def test_a_value_beyond_a_limit_is_refused_with_the_limit(
    inputs: dict[str, Any], name: str, reason: str
) -> None:
    assert found("aws:iam/role:Role", assumeRolePolicy="{}", **inputs) == {name: reason}


def test_what_a_nested_object_lacks_is_named_as_the_program_writes_it() -> None:
    assert found(CLUSTER, vpcConfig={}) == {
        "vpcConfig": "it lacks subnetIds, which AWS requires here. Add it."
    }


def test_what_the_top_level_lacks_is_the_sdks_business() -> None:
    assert found(CLUSTER) == {}


def test_a_nested_property_is_named_by_its_path() -> None:
    inputs = {"scalingConfig": {"minSize": -1}, "instanceTypes": ["m5.large", "m99.large"]}
    assert found("aws:eks/nodeGroup:NodeGroup", **inputs).keys() == {
        "scalingConfig.minSize",
        "instanceTypes[1]",
    }


@pytest.mark.parametrize(
    "inputs",
    [
        {"vpcConfig": UNKNOWN},
        {"vpcConfig": {"subnetIds": UNKNOWN}},
        {"vpcConfig": {"subnetIds": [UNKNOWN, "subnet-1"]}},
        {"vpcConfig": {"subnetIds": ["subnet-1"], "endpointPublicAccess": UNKNOWN}, "name": UNKNOWN},
    ],
)
def test_what_is_not_known_yet_is_not_refused(inputs: dict[str, Any]) -> None:
    assert found(CLUSTER, **inputs) == {}


@pytest.mark.parametrize("row", all_rows(), ids=lambda row: row.token)
def test_a_resource_of_unknown_values_is_never_refused(row: Resource) -> None:
    inputs = dict.fromkeys(sdk_type(row.token).inputs, UNKNOWN)
    assert problems(row, inputs, "us-east-1") == []
    assert ill_formed(row.token, inputs) == []


@pytest.mark.parametrize(
    ("token", "inputs"),
    [
        (DATABASE, {"instanceClass": "db.r99.large", "engine": "postgres"}),
        (
            "aws:rds/clusterInstance:ClusterInstance",
            {"instanceClass": "db.r99.large", "engine": "aurora-mysql"},
        ),
        ("aws:rds/cluster:Cluster", {"engineVersion": "99.9", "engine": "aurora-postgresql"}),
        ("aws:ec2/launchTemplate:LaunchTemplate", {"instanceType": "m99.large"}),
        ("aws:elasticache/replicationGroup:ReplicationGroup", {"nodeType": "cache.r99.large"}),
    ],
)
def test_what_a_region_does_not_offer_is_refused(token: str, inputs: dict[str, Any]) -> None:
    (name, value), *_ = inputs.items()
    refused = found(token, **inputs)
    assert refused.keys() == {name}
    assert refused[name].startswith(f"{value!r} is not allowed. AWS offers ")


def test_each_region_offers_its_own_instance_classes() -> None:
    offered = "mac1.metal"
    assert found(INSTANCE, "us-east-1", instanceType=offered) == {}
    assert found(INSTANCE, "mx-central-1", instanceType=offered).keys() == {"instanceType"}


def test_a_region_that_the_rules_do_not_know_refuses_nothing() -> None:
    assert found(INSTANCE, "xx-new-1", instanceType="m99.large") == {}


def test_a_row_without_a_schema_refuses_nothing() -> None:
    assert found("aws:s3/bucketAcl:BucketAcl", acl="no such acl") == {}


@pytest.mark.parametrize(
    ("keyword", "value", "limit", "said"),
    [
        ("const", "b", "a", "'b' is not allowed. Use one of: a."),
        ("minLength", "", 1, "'' is too short: the least number of characters is 1. Lengthen it."),
        ("maxLength", "abc", 2, "'abc' is too long: the greatest number of characters is 2. Shorten it."),
        ("minItems", [], 1, "[] is too few: the least number of items is 1. Add to it."),
        ("maxItems", [1, 2], 1, "[1, 2] is too many: the greatest number of items is 1. Take from it."),
        ("exclusiveMinimum", 0, 0, "0 is too small: it must be more than 0. Raise it."),
        ("exclusiveMaximum", 9, 9, "9 is too large: it must be less than 9. Lower it."),
        (
            "required",
            {},
            ["DBName", "VpcId", "ARN"],
            "it lacks dbName, vpcId, arn, which AWS requires here. Add it.",
        ),
    ],
)
def test_every_refusal_says_what_is_allowed_and_what_to_do(
    keyword: str, value: Any, limit: Any, said: str
) -> None:
    assert reason(keyword, value, limit) == said


def test_create_only_properties_are_known_at_any_depth() -> None:
    paths = create_only("AWS::EKS::Cluster")
    assert ("name",) in paths
    assert ("kubernetesnetworkconfig", "ipfamily") in paths
    assert create_only(None) == frozenset()


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"size": "lots"}, {"size": "'lots' is not a number. Give one."}),
        ({"encrypted": "maybe"}, {"encrypted": "'maybe' is neither true nor false. Give one of these."}),
        ({"size": "10", "encrypted": "true", "type": "1"}, {}),
    ],
)
def test_text_that_is_no_number_or_boolean_is_refused(inputs: dict[str, Any], said: dict[str, str]) -> None:
    assert dict(ill_formed("aws:ebs/volume:Volume", inputs)) == said


def test_ill_formed_text_is_found_at_any_depth() -> None:
    disks = [{"volumeSize": 1}, {"volumeSize": "big"}]
    assert [name for name, _ in ill_formed(INSTANCE, {"ebsBlockDevices": disks})] == [
        "ebsBlockDevices[1].volumeSize"
    ]


def test_the_schemas_are_found_without_importing_cfn_lint() -> None:
    probe = "import sys, json, tenfold_sandbox.provider.server; print(json.dumps('cfnlint' in sys.modules))"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) is False, "a provider would start half a second later"

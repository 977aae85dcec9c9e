from __future__ import annotations

import pytest

from support.policies import judged, resource
from tenfold_policies.rules.cost.gp2_to_gp3 import RULE
from tenfold_policies.values import UNKNOWN

VOLUME = "aws:ebs/volume:Volume"
DATABASE = "aws:rds/instance:Instance"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
DISKS = [{"ebs": {"volumeType": "gp3"}}, {"ebs": {"volumeType": "gp2", "volumeSize": 9}}, {"noDevice": "x"}]


def test_passes() -> None:
    assert judged(
        RULE, resource(VOLUME, type="gp3"), resource(TEMPLATE, blockDeviceMappings=DISKS[:1])
    ).passes


@pytest.mark.parametrize(
    ("type_", "properties", "path"),
    [
        (VOLUME, {}, "type"),
        (TEMPLATE, {"blockDeviceMappings": DISKS}, "blockDeviceMappings.1.ebs.volumeType"),
        (
            "aws:ec2/instance:Instance",
            {"rootBlockDevice": {"volumeType": "gp2"}},
            "rootBlockDevice.volumeType",
        ),
        (DATABASE, {"allocatedStorage": 20}, "storageType"),
        ("aws:opensearch/domain:Domain", {"ebsOptions": {"volumeType": "gp2"}}, "ebsOptions.volumeType"),
    ],
)
def test_fails(type_: str, properties: dict[str, object], path: str) -> None:
    assert judged(RULE, resource(type_, "old", **properties)).faults == {"old": [f"{path} is gp2."]}


def test_cannot_tell() -> None:
    disks = [{"ebs": {"volumeType": "gp2"}}, {"ebs": {"volumeType": UNKNOWN}}]
    verdict = judged(RULE, resource(TEMPLATE, "nodes", blockDeviceMappings=disks))
    assert (set(verdict.faults), verdict.untold) == ({"nodes"}, {"nodes"})


@pytest.mark.parametrize(
    "properties",
    [
        {"engine": "aurora-postgresql", "clusterIdentifier": "c"},
        {"replicateSourceDb": "db", "allocatedStorage": 20},
        {"allocatedStorage": 20, "iops": 1000},
    ],
)
def test_does_not_apply(properties: dict[str, object]) -> None:
    assert judged(RULE, resource(DATABASE, **properties)).passes
    assert judged(RULE, resource("aws:ec2/instance:Instance", instanceType="m7g.large")).passes


def test_it_is_mended_in_place() -> None:
    assert RULE.remediate is not None
    assert RULE.remediate(resource(VOLUME, size=8), None) == {"type": "gp3"}
    template = resource(TEMPLATE, blockDeviceMappings=DISKS)
    assert RULE.remediate(template, None) == {
        "blockDeviceMappings": [DISKS[0], {"ebs": {"volumeType": "gp3", "volumeSize": 9}}, DISKS[2]]
    }
    assert RULE.remediate(resource(VOLUME, type="io2"), None) is None


@pytest.mark.parametrize(
    ("type_", "properties"),
    [
        (VOLUME, {"size": 171}),
        (TEMPLATE, {"blockDeviceMappings": [{"ebs": {"volumeType": "gp2", "volumeSize": 500}}]}),
        (DATABASE, {"allocatedStorage": 2000}),
    ],
)
def test_a_large_one_that_gp3_could_slow_down_is_left_to_its_owner(
    type_: str, properties: dict[str, object]
) -> None:
    assert RULE.remediate is not None
    large = resource(type_, "large", **properties)
    assert RULE.remediate(large, None) is None
    assert set(judged(RULE, large).faults) == {"large"}

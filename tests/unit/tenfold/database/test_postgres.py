"""What PostgresDatabase registers."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from pulumi.runtime import rpc

from support.recording import Recorded, Recording
from tenfold.database import Deployment

Build = Callable[..., Recording]

CLUSTER = {"deployment": Deployment.MULTI_AZ_CLUSTER, "instance_class": "db.r6gd.large", "storage_gib": 400}


def instance(recording: Recording, name: str) -> Recorded:
    return recording.one("aws:rds/instance:Instance", name)


def is_secret(value: Any) -> bool:
    return isinstance(value, dict) and value.get(rpc._special_sig_key) == rpc._special_secret_sig


def test_the_primary_has_a_standby_unless_told_otherwise(postgres: Build) -> None:
    assert instance(postgres(), "prod-primary").inputs["multiAz"] is True
    assert instance(postgres(deployment=Deployment.SINGLE), "prod-primary").inputs["multiAz"] is False


def test_replicas_stand_in_one_zone_after_the_other(postgres: Build) -> None:
    recording = postgres(read_replica_count=3)
    zones = [instance(recording, f"prod-replica-{n}").inputs["availabilityZone"] for n in (1, 2, 3)]
    assert sorted(zones) == ["us-east-1a", "us-east-1b", "us-east-1c"]


def test_a_replica_is_added_without_touching_what_is_there(postgres: Build) -> None:
    def registered(count: int) -> dict[str, str]:
        recording = postgres(read_replica_count=count)
        made = [each for each in recording if not each.type.endswith(":Dashboard")]  # it shows the new one
        return {r.urn: json.dumps(r.inputs, sort_keys=True, default=lambda _: "unknown") for r in made}

    before, after = registered(0), registered(3)
    assert len(after) > len(before)
    assert {urn: after[urn] for urn in before} == before


def test_a_replica_follows_the_primary_and_shares_its_subnet_group(postgres: Build) -> None:
    replica = instance(postgres(read_replica_count=1), "prod-replica-1").inputs
    assert replica["replicateSourceDb"] == "prod"
    assert "dbSubnetGroupName" not in replica
    assert "username" not in replica
    assert "password" not in replica


def test_a_replica_is_as_closed_and_encrypted_as_the_primary(postgres: Build) -> None:
    recording = postgres(read_replica_count=1)
    primary, replica = (instance(recording, f"prod-{role}").inputs for role in ("primary", "replica-1"))
    for key in ("vpcSecurityGroupIds", "parameterGroupName", "storageEncrypted", "publiclyAccessible"):
        assert replica[key] == primary[key]


def test_a_replica_holds_nothing_of_its_own_so_it_can_go(postgres: Build) -> None:
    replica = instance(postgres(read_replica_count=1), "prod-replica-1")
    assert replica.protect is False
    assert replica.inputs["skipFinalSnapshot"] is True


def test_replicas_may_have_another_class(postgres: Build) -> None:
    recording = postgres(read_replica_count=1, replica_instance_class="db.r7g.xlarge")
    assert instance(recording, "prod-replica-1").inputs["instanceClass"] == "db.r7g.xlarge"
    assert instance(recording, "prod-primary").inputs["instanceClass"] == "db.r7g.large"


def test_the_password_is_a_secret_here_since_rds_refuses_replicas_of_a_managed_one(postgres: Build) -> None:
    recording = postgres()
    primary = instance(recording, "prod-primary").inputs
    assert "manageMasterUserPassword" not in primary
    assert is_secret(primary["password"])
    assert is_secret(recording.one("SecretVersion").inputs["secretString"])
    assert recording.one("aws:secretsmanager/secret:Secret").inputs["kmsKeyId"].endswith(":prod-key")


@pytest.mark.parametrize(
    ("store", "deployment", "field"),
    [
        ("aws:rds/instance:Instance", {}, "password"),
        ("aws:rds/cluster:Cluster", CLUSTER, "masterPassword"),
    ],
)
def test_rds_makes_and_keeps_the_password_where_there_are_no_replicas(
    postgres: Build, store: str, deployment: dict[str, Any], field: str
) -> None:
    recording = postgres(managed_password=True, **deployment)
    inputs = recording.one(store).inputs
    assert inputs["manageMasterUserPassword"] is True
    assert inputs["masterUserSecretKmsKeyId"].endswith(":prod-key")
    assert field not in inputs
    assert [recording.of(each) for each in ("RandomPassword", "Secret", "SecretVersion")] == [[], [], []]


def test_storage_grows_by_itself_up_to_a_limit(postgres: Build) -> None:
    inputs = instance(postgres(storage_gib=200, max_storage_gib=400), "prod-primary").inputs
    assert (inputs["allocatedStorage"], inputs["maxAllocatedStorage"]) == (200, 400)
    assert inputs["storageType"] == "gp3"


def test_a_raised_version_brings_a_new_password_and_none_an_old_one(postgres: Build) -> None:
    def keepers(version: int) -> object:
        return postgres(password_version=version).one("RandomPassword").inputs.get("keepers")

    assert keepers(1) is None  # as it was before there were versions
    assert keepers(2) != keepers(3)

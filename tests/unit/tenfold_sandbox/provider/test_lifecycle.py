"""One resource's life through AWS's API: what is rolled back, what is told, what the ledger knows."""

from __future__ import annotations

import dataclasses
import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest

from support.provider import Provider
from tenfold_sandbox.plugin import PluginError
from tenfold_sandbox.provider import calls
from tenfold_sandbox.provider.aws import Aws, EmulatorGoneError, Ledger, ResourceError
from tenfold_sandbox.provider.lifecycle import Lifecycle
from tenfold_sandbox.provider.rows import row_for
from tenfold_sandbox.provider.table import Call, Context, Resource

CIDR = {"cidrBlock": "10.0.0.0/16"}
URN = "urn:pulumi:test::tenfold::aws:ec2/vpc:Vpc::it"


def row(token: str, **changes: Any) -> Resource:
    found = row_for(token)
    assert found is not None
    return dataclasses.replace(found, **changes)


VPC = row("aws:ec2/vpc:Vpc")
VOLUME = row("aws:ebs/volume:Volume")


def vpc_with(*calls: Call, **changes: Any) -> Resource:
    """A VPC whose creation has further calls."""
    return dataclasses.replace(VPC, create=(*VPC.create, *calls), **changes)


def _fails(_: Context) -> Any:
    raise KeyError("a fault of the row")


REFUSED = Call("CreateSubnet", {"VpcId": "id", "CidrBlock": "'10.9.0.0/24'"}, auto=False)
NOT_SENT = Call("CreateVolume", {"AvailabilityZone": "'us-east-1a'", "Size": "'lots'"}, auto=False)
FAULTY = Call("CreateSubnet", {"VpcId": _fails}, auto=False)


@pytest.fixture
def ledger(aws: Provider) -> Iterator[Ledger]:
    """The ledger of the emulator, as empty as it was before."""
    book = Ledger(aws.endpoint)
    before = {entry["entry"] for entry in book.entries()}
    yield book
    for entry in book.entries():
        if entry["entry"] not in before:
            book.forget(entry["entry"])


@pytest.fixture(scope="module")
def api(aws: Provider) -> Aws:
    return Aws(aws.endpoint)


@pytest.fixture
def lifecycle(api: Aws, aws: Provider, ledger: Ledger) -> Lifecycle:
    return Lifecycle(api, ledger, aws.region, {"team": "platform"})


def vpcs(aws: Provider) -> set[str]:
    return {vpc["VpcId"] for vpc in aws.client("ec2").describe_vpcs()["Vpcs"]}


def test_a_creation_completes_its_entry(aws: Provider, lifecycle: Lifecycle, ledger: Ledger) -> None:
    identity, state = lifecycle.create(VPC, URN, CIDR)
    (entry,) = ledger.entries(identity)
    assert (entry["urn"], entry["type"], entry["region"]) == (URN, VPC.token, "us-east-1")
    assert state["tagsAll"] == {"team": "platform"}
    lifecycle.delete(VPC, identity, CIDR, state)
    assert ledger.entries(identity) == []
    assert identity not in vpcs(aws)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (REFUSED, ResourceError, "AWS refused CreateSubnet: InvalidSubnet.Range: "),
        (
            NOT_SENT,
            ResourceError,
            "CreateVolume can't be sent: Invalid type for parameter Size, value: lots, ",
        ),
        (FAULTY, KeyError, "a fault of the row"),
    ],
    ids=["AWS refuses", "botocore refuses", "a fault of ours"],
)
def test_a_creation_that_fails_half_way_leaves_nothing(
    aws: Provider, lifecycle: Lifecycle, ledger: Ledger, call: Call, error: type[Exception], message: str
) -> None:
    before, entries = vpcs(aws), ledger.entries()
    with pytest.raises(error) as raised:
        lifecycle.create(vpc_with(call), URN, CIDR)
    assert message in str(raised.value)
    assert "\n" not in str(raised.value)
    assert vpcs(aws) == before
    assert ledger.entries() == entries


def test_a_creation_that_can_not_be_undone_stays_in_the_ledger(
    aws: Provider, lifecycle: Lifecycle, ledger: Ledger
) -> None:
    undeletable = vpc_with(REFUSED, delete=(Call("DeleteVpc", {"VpcId": _fails}, auto=False),))
    before, entries = vpcs(aws), ledger.entries()
    with pytest.raises(ResourceError, match="AWS refused CreateSubnet"):
        lifecycle.create(undeletable, URN, CIDR)
    (left,) = vpcs(aws) - before
    (entry,) = [each for each in ledger.entries() if each not in entries]
    assert (entry["urn"], entry["id"]) == (URN, None)
    aws.client("ec2").delete_vpc(VpcId=left)


def test_a_creation_whose_look_up_fails_makes_no_entry(lifecycle: Lifecycle, ledger: Ledger) -> None:
    entries = ledger.entries()
    with pytest.raises(ResourceError, match="CreateVolume can't be sent"):
        lifecycle.create(vpc_with(lookup=(NOT_SENT,)), URN, CIDR)
    assert ledger.entries() == entries


def test_what_does_not_become_ready_is_told_in_time_and_removed(
    aws: Provider, lifecycle: Lifecycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "PATIENCE", 0.5)
    before = vpcs(aws)
    ready = "out.Vpcs[0].State == 'gone'"
    waits = Call("DescribeVpcs", {"VpcIds": "[id]"}, until=ready, unmet="'not gone yet'")
    started = time.monotonic()
    with pytest.raises(ResourceError, match=r"^not gone yet$"):
        lifecycle.create(vpc_with(waits), URN, {"cidrBlock": "10.9.0.0/16"})
    assert time.monotonic() - started < 5
    assert vpcs(aws) == before


def test_an_update_that_is_refused_is_one_message(lifecycle: Lifecycle) -> None:
    identity, state = lifecycle.create(VPC, URN, CIDR)
    refusing = dataclasses.replace(VPC, update=(REFUSED,))
    with pytest.raises(ResourceError, match=r"^AWS refused CreateSubnet: InvalidSubnet\.Range: "):
        lifecycle.update(refusing, URN, identity, CIDR, {**CIDR, "tags": {"a": "1"}}, state)
    lifecycle.delete(VPC, identity, CIDR, state)


def test_what_is_gone_reads_as_gone_and_leaves_the_ledger(
    aws: Provider, lifecycle: Lifecycle, ledger: Ledger
) -> None:
    identity, state = lifecycle.create(VPC, URN, CIDR)
    aws.client("ec2").delete_vpc(VpcId=identity)
    assert lifecycle.read(VPC, identity, CIDR, state) is None
    assert ledger.entries(identity) == []


def test_what_is_gone_is_deleted_without_complaint(aws: Provider, lifecycle: Lifecycle) -> None:
    identity, state = lifecycle.create(VPC, URN, CIDR)
    aws.client("ec2").delete_vpc(VpcId=identity)
    lifecycle.delete(VPC, identity, CIDR, state)


def test_what_is_gone_can_not_be_updated_and_is_told(aws: Provider, lifecycle: Lifecycle) -> None:
    identity, state = lifecycle.create(VPC, URN, CIDR)
    aws.client("ec2").delete_vpc(VpcId=identity)
    with pytest.raises(ResourceError, match=identity):
        lifecycle.update(VPC, URN, identity, CIDR, {**CIDR, "enableDnsHostnames": True}, state)


def test_what_is_removed_from_the_program_goes_back_to_its_default(
    aws: Provider, lifecycle: Lifecycle
) -> None:
    inputs = {**CIDR, "enableDnsSupport": False}
    identity, state = lifecycle.create(VPC, URN, inputs)
    fresh = lifecycle.update(VPC, URN, identity, inputs, CIDR, state)
    assert VPC.defaults["enableDnsSupport"] is True
    assert fresh["enableDnsSupport"] is True
    shown = aws.client("ec2").describe_vpc_attribute(VpcId=identity, Attribute="enableDnsSupport")
    assert shown["EnableDnsSupport"]["Value"] is True
    lifecycle.delete(VPC, identity, CIDR, fresh)


@pytest.mark.parametrize(
    ("names", "taken"), [(["enableDnsSupport"], True), (["cidrBlock"], False), (["enableDnsSup"], False)]
)
def test_an_update_takes_what_its_calls_speak_of(lifecycle: Lifecycle, names: list[str], taken: bool) -> None:
    assert lifecycle.takes(VPC, names) is taken


def test_a_creating_call_takes_numbers_written_as_text(lifecycle: Lifecycle) -> None:
    inputs = {"availabilityZone": "us-east-1a", "size": "1"}
    identity, state = lifecycle.create(VOLUME, URN.replace("ec2/vpc:Vpc", "ebs/volume:Volume"), inputs)
    assert state["size"] == "1"
    lifecycle.delete(VOLUME, identity, inputs, state)


@pytest.fixture
def nobody() -> str:
    """An endpoint where nothing listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


def test_an_emulator_that_has_ended_is_one_message_of_what_to_do(nobody: str) -> None:
    said = "the sandbox's emulator has ended; run the command again to start an empty sandbox"
    for ask in (
        lambda: Aws(nobody).call("ec2", "DescribeVpcs", {}, "us-east-1"),
        lambda: Ledger(nobody).entries(),
    ):
        with pytest.raises(EmulatorGoneError) as raised:
            ask()
        assert str(raised.value) == said
        assert isinstance(raised.value, PluginError)

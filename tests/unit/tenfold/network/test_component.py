"""What Network registers."""

from __future__ import annotations

import json
from typing import Any

import pulumi
import pytest

from support.recording import Recorded, Recording, record
from tenfold.errors import InvalidInputError
from tenfold.network import Network, NetworkArgs

GLOBAL = {"aws:iam/role:Role", "aws:iam/rolePolicy:RolePolicy"}
UNTAGGED = {
    "aws:ec2/route:Route",
    "aws:ec2/routeTableAssociation:RouteTableAssociation",
    "aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions",
    "aws:iam/rolePolicy:RolePolicy",
}
EVERYTHING: dict[str, Any] = {
    "ipv6": True,
    "interface_endpoints": ["ecr.api", "sts"],
    "block_public_access": "block-bidirectional",
    "karpenter_discovery": "prod",
}


def build(
    opts: pulumi.ResourceOptions | None = None, answers: Any = None, preview: bool = False, **changed: Any
) -> Recording:
    args = {"cidr": "10.0.0.0/16", **changed}
    return record(lambda: Network("main", NetworkArgs(**args), opts), answers=answers, preview=preview)


@pytest.fixture(scope="module")
def default() -> Recording:
    return build()


@pytest.fixture(scope="module")
def everything() -> Recording:
    return build(region="us-east-1", tags={"team": "shop"}, **EVERYTHING)


def outputs(recording: Recording) -> dict[str, Any]:
    return recording.component_outputs[recording.one("tenfold:index:Network").urn]


def names(recording: Recording, type_: str) -> list[str]:
    return sorted(r.name for r in recording.of(type_))


def identities(recording: Recording) -> dict[tuple[str, str], dict[str, Any]]:
    return {(r.type, r.name): r.inputs for r in recording}


def routes(recording: Recording, table: str) -> dict[str, str]:
    """A table's targets by destination."""
    targets = ("gatewayId", "natGatewayId", "egressOnlyGatewayId")
    return {
        str(r.inputs.get("destinationCidrBlock") or r.inputs.get("destinationIpv6CidrBlock")): next(
            r.inputs[target] for target in targets if target in r.inputs
        )
        for r in recording.of("Route")
        if r.inputs["routeTableId"] == f"{table}-id"
    }


def test_every_child_belongs_to_the_component(everything: Recording) -> None:
    component, *children = everything
    assert component.type == "tenfold:index:Network"
    assert {child.parent for child in children} == {component.urn}
    assert all(child.name.startswith("main-") for child in children)


@pytest.mark.parametrize("name", ["a" * 47, "main network", "sg-main", "réseau", ""])
def test_a_name_that_aws_would_refuse_in_a_child_s_registers_nothing(name: str) -> None:
    def program() -> None:
        with pytest.raises(InvalidInputError, match="Network name"):
            Network(name, NetworkArgs(cidr="10.0.0.0/16"))

    assert record(program).resources == []


def test_the_longest_name_s_role_leaves_room_for_the_suffix_that_pulumi_adds() -> None:
    recording = record(lambda: Network("a" * 46, NetworkArgs(cidr="10.0.0.0/16")))
    assert len(recording.one("aws:iam/role:Role").name) + 8 == 64


def test_an_alias_reaches_the_component_alone() -> None:
    recording = build(pulumi.ResourceOptions(aliases=[pulumi.Alias(name="old")]))
    assert [r.name for r in recording if r.aliases] == ["main"]


def test_region_reaches_every_regional_child_and_the_data_source(everything: Recording) -> None:
    regional = [r for r in everything if r.type.startswith("aws:") and r.type not in GLOBAL]
    assert {r.inputs.get("region") for r in regional} == {"us-east-1"}
    assert [args["region"] for _, args in everything.invokes] == ["us-east-1"]


def test_the_users_tags_reach_every_child_that_takes_tags(everything: Recording) -> None:
    tagged = [r for r in everything if r.type.startswith("aws:") and r.type not in UNTAGGED]
    assert {r.inputs["tags"]["team"] for r in tagged} == {"shop"}


def test_the_vpc_and_its_subnets_alone_are_protected_and_the_guard(default: Recording) -> None:
    protected = {r.type for r in default if r.protect}
    assert protected == {"aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet", "random:index/randomId:RandomId"}
    assert not [r for r in build(deletion_protection=False) if r.protect]


def test_the_callers_protect_holds_without_deletion_protection() -> None:
    recording = build(pulumi.ResourceOptions(protect=True), deletion_protection=False)
    assert all(r.protect for r in recording)


def test_no_subnet_hands_out_public_addresses(everything: Recording) -> None:
    assert {r.inputs["mapPublicIpOnLaunch"] for r in everything.of("Subnet")} == {False}


def test_the_default_security_group_is_emptied(default: Recording) -> None:
    group = default.one("DefaultSecurityGroup").inputs
    assert group["ingress"] == []
    assert group["egress"] == []


def test_only_the_public_tier_reaches_the_internet_gateway(default: Recording) -> None:
    assert routes(default, "main-public") == {"0.0.0.0/0": "main-internet-id"}
    assert routes(default, "main-private-b") == {"0.0.0.0/0": "main-nat-b-id"}
    assert routes(default, "main-isolated") == {}


def test_every_subnet_has_the_table_of_its_tier_and_zone(default: Recording) -> None:
    found = {r.inputs["subnetId"]: r.inputs["routeTableId"] for r in default.of("RouteTableAssociation")}
    assert found == {
        **{f"main-public-{z}-id": "main-public-id" for z in "abc"},
        **{f"main-private-{z}-id": f"main-private-{z}-id" for z in "abc"},
        **{f"main-isolated-{z}-id": "main-isolated-id" for z in "abc"},
    }


@pytest.mark.parametrize(
    ("nat", "gateways", "addresses", "ways"),
    [
        ("none", [], [], {}),
        ("single", ["main-nat-a"], ["198.51.100.1"], dict.fromkeys("abc", "main-nat-a-id")),
        (
            "one_per_zone",
            ["main-nat-a", "main-nat-b", "main-nat-c"],
            ["198.51.100.1"] * 3,
            {z: f"main-nat-{z}-id" for z in "abc"},
        ),
        ("regional", ["main-nat"], ["198.51.100.7"], dict.fromkeys("abc", "main-nat-id")),
    ],
)
def test_private_zones_leave_by_the_nat_that_was_asked_for(
    nat: str, gateways: list[str], addresses: list[str], ways: dict[str, str]
) -> None:
    recording = build(nat=nat)
    assert names(recording, "NatGateway") == gateways
    assert outputs(recording)["nat_public_ips"] == addresses
    found = {z: routes(recording, f"main-private-{z}").get("0.0.0.0/0") for z in "abc"}
    assert {z: way for z, way in found.items() if way} == ways
    assert len(recording.of("RouteTable")) == 5


def test_a_regional_nat_gateway_needs_no_public_tier_but_an_internet_gateway() -> None:
    recording = build(nat="regional", tiers=["private"])
    gateway = recording.one("NatGateway")
    assert gateway.inputs["availabilityMode"] == "regional"
    assert gateway.inputs["vpcId"] == "main-vpc-id"
    assert {"subnetId", "allocationId"}.isdisjoint(gateway.inputs)
    assert recording.one("InternetGateway").urn in gateway.depends_on


def test_a_network_without_public_tier_and_nat_has_no_door() -> None:
    recording = build(nat="none", tiers=["isolated"])
    assert not recording.of("InternetGateway") + recording.of("NatGateway") + recording.of("Route")


GROWTH = [
    ({"nat": "none"}, {"nat": "single"}),
    ({"nat": "single"}, {"nat": "one_per_zone"}),
    ({"nat": "one_per_zone"}, {"nat": "regional"}),
    ({"zone_count": 2}, {"zone_count": 3}),
    ({"zones": ["us-east-1b", "us-east-1c"]}, {"zones": ["us-east-1c", "us-east-1a", "us-east-1b"]}),
    ({"tiers": ["public", "private"]}, {"tiers": ["isolated", "private", "public"]}),
    ({"ipv6": False}, {"ipv6": True}),
    ({"flow_logs": False}, {"flow_logs": True}),
    ({}, {"interface_endpoints": ["sts"]}),
    ({}, {"block_public_access": "block-ingress"}),
    ({}, {"karpenter_discovery": "prod"}),
]
REPLACING = {
    "aws:ec2/vpc:Vpc": {"cidrBlock", "region"},
    "aws:ec2/subnet:Subnet": {"availabilityZone", "cidrBlock", "region", "vpcId"},
    "aws:ec2/routeTable:RouteTable": {"region", "vpcId"},
    "aws:ec2/routeTableAssociation:RouteTableAssociation": {"region", "subnetId"},
    "aws:ec2/route:Route": {"destinationCidrBlock", "destinationIpv6CidrBlock", "region", "routeTableId"},
}


@pytest.mark.parametrize(("before", "after"), GROWTH)
def test_growth_removes_and_replaces_no_vpc_subnet_table_or_route(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    old, new = identities(build(**before)), identities(build(**after))
    for identity, inputs in old.items():
        for property_ in REPLACING.get(identity[0], ()):
            assert new[identity].get(property_) == inputs.get(property_)


def test_a_single_nat_gateway_stays_when_every_zone_gets_its_own() -> None:
    old, new = identities(build(nat="single")), identities(build(nat="one_per_zone"))
    for type_ in ("aws:ec2/natGateway:NatGateway", "aws:ec2/eip:Eip"):
        assert new[type_, "main-nat-a"] == old[type_, "main-nat-a"]


def test_ipv6_gives_each_subnet_its_own_block_and_private_ones_a_way_out_only(everything: Recording) -> None:
    blocks = {r.name: r.inputs["ipv6CidrBlock"] for r in everything.of("Subnet")}
    assert blocks["main-private-b"] == "2600:1f18:abc:de09::/64"
    assert len(set(blocks.values())) == 9
    assert routes(everything, "main-public")["::/0"] == "main-internet-id"
    assert routes(everything, "main-private-a")["::/0"] == "main-egress-id"
    assert routes(everything, "main-isolated") == {}


def test_gateway_endpoints_are_in_every_route_table(default: Recording) -> None:
    services = {r.inputs["serviceName"]: r.inputs for r in default.of("VpcEndpoint")}
    assert set(services) == {"com.amazonaws.us-east-1.s3", "com.amazonaws.us-east-1.dynamodb"}
    tables = {f"{r.name}-id" for r in default.of("RouteTable")}
    assert all(set(inputs["routeTableIds"]) == tables for inputs in services.values())


def test_interface_endpoints_admit_the_network_by_tls_alone(everything: Recording) -> None:
    group = everything.one("aws:ec2/securityGroup:SecurityGroup")
    assert {"ingress", "egress"}.isdisjoint(group.inputs)
    rule = everything.one("SecurityGroupIngressRule").inputs
    assert (rule["cidrIpv4"], rule["ipProtocol"]) == ("10.0.0.0/16", "tcp")
    assert (rule["fromPort"], rule["toPort"]) == (443, 443)
    endpoint = everything.one("VpcEndpoint", "main-ecr-api").inputs
    assert endpoint["securityGroupIds"] == ["main-endpoints-id"]
    assert endpoint["subnetIds"] == [f"main-private-{z}-id" for z in "abc"]
    assert endpoint["privateDnsEnabled"] is True


def test_interface_endpoints_lie_in_the_isolated_tier_without_a_private_one() -> None:
    recording = build(tiers=["isolated"], nat="none", interface_endpoints=["sts"])
    assert recording.one("VpcEndpoint", "main-sts").inputs["subnetIds"][0] == "main-isolated-a-id"


def test_kubernetes_finds_the_subnets_for_load_balancers_and_nodes(everything: Recording) -> None:
    def found(tier: str) -> set[str]:
        return {
            tag
            for tag in everything.one("Subnet", f"main-{tier}-a").inputs["tags"]
            if ".io/" in tag or ".sh/" in tag
        }

    assert found("public") == {"kubernetes.io/role/elb"}
    assert found("private") == {"kubernetes.io/role/internal-elb", "karpenter.sh/discovery"}
    assert found("isolated") == set()


def test_all_traffic_is_logged_by_default(default: Recording) -> None:
    log = default.one("FlowLog").inputs
    assert (log["vpcId"], log["trafficType"]) == ("main-vpc-id", "ALL")
    assert default.one("LogGroup").inputs["retentionInDays"] == 90


def test_flow_logs_are_kept_for_the_days_asked_for_with_the_key_given() -> None:
    group = build(flow_log_retention_days=365, flow_log_kms_key_arn="arn:key").one("LogGroup").inputs
    assert group["retentionInDays"] == 365
    assert group["kmsKeyId"] == "arn:key"


def test_only_flow_logs_of_this_account_and_region_can_take_the_role(default: Recording) -> None:
    (statement,) = json.loads(default.one("Role").inputs["assumeRolePolicy"])["Statement"]
    assert statement["Principal"] == {"Service": "vpc-flow-logs.amazonaws.com"}
    assert statement["Condition"] == {
        "StringEquals": {"aws:SourceAccount": "123456789012"},
        "ArnLike": {"aws:SourceArn": "arn:aws:ec2:us-east-1:123456789012:vpc-flow-log/*"},
    }


def test_the_flow_logs_role_writes_to_its_own_group_alone(default: Recording) -> None:
    write, describe = json.loads(default.one("RolePolicy").inputs["policy"])["Statement"]
    group = "arn:aws:logs:us-east-1:123456789012:log-group:flow"
    assert write["Resource"] == [group, f"{group}:*"]
    assert describe["Action"] == "logs:DescribeLogGroups"


def test_flow_logs_can_be_left_out() -> None:
    recording = build(flow_logs=False)
    assert not recording.of("FlowLog") + recording.of("LogGroup") + recording.of("Role")


@pytest.mark.parametrize(
    ("mode", "options", "exclusions"),
    [
        ("unmanaged", [], set[tuple[str, str]]()),
        ("exclude", [], {("public", "allow-bidirectional"), ("private", "allow-egress")}),
        ("block-ingress", ["block-ingress"], {("public", "allow-bidirectional")}),
        (
            "block-bidirectional",
            ["block-bidirectional"],
            {("public", "allow-bidirectional"), ("private", "allow-egress")},
        ),
    ],
)
def test_blocking_public_access_spares_what_the_tiers_need(
    mode: str, options: list[str], exclusions: set[tuple[str, str]]
) -> None:
    recording = build(block_public_access=mode)
    spared = recording.of("VpcBlockPublicAccessExclusion")
    assert {(r.name.split("-")[1], r.inputs["internetGatewayExclusionMode"]) for r in spared} == exclusions
    modes = recording.of("VpcBlockPublicAccessOptions")
    assert [r.inputs["internetGatewayBlockMode"] for r in modes] == options
    assert all({r.urn for r in spared} <= each.depends_on for each in modes)


def test_outputs_follow_the_order_of_the_zones() -> None:
    found = outputs(build(zones=["us-east-1c", "us-east-1a"]))
    assert found["zones"] == ["us-east-1c", "us-east-1a"]
    assert found["private_subnet_ids"] == ["main-private-c-id", "main-private-a-id"]
    assert found["private_route_table_ids"] == ["main-private-c-id", "main-private-a-id"]
    assert found["vpc_arn"].endswith(":vpc/vpc-1")


def test_outputs_of_a_missing_tier_are_empty() -> None:
    found = outputs(build(tiers=["public", "private"]))
    assert found["isolated_subnet_ids"] == []
    assert found["isolated_route_table_ids"] == []


def launched(preview: bool) -> tuple[Recorded, Recording]:
    """Something that is launched in a private subnet."""

    def program() -> None:
        network = Network("main", NetworkArgs(cidr="10.0.0.0/16"))
        instance = {"subnetId": network.private_subnet_ids[0]}
        pulumi.CustomResource("test:index:Instance", "instance", instance)

    recording = record(program, preview=preview)
    return recording.one("Instance"), recording


def test_what_uses_a_private_subnet_waits_for_its_way_out() -> None:
    instance, recording = launched(preview=False)
    assert recording.one("Route", "main-private-a-ipv4").urn in instance.depends_on
    assert recording.one("RouteTableAssociation", "main-private-a").urn in instance.depends_on


def test_waiting_for_the_way_out_leaves_the_id_known_in_a_preview() -> None:
    instance, _ = launched(preview=True)
    assert instance.inputs["subnetId"] == "main-private-a-id"


def test_a_zone_that_the_region_lacks_is_refused_before_anything_is_created() -> None:
    def program() -> None:
        args = NetworkArgs(cidr="10.0.0.0/16", zones=["us-west-2a", "us-west-2d"])
        with pytest.raises(InvalidInputError, match=r"us-west-2d.*us-west-2a, us-west-2b"):
            Network("main", args)

    two = {"names": ["us-west-2a", "us-west-2b"], "zoneIds": ["usw2-az1", "usw2-az2"]}
    recording = record(program, {"aws:index/getAvailabilityZones:getAvailabilityZones": lambda _: two})
    assert [r.type for r in recording] == ["tenfold:index:Network"]


def test_zones_of_another_region_than_the_providers_are_refused() -> None:
    with pytest.raises(InvalidInputError, match="set `region` to the region of these"):
        build(zones=["us-west-2a"])


def test_a_preview_that_cannot_ask_for_zones_assumes_the_first_letters() -> None:
    unknown = {"aws:index/getAvailabilityZones:getAvailabilityZones": lambda _: {}}
    recording = build(answers=unknown, preview=True)
    assert names(recording, "Subnet") == names(build(), "Subnet")
    named = build(answers=unknown, preview=True, zones=["us-east-1d"])
    assert named.one("Subnet", "main-public-d").inputs["availabilityZone"] == "us-east-1d"

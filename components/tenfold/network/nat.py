"""NAT gateways: how the private tier reaches the internet over IPv4, and with which addresses."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
from pulumi_aws import ec2

from tenfold.component import Component
from tenfold.network.alarms import nat_alarms
from tenfold.network.args import Nat, NetworkArgs
from tenfold.network.plan import Tier
from tenfold.parts.metric_alarms import metric_alarms


def nat_gateways(
    owner: Component,
    name: str,
    args: NetworkArgs,
    network: ec2.Vpc,
    subnets: Mapping[Tier, Mapping[str, ec2.Subnet]],
    internet: ec2.InternetGateway | None,
) -> tuple[Mapping[str, ec2.NatGateway], pulumi.Output[list[str]]]:
    """The gateway that each private zone uses, by the zone's letter, and all their public addresses."""
    letters = list(subnets[Tier.PRIVATE])
    if args.nat is Nat.NONE or internet is None:
        return {}, pulumi.Output.from_input(list[str]())
    if args.nat is Nat.REGIONAL:
        gateway = _regional(owner, name, args, network, internet)
        _watch(owner, args, "nat", gateway)
        addresses = gateway.regional_nat_gateway_addresses.apply(
            lambda all_: [address.public_ip for address in all_ if address.public_ip]
        )
        return dict.fromkeys(letters, gateway), addresses
    homes = letters[:1] if args.nat is Nat.SINGLE else letters
    # Named by the zone it stands in, so that a single gateway stays when the other zones get theirs.
    zonal = {
        letter: _zonal(owner, name, f"nat-{letter}", args, subnets[Tier.PUBLIC][letter], internet)
        for letter in homes
    }
    for letter, gateway in zonal.items():
        _watch(owner, args, f"nat-{letter}", gateway)
    addresses = pulumi.Output.all(*[gateway.public_ip for gateway in zonal.values()])
    return {letter: zonal.get(letter, zonal[homes[0]]) for letter in letters}, addresses


def _watch(owner: Component, args: NetworkArgs, role: str, gateway: ec2.NatGateway) -> None:
    metric_alarms(
        owner,
        nat_alarms(role, args.alarms.nat_packets_dropped_percent),
        dimensions={"NatGatewayId": gateway.id},
        topic_arn=args.alarm_topic_arn,
        region=args.region,
    )


def _zonal(
    owner: Component,
    name: str,
    role: str,
    args: NetworkArgs,
    subnet: ec2.Subnet,
    internet: ec2.InternetGateway,
) -> ec2.NatGateway:
    address = ec2.Eip(
        f"{name}-{role}",
        region=args.region,
        domain="vpc",
        tags=owner.tags_for(role),
        opts=owner.child(depends_on=[internet]),
    )
    return ec2.NatGateway(
        f"{name}-{role}",
        region=args.region,
        subnet_id=subnet.id,
        allocation_id=address.id,
        connectivity_type="public",
        tags=owner.tags_for(role),
        opts=owner.child(depends_on=[internet]),
    )


def _regional(
    owner: Component, name: str, args: NetworkArgs, network: ec2.Vpc, internet: ec2.InternetGateway
) -> ec2.NatGateway:
    return ec2.NatGateway(
        f"{name}-nat",
        region=args.region,
        vpc_id=network.id,
        availability_mode="regional",
        connectivity_type="public",
        tags=owner.tags_for("nat"),
        opts=owner.child(depends_on=[internet]),
    )

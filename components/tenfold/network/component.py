"""The network component: a VPC in one region, its subnets in three tiers, and every way in and out.

::

    internet <--> internet gateway <--> public subnets: load balancers, NAT gateways
                                           |
    internet <--- NAT, egress-only ---- private subnets: nodes, pods, workers ---> interface endpoints
                                           |
                                        isolated subnets: databases, caches (no way out)

    S3 and DynamoDB are reached from every subnet through gateway endpoints.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import pulumi
from pulumi_aws import ec2, get_availability_zones

from tenfold.component import Component
from tenfold.network import plan
from tenfold.network.args import Nat, NetworkArgs
from tenfold.network.block_public_access import block_public_access
from tenfold.network.default_security_group import empty_default_security_group
from tenfold.network.endpoints import gateway_endpoints, interface_endpoints
from tenfold.network.flow_logs import flow_logs
from tenfold.network.nat import nat_gateways
from tenfold.network.plan import Tier
from tenfold.parts.order import after


class Network(Component):
    """A VPC with public, private and isolated subnets in each zone, safe by default.

    Creates: the VPC, its subnets, an internet gateway, NAT gateways, one route table for the public tier,
    one for each private zone and one for the isolated tier, gateway endpoints for S3 and DynamoDB, a flow log
    with a log group and a role of its own; on demand interface endpoints behind a security group that admits
    the VPC's addresses on port 443 alone, IPv6 with an egress-only gateway, VPC Block Public Access, and with
    ``alarm_topic_arn``, alarms on NAT gateways that run out of ports or drop packets. It takes over the
    VPC's default security group and empties it. No subnet hands out public IPv4 addresses.

    Refuses, before anything is created: a CIDR that is public, too small or large, has host bits or overlaps
    ``reserved_cidrs``; a zone that the region does not have; NAT for tiers that are not there.

    Grows by adding only. One more zone or tier, another kind of NAT, IPv6, endpoints or flow logs replace no
    VPC, subnet or route table. These replace: ``cidr`` and ``region`` everything, ``max_zones`` every subnet,
    ``netmask_lengths`` the subnets of that tier.

    Availability: with NAT one_per_zone or regional a zone's loss cuts off no other zone; with single it can.
    AWS's SLA for a NAT gateway is 99.9 % (aws.amazon.com/vpc/sla).

    Cost: each NAT gateway and each interface endpoint's zone by the hour and by GB, each public IPv4 address
    by the hour, flow logs by GB (aws.amazon.com/vpc/pricing). The rest is free.

    For AWS's commercial regions; China and GovCloud are out of scope.
    """

    vpc_id: pulumi.Output[str]
    vpc_arn: pulumi.Output[str]
    cidr_block: pulumi.Output[str]
    ipv6_cidr_block: pulumi.Output[str]
    """Empty without IPv6."""
    zones: pulumi.Output[list[str]]
    """Their names, in the order that the lists below keep."""
    public_subnet_ids: pulumi.Output[list[str]]
    """Empty without the tier. What uses an id waits until that subnet has its routes."""
    private_subnet_ids: pulumi.Output[list[str]]
    """As public_subnet_ids."""
    isolated_subnet_ids: pulumi.Output[list[str]]
    """As public_subnet_ids."""
    public_route_table_ids: pulumi.Output[list[str]]
    """One table, or none without the tier."""
    private_route_table_ids: pulumi.Output[list[str]]
    """One for each zone, whatever the NAT."""
    isolated_route_table_ids: pulumi.Output[list[str]]
    """One table, or none without the tier."""
    nat_public_ips: pulumi.Output[list[str]]
    """The addresses that others see over IPv4; those of a regional gateway as AWS last reported them."""
    default_security_group_id: pulumi.Output[str]
    """Empty: it lets nothing in or out."""

    def __init__(self, name: str, args: NetworkArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        plan.check_name(name)
        super().__init__(name, args.tags, opts, deletion_protection=args.deletion_protection)
        self._args = args
        letters, known_region = self._choose_zones()

        vpc = self._vpc = self._create_vpc()
        region = pulumi.Output.from_input(known_region) if known_region else vpc.region
        subnets = self._subnets = self._create_subnets(letters, region)
        internet = self._create_internet_gateway()
        nats, self.nat_public_ips = nat_gateways(self, name, args, vpc, subnets, internet)

        public = self._connect_public(internet)
        private = self._connect_private(nats)
        isolated = self._connect_isolated()

        inner = subnets[Tier.PRIVATE] or subnets[Tier.ISOLATED]
        gateway_endpoints(self, name, args, vpc, region, [*public, *private, *isolated])
        interface_endpoints(self, name, args, vpc, region, inner.values())
        flow_logs(self, name, args, vpc)
        block_public_access(self, name, args, subnets)

        self.vpc_id = vpc.id
        self.vpc_arn = vpc.arn
        self.cidr_block = vpc.cidr_block
        self.ipv6_cidr_block = vpc.ipv6_cidr_block
        self.zones = pulumi.Output.all(*[pulumi.Output.concat(region, letter) for letter in letters])
        self.public_route_table_ids = _ids(public)
        self.private_route_table_ids = _ids(private)
        self.isolated_route_table_ids = _ids(isolated)
        self.default_security_group_id = empty_default_security_group(self, name, args, vpc).id
        self.register_outputs()

    def _choose_zones(self) -> tuple[list[str], str | None]:
        """The zones' letters and their region, asked of AWS before anything is created.

        In a preview whose provider is not configured yet AWS can't be asked: it assumes the first letters.
        """
        args = self._args
        available = get_availability_zones(region=args.region, opts=self.invoke_options())
        if available.names:
            zones = plan.choose_zones(
                available.names, available.zone_ids, args.zones, args.zone_count, args.max_zones
            )
        elif args.zones:
            zones = list(args.zones)
        else:
            return plan.assume_letters(args.zone_count), args.region
        split = [plan.split_zone(zone, args.max_zones) for zone in zones]
        return [letter for _, letter in split], split[0][0]

    def _create_vpc(self) -> ec2.Vpc:
        return ec2.Vpc(
            f"{self._name}-vpc",
            region=self._args.region,
            cidr_block=self._args.cidr,
            assign_generated_ipv6_cidr_block=self._args.ipv6,
            enable_dns_support=True,
            enable_dns_hostnames=True,  # interface endpoints' private names need both
            tags=self.tags_for(),
            opts=self.child(protect=self._args.deletion_protection or None),
        )

    def _create_subnets(
        self, letters: Sequence[str], region: pulumi.Output[str]
    ) -> dict[Tier, dict[str, ec2.Subnet]]:
        """Subnets by tier and zone letter; a tier that is not wanted has none."""
        args = self._args
        subnets: dict[Tier, dict[str, ec2.Subnet]] = {tier: {} for tier in Tier}
        for place in plan.plan_subnets(args.cidr, letters, args.tiers, args.max_zones, args.netmask_lengths):
            role = f"{place.tier}-{place.letter}"
            to_ipv6 = partial(plan.ipv6_cidr, index=place.ipv6_index)
            subnets[place.tier][place.letter] = ec2.Subnet(
                f"{self._name}-{role}",
                region=args.region,
                vpc_id=self._vpc.id,
                availability_zone=pulumi.Output.concat(region, place.letter),
                cidr_block=place.cidr,
                ipv6_cidr_block=self._vpc.ipv6_cidr_block.apply(to_ipv6) if args.ipv6 else None,
                assign_ipv6_address_on_creation=args.ipv6,
                map_public_ip_on_launch=False,
                tags=self.tags_for(role, **self._discovery_tags(place.tier)),
                opts=self.child(protect=args.deletion_protection or None),
            )
        return subnets

    def _discovery_tags(self, tier: Tier) -> dict[str, str]:
        """The tags by which Kubernetes controllers find the subnets that they may use."""
        tags: dict[str, str] = {}
        if self._args.load_balancer_tags and tier is Tier.PUBLIC:
            tags["kubernetes.io/role/elb"] = "1"
        if self._args.load_balancer_tags and tier is Tier.PRIVATE:
            tags["kubernetes.io/role/internal-elb"] = "1"
        if self._args.karpenter_discovery and tier is Tier.PRIVATE:
            tags["karpenter.sh/discovery"] = self._args.karpenter_discovery
        return tags

    def _create_internet_gateway(self) -> ec2.InternetGateway | None:
        """For the public tier, and for a regional NAT gateway, which needs no public subnet."""
        if not self._subnets[Tier.PUBLIC] and self._args.nat is not Nat.REGIONAL:
            return None
        return ec2.InternetGateway(
            f"{self._name}-internet",
            region=self._args.region,
            vpc_id=self._vpc.id,
            tags=self.tags_for("internet"),
            opts=self.child(),
        )

    def _connect_public(self, internet: ec2.InternetGateway | None) -> list[ec2.RouteTable]:
        """One table for the tier: every zone leaves by the same internet gateway."""
        letters = self._subnets[Tier.PUBLIC]
        if not letters or internet is None:
            self.public_subnet_ids = self._associate(Tier.PUBLIC, {}, {})
            return []
        table = self._create_table("public")
        routes = [
            self._route("public-ipv4", table, destination_cidr_block="0.0.0.0/0", gateway_id=internet.id)
        ]
        if self._args.ipv6:
            routes.append(
                self._route("public-ipv6", table, destination_ipv6_cidr_block="::/0", gateway_id=internet.id)
            )
        self.public_subnet_ids = self._associate(
            Tier.PUBLIC, dict.fromkeys(letters, table), dict.fromkeys(letters, routes)
        )
        return [table]

    def _connect_private(self, nats: Mapping[str, ec2.NatGateway]) -> list[ec2.RouteTable]:
        """A table for each zone, whatever the NAT, so that another kind of NAT only turns the routes."""
        letters = self._subnets[Tier.PRIVATE]
        egress = self._create_egress_only_gateway() if letters and self._args.ipv6 else None
        tables = {letter: self._create_table(f"private-{letter}") for letter in letters}
        routes: dict[str, list[ec2.Route]] = {letter: [] for letter in letters}
        for letter, table in tables.items():
            role = f"private-{letter}"
            if nat := nats.get(letter):
                routes[letter].append(
                    self._route(
                        f"{role}-ipv4", table, destination_cidr_block="0.0.0.0/0", nat_gateway_id=nat.id
                    )
                )
            if egress:
                routes[letter].append(
                    self._route(
                        f"{role}-ipv6",
                        table,
                        destination_ipv6_cidr_block="::/0",
                        egress_only_gateway_id=egress.id,
                    )
                )
        self.private_subnet_ids = self._associate(Tier.PRIVATE, tables, routes)
        return list(tables.values())

    def _connect_isolated(self) -> list[ec2.RouteTable]:
        """One table for the tier: it has no way out that could differ by zone."""
        letters = self._subnets[Tier.ISOLATED]
        tables = [self._create_table("isolated")] if letters else []
        by_letter = {letter: table for table in tables for letter in letters}
        self.isolated_subnet_ids = self._associate(Tier.ISOLATED, by_letter, {})
        return tables

    def _associate(
        self, tier: Tier, tables: Mapping[str, ec2.RouteTable], routes: Mapping[str, Sequence[ec2.Route]]
    ) -> pulumi.Output[list[str]]:
        """Give each of the tier's subnets its table; the ids wait for that and for the table's routes.

        Without the wait a node could start before it has its way out, and fail to join its cluster.
        """
        ids: list[pulumi.Output[str]] = []
        for letter, table in tables.items():
            subnet = self._subnets[tier][letter]
            association = ec2.RouteTableAssociation(
                f"{self._name}-{tier}-{letter}",
                region=self._args.region,
                subnet_id=subnet.id,
                route_table_id=table.id,
                opts=self.child(),
            )
            ids.append(after(subnet.id, association, *routes.get(letter, ())))
        return pulumi.Output.all(*ids)

    def _create_table(self, role: str) -> ec2.RouteTable:
        return ec2.RouteTable(
            f"{self._name}-{role}",
            region=self._args.region,
            vpc_id=self._vpc.id,
            tags=self.tags_for(role),
            opts=self.child(),
        )

    def _route(self, role: str, table: ec2.RouteTable, **way: pulumi.Input[str]) -> ec2.Route:
        return ec2.Route(
            f"{self._name}-{role}",
            region=self._args.region,
            route_table_id=table.id,
            opts=self.child(),
            **way,
        )

    def _create_egress_only_gateway(self) -> ec2.EgressOnlyInternetGateway:
        return ec2.EgressOnlyInternetGateway(
            f"{self._name}-egress",
            region=self._args.region,
            vpc_id=self._vpc.id,
            tags=self.tags_for("egress"),
            opts=self.child(),
        )


def _ids(tables: Sequence[ec2.RouteTable]) -> pulumi.Output[list[str]]:
    return pulumi.Output.all(*[table.id for table in tables])

"""VPC: NAT gateways, endpoints, public addresses, flow logs, and what connects networks."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..charges import TIB, ZONES, Charge, Subject, prices, tiered, use

PETABYTE = TIB * 1024
ENDPOINT_DATA = (
    ("interface-endpoint-data first 1 PB", PETABYTE),
    ("interface-endpoint-data next 4 PB", 4 * PETABYTE),
    ("interface-endpoint-data over 5 PB", None),
)
_LOG_TIERS = (("first 10 TB", 10 * TIB), ("next 20 TB", 20 * TIB), ("next 20 TB more", 20 * TIB))
VENDED_LOGS = (
    *((f"vended-logs {name}", size) for name, size in _LOG_TIERS),
    ("vended-logs over 50 TB", None),
)
LOGS_TO_S3 = (
    *((f"logs-delivery-s3 {name}", size) for name, size in _LOG_TIERS),
    ("logs-delivery-s3 over 50 TB", None),
)


@prices(
    "aws:ec2/natGateway:NatGateway",
    gb_processed=use("GB that pass the gateway in both directions", 20, 200, 2000),
)
def nat_gateway(subject: Subject) -> Iterator[Charge]:
    """A regional gateway is charged per zone that it serves, as zonal ones are (Amazon VPC pricing)."""
    regional = subject.text("availabilityMode") == "regional"
    zones = subject.count("availabilityZoneAddresses", default=ZONES) if regional else Decimal(1)
    yield Charge("hours", "VPC", "nat-gateway", "hour", subject.hours * zones)
    yield Charge("data processed", "VPC", "nat-gateway-data", "GB", subject.use("gb_processed"))
    if regional and subject.get("availabilityZoneAddresses") is None:
        yield Charge("its public IPv4 addresses", "VPC", "public-ipv4", "hour", subject.hours * zones)


@prices(
    "aws:ec2/vpcEndpoint:VpcEndpoint",
    gb_processed=use("GB through an interface or load-balancer endpoint", 1, 10, 100),
)
def vpc_endpoint(subject: Subject) -> Iterator[Charge]:
    """Gateway endpoints are free; the others are charged per zone and by data."""
    kind = subject.text("vpcEndpointType", default="Gateway")
    zones = subject.count("subnetIds")
    data = subject.use("gb_processed")
    if kind == "Interface":
        yield Charge("hours in each zone", "VPC", "interface-endpoint", "hour", subject.hours * zones)
        yield from tiered("data processed", "VPC", "GB", data, ENDPOINT_DATA)
    elif kind == "GatewayLoadBalancer":
        yield Charge("hours", "VPC", "gateway-load-balancer-endpoint", "hour", subject.hours * zones)
        yield Charge("data processed", "VPC", "gateway-load-balancer-endpoint-data", "GB", data)
    else:
        yield Charge("gateway endpoint", "VPC", "gateway-endpoint s3/dynamodb", "hour", subject.hours)


@prices("aws:ec2/flowLog:FlowLog", gb_logged=use("GB of flow logs that are written", 2, 20, 200))
def flow_log(subject: Subject) -> Iterator[Charge]:
    """Delivery only; where they are kept, the log group or bucket is charged for storage."""
    logged = subject.use("gb_logged")
    if subject.text("logDestinationType", default="cloud-watch-logs") == "s3":
        yield from tiered("delivery to S3", "CloudWatch", "GB", logged, LOGS_TO_S3)
    else:
        yield from tiered("delivery to CloudWatch Logs", "CloudWatch", "GB", logged, VENDED_LOGS)


@prices(
    "aws:ec2transitgateway/vpcAttachment:VpcAttachment",
    gb_processed=use("GB that a network sends to the transit gateway", 10, 100, 1000),
)
def transit_gateway_attachment(subject: Subject) -> Iterator[Charge]:
    yield Charge("hours", "VPC", "transit-gateway-attachment", "hour", subject.hours)
    yield Charge("data", "VPC", "transit-gateway-data", "GB", subject.use("gb_processed"))


@prices(
    "aws:networkfirewall/firewall:Firewall",
    gb_processed=use("GB that the firewall inspects", 20, 200, 2000),
)
def network_firewall(subject: Subject) -> Iterator[Charge]:
    zones = subject.count("subnetMappings")
    yield Charge("hours in each zone", "VPC", "network-firewall-endpoint", "hour", subject.hours * zones)
    yield Charge("data", "VPC", "network-firewall-data", "GB", subject.use("gb_processed"))


@prices(
    "aws:route53/resolverEndpoint:ResolverEndpoint",
    million_queries=use("million DNS queries that it resolves", 0.1, 1, 10),
)
def resolver_endpoint(subject: Subject) -> Iterator[Charge]:
    addresses = subject.count("ipAddresses")
    yield Charge(
        "hours of addresses", "VPC", "route53-resolver-endpoint-eni", "hour", subject.hours * addresses
    )
    queries = subject.use("million_queries")
    yield Charge("queries", "Route53", "resolver-queries first 1B", "million-requests", queries)

"""The network of an environment in one region, and the CIDRs of its regions."""

from tenfold.network.args import (
    BlockPublicAccess,
    FlowLogTraffic,
    GatewayEndpoint,
    InterfaceEndpoint,
    Nat,
    NetworkAlarms,
    NetworkArgs,
)
from tenfold.network.component import Network
from tenfold.network.plan import REGIONS, Tier, region_cidr

__all__ = [
    "REGIONS",
    "BlockPublicAccess",
    "FlowLogTraffic",
    "GatewayEndpoint",
    "InterfaceEndpoint",
    "Nat",
    "Network",
    "NetworkAlarms",
    "NetworkArgs",
    "Tier",
    "region_cidr",
]

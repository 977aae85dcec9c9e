"""VPC Block Public Access: the account's mode in the region, and the subnets of ours that it spares."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
from pulumi_aws import ec2

from tenfold.component import Component
from tenfold.network.args import BlockPublicAccess, NetworkArgs
from tenfold.network.plan import Tier

# What each tier needs to stay as its name says. Blocking ingress alone leaves NAT and egress-only gateways
# open, so private subnets need their exclusion only where the way out is blocked, or may be.
_SPARED = {
    BlockPublicAccess.UNMANAGED: dict[Tier, str](),
    BlockPublicAccess.INGRESS: {Tier.PUBLIC: "allow-bidirectional"},
    BlockPublicAccess.BIDIRECTIONAL: {Tier.PUBLIC: "allow-bidirectional", Tier.PRIVATE: "allow-egress"},
    BlockPublicAccess.EXCLUDE: {Tier.PUBLIC: "allow-bidirectional", Tier.PRIVATE: "allow-egress"},
}


def block_public_access(
    owner: Component, name: str, args: NetworkArgs, subnets: Mapping[Tier, Mapping[str, ec2.Subnet]]
) -> None:
    """Exclusions first, then the mode, so that no traffic of this network is cut in between."""
    mode = args.block_public_access
    exclusions: list[pulumi.Resource] = [
        ec2.VpcBlockPublicAccessExclusion(
            f"{name}-{tier}-{letter}",
            region=args.region,
            subnet_id=subnet.id,
            internet_gateway_exclusion_mode=exclusion_mode,
            tags=owner.tags_for(f"{tier}-{letter}"),
            opts=owner.child(),
        )
        for tier, exclusion_mode in _SPARED[mode].items()
        for letter, subnet in subnets[tier].items()
    ]
    if mode in {BlockPublicAccess.INGRESS, BlockPublicAccess.BIDIRECTIONAL}:
        ec2.VpcBlockPublicAccessOptions(
            f"{name}-block-public-access",
            region=args.region,
            internet_gateway_block_mode=mode,
            opts=owner.child(depends_on=exclusions),
        )

"""A network and a bucket in each of two regions, from one program."""

import pulumi

from tenfold import Bucket, BucketArgs, Network, NetworkArgs
from tenfold.network import Nat, region_cidr

# One range for all regions: each has its own part of it, so that two networks can always be connected.
RANGE = "10.64.0.0/10"

for region in ("us-east-1", "us-west-2"):
    network = Network(
        f"main-{region}", NetworkArgs(cidr=region_cidr(RANGE, region), region=region, nat=Nat.SINGLE)
    )
    files = Bucket(f"files-{region}", BucketArgs(region=region))
    pulumi.export(region, {"cidr": network.cidr_block, "zones": network.zones, "bucket": files.bucket_name})

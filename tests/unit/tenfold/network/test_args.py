"""What NetworkArgs refuses, in the user's words."""

from __future__ import annotations

from typing import Any

import pytest

from tenfold.errors import InvalidInputError
from tenfold.network import Nat, NetworkArgs, Tier

CIDR = "10.0.0.0/16"


def test_a_cidr_is_all_that_is_required_and_the_rest_is_safe() -> None:
    args = NetworkArgs(cidr=CIDR)
    assert args.nat is Nat.ONE_PER_ZONE
    assert args.flow_logs
    assert args.deletion_protection
    assert set(args.tiers) == set(Tier)
    with pytest.raises(InvalidInputError, match=r"NetworkArgs\.cidr"):
        NetworkArgs()  # pyright: ignore[reportCallIssue]  # what the test is about


@pytest.mark.parametrize(
    ("wrong", "field", "reason"),
    [
        ({"cidr": "10.0.0.0/24"}, "cidr", "/16 to /22"),
        ({"reserved_cidrs": ["10.0.0.0/8"]}, "cidr", "does not overlap '10.0.0.0/8'"),
        ({"netmask_lengths": {"private": 18}}, "netmask_lengths.private", "19 to 28"),
        ({"zones": ["us-west-2a"], "region": "us-east-1"}, "zones", "zones of us-east-1"),
        ({"zones": ["us-east-1a"], "zone_count": 1}, "zone_count", "Remove one"),
        ({"zones": []}, "zones", "at least 1"),
        ({"zone_count": 5}, "zone_count", "1 to 4"),
        ({"max_zones": 6}, "max_zones", "4 or 8"),
        ({"nat": ["single", "regional"]}, "nat", "'none', 'single', 'one_per_zone' or 'regional'"),
        ({"nat": "both"}, "nat", "'none', 'single', 'one_per_zone' or 'regional'"),
        ({"tiers": ["private", "isolated"]}, "nat", "lacks public"),
        ({"tiers": ["isolated"], "nat": "regional"}, "nat", "lacks private"),
        ({"tiers": []}, "tiers", "at least 1"),
        ({"tiers": ["public", "public", "private"]}, "tiers", "each value once"),
        ({"flow_log_retention_days": 91}, "flow_log_retention_days", "90, 120"),
        ({"interface_endpoints": ["s3"]}, "interface_endpoints", "gateway_endpoints"),
        ({"interface_endpoints": ["sts", "sts"]}, "interface_endpoints", "each value once"),
        (
            {"interface_endpoints": ["sts"], "tiers": ["public"], "nat": "none"},
            "interface_endpoints",
            "neither private nor isolated",
        ),
        (
            {"block_public_access": "block-bidirectional", "nat": "regional"},
            "block_public_access",
            "'block-ingress' with nat='regional'",
        ),
        ({"natt": "none"}, "natt", "mend its spelling"),
    ],
)
def test_what_cannot_work_is_refused_at_the_field(wrong: dict[str, Any], field: str, reason: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        NetworkArgs(**{"cidr": CIDR, **wrong})
    assert refused.value.field == f"NetworkArgs.{field}"
    assert reason in str(refused.value)


def test_services_beyond_the_common_ones_can_be_named() -> None:
    args = NetworkArgs(cidr=CIDR, interface_endpoints=["ecr.api", "bedrock-runtime"])
    assert list(args.interface_endpoints) == ["ecr.api", "bedrock-runtime"]
    with pytest.raises(InvalidInputError):
        NetworkArgs(cidr=CIDR, interface_endpoints=["com.amazonaws/x"])

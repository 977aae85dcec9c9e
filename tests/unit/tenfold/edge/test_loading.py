"""What importing a part of the edge costs: the parts of the SDK that it uses, and no others."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tenfold import edge

LOADED = """
import sys
from tenfold import edge
edge.{name}
parts = [name.split(".") for name in sys.modules if name.startswith(("pulumi_aws.", "pulumi_cloudflare"))]
print(*{{each[1] if len(each) > 2 else each[0] for each in parts if len(each) != 2}})
"""


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("Routing", {"route53", "acm", "lb", "cloudfront", "wafv2", "cloudwatch"}),
        ("DnsZone", {"acm", "lb", "cloudfront", "wafv2", "cloudwatch"}),
        ("Certificate", {"lb", "cloudfront", "wafv2", "kms"}),
        ("WebAcl", {"lb", "cloudfront", "acm", "route53"}),
        ("LoadBalancer", {"cloudfront", "acm", "kms", "s3"}),
        ("Cdn", {"lb", "acm", "ec2", "kms", "s3"}),
        ("CloudflareCdn", {"lb", "cloudfront", "pulumi_cloudflare"}),
    ],
)
def test_a_part_loads_no_service_that_it_does_not_use(name: str, others: set[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED.format(name=name)], capture_output=True, text=True, check=True
    )
    assert not set(done.stdout.split()) & others


def test_every_name_is_found_where_the_type_checker_finds_it() -> None:
    for name in edge.__all__:
        assert getattr(getattr(edge, name), "__name__", name) == name


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Cdns'"):
        _ = edge.Cdns

"""Instance types: what is in them, and what runs on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ..finding import Resource
from ..prices import Part
from .asking import Place


@dataclass(frozen=True)
class Size:
    """An EC2 instance type."""

    name: str
    vcpus: int
    mib: int


@dataclass(frozen=True)
class Sized:
    """Something that runs on an instance type, and what it would cost on another one."""

    resource: Resource
    type: str
    """With what a service puts in front: ``db.m7g.large``."""
    priced: Callable[[str], Sequence[Part]]


def family(instance_type: str) -> str:
    """``m7g`` of ``m7g.large``, ``db.m7g.large`` and ``cache.m7g.large``."""
    return bare(instance_type).partition(".")[0]


def bare(instance_type: str) -> str:
    """As EC2 calls it."""
    return instance_type.removeprefix("db.").removeprefix("cache.")


def prefix(instance_type: str) -> str:
    """What a service puts in front."""
    return instance_type.removesuffix(bare(instance_type))


def read_sizes(place: Place, instance_types: Iterable[str]) -> dict[str, Size]:
    """All EC2 types of the families of some, by name."""
    families = sorted({family(each) for each in instance_types if "." in bare(each)})
    if not families:
        return {}
    wanted = [{"Name": "instance-type", "Values": [f"{each}.*" for each in families]}]
    return {
        each["InstanceType"]: Size(
            each["InstanceType"], each["VCpuInfo"]["DefaultVCpus"], each["MemoryInfo"]["SizeInMiB"]
        )
        for each in place.all("ec2", "describe_instance_types", "InstanceTypes", Filters=wanted)
    }

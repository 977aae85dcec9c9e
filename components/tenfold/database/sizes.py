"""How much memory an instance class has, and how many connections fit into it. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

_GIB = 1 << 30
# GiB for each vCPU, by the class's letter ("Hardware specifications for DB instance classes").
_GIB_PER_VCPU = {"c": 2, "m": 4, "r": 8}
_BURSTABLE_GIB = {"micro": 1, "small": 2, "medium": 4, "large": 8, "xlarge": 16, "2xlarge": 32}
_BYTES_PER_CONNECTION, _MOST_CONNECTIONS = 9_531_392, 5_000
_MOST_CONNECTIONS_BELOW_ONE_ACU = 2_000


def memory_gib(instance_class: str) -> float | None:
    """The memory of an instance class in GiB; None for classes whose size its name does not tell."""
    found = re.fullmatch(r"db\.([a-z])\d+[a-z]*\.(\d*)(x?large|[a-z]+)", instance_class)
    if not found:
        return None
    letter, times, size = found[1], found[2], found[3]
    if letter == "t":
        return _BURSTABLE_GIB.get(times + size)
    if letter not in _GIB_PER_VCPU or size not in ("large", "xlarge"):
        return None
    vcpus = 2 if size == "large" else 4 * int(times or 1)
    return float(vcpus * _GIB_PER_VCPU[letter])


def max_connections(memory: float) -> int:
    """AWS's default of ``max_connections``: LEAST({DBInstanceClassMemory/9531392},5000).

    AWS takes what the operating system needs off the memory first, so its figure is a little smaller.
    """
    return min(int(memory * _GIB / _BYTES_PER_CONNECTION), _MOST_CONNECTIONS)


def serverless_max_connections(min_acu: float, max_acu: float) -> int:
    """The same for Serverless v2, which reckons with its upper limit, and with 2,000 at most when it can go
    below one unit (Aurora User Guide, "Maximum connections for Aurora Serverless v2")."""
    most = max_connections(max_acu * 2)
    return most if min_acu >= 1 else min(most, _MOST_CONNECTIONS_BELOW_ONE_ACU)


def chosen_connections(parameters: Mapping[str, str], default: int | None) -> int | None:
    """The user's ``max_connections``; the default without one, nothing where it is a formula."""
    chosen = parameters.get("max_connections")
    if chosen is None:
        return default
    return int(chosen) if chosen.isdecimal() else None

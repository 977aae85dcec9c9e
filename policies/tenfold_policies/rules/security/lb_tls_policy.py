"""A load balancer refuses old versions of TLS."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Parameters, Rule, Severity
from tenfold_policies.rules.security._names import LISTENERS, control

_DEFAULT = "ELBSecurityPolicy-2016-08"  # the API's, which speaks TLS 1.0
# Elastic Load Balancing User Guide, "Security policies": …-TLS13-1-2-…, …-TLS-1-2-…, …-FS-1-2-… say the
# oldest version; policies that don't speak TLS 1.0.
_OLDEST = re.compile(r"-(?:TLS13|TLS|FS)-1-(\d)")


class TlsVersion(Parameters):
    """How old a version may be."""

    min_version: Literal["1.2", "1.3"] = "1.2"
    """The oldest version of TLS to accept."""


def _check(listener: Resource, context: Context) -> Iterator[str]:
    if listener.get("protocol") not in ("HTTPS", "TLS"):
        return
    policy = listener.get("sslPolicy", _DEFAULT)
    found = _OLDEST.search(policy)
    oldest = f"1.{found[1]}" if found else "1.0"
    if oldest < context.parameters.min_version:
        yield f"its sslPolicy, {policy}, speaks TLS {oldest}."


RULE = Rule(
    id="lb-tls-policy",
    title="A load balancer refuses old versions of TLS",
    severity=Severity.HIGH,
    why="TLS 1.0 and 1.1 can be broken by who sits on the way, and PCI DSS forbids them.",
    remedy="Set ssl_policy='ELBSecurityPolicy-TLS13-1-2-Res-2021-06', or a later one of its kind.",
    reference=control("ELB.17"),
    practice="SEC09-BP02",
    types=LISTENERS,
    check=_check,
    parameters=TlsVersion,
)

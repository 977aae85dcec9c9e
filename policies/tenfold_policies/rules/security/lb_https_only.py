"""A load balancer's plain listener only sends on to HTTPS."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._names import LISTENERS, control


def _check(listener: Resource, context: Context) -> Iterator[str]:
    if listener.get("protocol") != "HTTP":
        return
    for action in listener.parts("defaultActions"):
        if action.get("type") != "redirect":
            yield f"it speaks HTTP on port {listener.known('port')} and answers by {action.get('type')!r}."
        elif action.get("redirect.protocol", "#{protocol}") != "HTTPS":
            yield f"it redirects HTTP on port {listener.known('port')}, but not to HTTPS."


RULE = Rule(
    id="lb-https-only",
    title="A load balancer's plain listener only redirects to HTTPS",
    severity=Severity.HIGH,
    why="Passwords, cookies and answers cross the internet for anyone on the way to read and change.",
    remedy="Make its default action a redirect with protocol='HTTPS' and status_code='HTTP_301', and serve "
    "from an HTTPS listener.",
    reference=control("ELB.1"),
    practice="SEC09-BP02",
    types=LISTENERS,
    check=_check,
)

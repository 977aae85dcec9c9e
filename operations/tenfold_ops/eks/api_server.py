"""What the Kubernetes API server itself counts: requests for APIs that go."""

from __future__ import annotations

import base64
import re
import ssl
import urllib.error
import urllib.request

from .account import Account
from .apis import GoingApi, going_apis
from .facts import Facts

_METRIC = re.compile(r"^apiserver_requested_deprecated_apis\{(?P<labels>[^}]*)\}\s+(?P<value>\S+)", re.M)
_LABEL = re.compile(r'(\w+)="([^"]*)"')
_SECONDS = 5


def requested_apis(account: Account, facts: Facts) -> list[GoingApi] | None:
    """Going APIs that clients have asked for since the API server's start; None when it can't be asked."""
    if account.endpoint is not None:  # an emulated cluster has no API server
        return None
    text = _metrics(facts, account.token(facts.cluster))
    return None if text is None else parse(text)


def parse(metrics: str) -> list[GoingApi]:
    """The going APIs in the API server's metrics; kinds from the table, since metrics know resources only."""
    found: list[GoingApi] = []
    for match in _METRIC.finditer(metrics):
        labels = dict(_LABEL.findall(match["labels"]))
        if float(match["value"]):
            found.append(_known(labels))
    return found


def _known(labels: dict[str, str]) -> GoingApi:
    group, version, resource = labels["group"], labels["version"], labels["resource"]
    api_version = f"{group}/{version}" if group else version
    for (known_version, kind), api in going_apis().items():
        if known_version == api_version and _plural(kind) == resource:
            return api
    removed = labels.get("removed_release") or "9.99"  # deprecated, with no date yet
    return GoingApi(api_version, resource, "1.0", removed, "")


def _plural(kind: str) -> str:
    """A kind's resource, by Kubernetes' own rule for the names in the table."""
    lower = kind.lower()
    if lower.endswith(("s", "x", "ch")):
        return f"{lower}es"
    return f"{lower[:-1]}ies" if lower.endswith("y") else f"{lower}s"


def _metrics(facts: Facts, token: str) -> str | None:
    authority = base64.b64decode(facts.certificate_authority).decode()
    request = urllib.request.Request(
        f"{facts.endpoint}/metrics", headers={"Authorization": f"Bearer {token}"}
    )
    try:
        context = ssl.create_default_context(cadata=authority)
        with urllib.request.urlopen(request, timeout=_SECONDS, context=context) as answer:
            return answer.read().decode()
    except (OSError, ssl.SSLError, urllib.error.URLError):
        return None  # a private endpoint seen from outside, or no access entry

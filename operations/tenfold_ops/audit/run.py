"""The audit itself: part by part, region by region; a part that AWS refuses does not stop the others."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from ..eks.account import Account, asked
from .checks import caches as cache_checks
from .checks import databases as database_checks
from .checks import instances as instance_checks
from .checks import load_balancers as load_balancer_checks
from .checks import logs as log_checks
from .checks import network as network_checks
from .checks import uploads as upload_checks
from .checks import volumes as volume_checks
from .checks.sizes import previous_generation
from .facts import caches, databases, instances, load_balancers, logs, network, uploads, volumes
from .facts.asking import Place
from .figures import Figures
from .finding import Audit, Finding, Refusal, Terms, Unsure

Judged = Iterable[Finding | Unsure]
_READING = ("Describe", "Get", "List")
_DENIED = ("AccessDenied", "AccessDeniedException", "UnauthorizedOperation")


@dataclass(frozen=True)
class Part:
    """A part of the audit: what is read, and what judges it."""

    read: Callable[[Place], Any]
    checks: Sequence[Callable[[Any, Terms], Judged]]


PARTS: Mapping[str, Part] = {
    "volumes": Part(
        volumes.read,
        (volume_checks.unattached_volumes, volume_checks.gp2_volumes, volume_checks.old_snapshots),
    ),
    "network": Part(network.read, (network_checks.unattached_addresses, network_checks.idle_nat_gateways)),
    "load-balancers": Part(load_balancers.read, (load_balancer_checks.idle_load_balancers,)),
    "instances": Part(
        instances.read,
        (instance_checks.oversized_instances, lambda facts, terms: previous_generation(facts.sized, terms)),
    ),
    "databases": Part(
        databases.read,
        (
            database_checks.idle_databases,
            database_checks.oversized_databases,
            database_checks.old_database_snapshots,
            lambda facts, terms: previous_generation(facts.sized, terms),
        ),
    ),
    "caches": Part(
        caches.read,
        (
            cache_checks.idle_caches,
            lambda facts, terms: previous_generation([each.sized for each in facts], terms),
        ),
    ),
    "logs": Part(logs.read, (log_checks.logs_kept_for_ever,)),
    "uploads": Part(uploads.read, (upload_checks.unfinished_uploads,)),
}
"""By the name that ``--only`` takes."""


def audit(
    accounts: Sequence[Account], terms: Terms, tell: Callable[[str], None], only: Collection[str] = ()
) -> Audit:
    """Look at an account, once for every region.

    Args:
        accounts: the same account in each region.
        terms: what is judged by.
        tell: is told what is being looked at.
        only: names of parts; by default all.

    Raises:
        SandboxError: AWS doesn't say whose account it is: no credentials, or no such region.
    """
    judged: list[Finding | Unsure] = []
    refusals: list[Refusal] = []
    regions: list[str] = []
    account_id = ""
    for account in accounts:
        only_reading(account)
        sts = account.client("sts")
        account_id = asked(lambda sts=sts: sts.get_caller_identity()["Account"])
        region: str = sts.meta.region_name
        regions.append(region)
        place = Place(
            account, account_id, region, Figures(account.client("cloudwatch"), terms.now, terms.days)
        )
        for name, part in PARTS.items():
            if not only or name in only:
                tell(f"{region}: {name.replace('-', ' ')}")
                try:
                    judged += _judged(part, place, terms)
                except (BotoCoreError, ClientError) as error:
                    refusals.append(Refusal(name, region, _reason(error)))
    findings = [each for each in judged if isinstance(each, Finding)]
    unsure = [each for each in judged if isinstance(each, Unsure)]
    return Audit(account_id, regions, terms.days, findings, unsure, refusals)


def only_reading(account: Account) -> None:
    """Let the account's clients ask, and refuse to call anything that could change something."""

    def refuse(model: Any, **_: Any) -> None:
        if not model.name.startswith(_READING):
            raise RuntimeError(f"an audit only reads, yet it would call {model.name}")

    account.session.events.register("before-parameter-build", refuse, unique_id="tenfold-audit")


def _judged(part: Part, place: Place, terms: Terms) -> list[Finding | Unsure]:
    facts = part.read(place)
    return list(chain.from_iterable(check(facts, terms) for check in part.checks))


def _reason(error: Exception) -> str:
    if isinstance(error, ClientError) and error.response.get("Error", {}).get("Code", "") in _DENIED:
        return f"{error} Allow {error.operation_name} to whoever audits, as ReadOnlyAccess does."
    if isinstance(error, ClientError) and "Throttl" in error.response.get("Error", {}).get("Code", ""):
        return f"{error} AWS was asked too often: try later, or with AWS_RETRY_MODE=adaptive."
    return str(error)

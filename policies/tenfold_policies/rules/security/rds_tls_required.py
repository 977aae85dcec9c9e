"""A database refuses connections without TLS."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Rule, Severity
from tenfold_policies.rules.security._names import DB_CLUSTER, DB_INSTANCE

_GROUP = "aws:rds/parameterGroup:ParameterGroup"
_CLUSTER_GROUP = "aws:rds/clusterParameterGroup:ClusterParameterGroup"
_PROXY = "aws:rds/proxy:Proxy"

_SSL, _TRANSPORT = "rds.force_ssl", "require_secure_transport"
_SWITCHES: Mapping[str, str] = {
    "aurora-postgresql": _SSL,
    "aurora-mysql": _TRANSPORT,
    "postgres": _SSL,
    "mysql": _TRANSPORT,
    "mariadb": _TRANSPORT,
    "sqlserver": _SSL,
}
# From which version on the switch is on by default (Amazon RDS and Aurora User Guides: "Using SSL with a
# PostgreSQL DB instance", "Securing Aurora PostgreSQL data with SSL/TLS", "Requiring SSL/TLS for all
# connections" to MySQL and MariaDB). Of the others it is off in every version.
_ON_FROM: Mapping[str, tuple[int, ...]] = {
    "aurora-postgresql": (17,),
    "postgres": (15,),
    "mysql": (9, 7),
    "mariadb": (11, 8),
}
_ENGINE = re.compile(rf"({'|'.join(_SWITCHES)})")


def _check(resource: Resource, context: Context) -> Iterator[str]:
    if resource.type == _PROXY:
        if not resource.get("requireTls", False):
            yield "requireTls is off."
        return
    if resource.type in (_GROUP, _CLUSTER_GROUP):
        yield from _group(resource)
        return
    if resource.has("replicateSourceDb"):
        return  # it takes its source's parameters
    named = "parameterGroupName" if resource.type == DB_INSTANCE else "dbClusterParameterGroupName"
    if resource.has(named) and not str(resource.known(named)).startswith("default."):
        return  # that group is judged itself
    found = _ENGINE.match(resource.get("engine", ""))
    if found and not _by_default(found[1], _version(resource, found[1])):
        yield f"it has the default parameter group, in which {_SWITCHES[found[1]]} is off."


def _group(group: Resource) -> Iterator[str]:
    family = group.get("family", "")
    found = _ENGINE.match(family)
    if not found or (found[1].startswith("aurora") and group.type == _GROUP):
        return  # Aurora's switch is the cluster's
    switch = _SWITCHES[found[1]]
    value = next(
        (each.get("value") for each in group.parts("parameters") if each.get("name") == switch), None
    )
    on = (
        _by_default(found[1], _numbers(family))
        if value is None
        else str(value).lower() in ("1", "on", "true")
    )
    if not on:
        yield f"{switch} is off for {family}."


def _version(database: Resource, engine: str) -> tuple[int, ...]:
    """Its engine's version, where that decides: without one, AWS chooses."""
    return _numbers(str(database.get("engineVersion", ""))) if engine in _ON_FROM else ()


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(each) for each in re.findall(r"\d+", text))


def _by_default(engine: str, version: tuple[int, ...]) -> bool:
    return engine in _ON_FROM and (not version or version >= _ON_FROM[engine])


RULE = Rule(
    id="rds-tls-required",
    title="A database refuses connections without TLS",
    severity=Severity.HIGH,
    why="A client that does not ask for TLS sends its data through the network in plain text.",
    remedy="Set rds.force_ssl (PostgreSQL, SQL Server) or require_secure_transport (MySQL, MariaDB) to 1 in "
    "the parameter group; require_tls=True on a proxy.",
    reference="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html",
    practice="SEC09-BP02",
    types=(DB_INSTANCE, DB_CLUSTER, _GROUP, _CLUSTER_GROUP, _PROXY),
    check=_check,
)

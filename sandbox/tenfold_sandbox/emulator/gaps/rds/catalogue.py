"""Engines, their versions and their instance classes, from AWS's published tables."""

from __future__ import annotations

from ...messages import Document
from .. import Call, refuse
from ..published import database_classes, engine_versions
from .base import GAPS

# The major version that a create without EngineVersion gets; AWS moves it about once a year.
_DEFAULT_MAJOR = {"postgres": "17", "aurora-postgresql": "17", "mysql": "8.4", "aurora-mysql": "8.0"}
_LICENSES = {"postgres": "postgresql-license", "aurora-postgresql": "postgresql-license"}
_ENGINES = ("postgres", "aurora-postgresql", "mysql", "aurora-mysql", "mariadb")


def versions(engine: str) -> tuple[str, ...]:
    """The engine's versions, from old to new."""
    return engine_versions("aws_rds_dbinstance", engine)


def major_of(engine: str, version: str) -> str:
    """The major version, which names the parameter group family: ``17``, or ``8.4`` for MySQL."""
    return version.split(".")[0] if "postgres" in engine else ".".join(version.split(".")[:2])


def family_of(engine: str, version: str) -> str:
    """The parameter group family, such as ``aurora-postgresql17``."""
    return engine + major_of(engine, version)


def families() -> set[str]:
    """All parameter group families."""
    return {family_of(engine, version) for engine in _ENGINES for version in versions(engine)}


def license_of(engine: str) -> str:
    """The licence model that an open-source engine has."""
    return _LICENSES.get(engine, "general-public-license")


def resolve_version(engine: str, wanted: str | None) -> str:
    """The full version of what was asked for: a full one as it is, a major one or none its newest minor."""
    known = versions(engine)
    if not known or wanted in known:
        return wanted or ""  # an engine that the tables lack: moto's default
    major = wanted or _DEFAULT_MAJOR.get(engine, "")
    newest = [version for version in known if version.startswith(f"{major}.") or not major]
    if not newest:
        refuse("InvalidParameterCombination", f"Cannot find version {wanted} for {engine}")
    return newest[-1]


def check_class(call: Call, engine: str, version: str, name: str) -> None:
    """Refuse an instance class that the engine doesn't have in the region."""
    known = database_classes(engine, call.region)
    if known and name not in known:
        wanted = f"DBInstanceClass={name}, Engine={engine}, EngineVersion={version}"
        message = "RDS does not support creating a DB instance with the following combination"
        refuse("InvalidParameterCombination", f"{message}: {wanted} in {call.region}")


@GAPS.replaces("DescribeDBEngineVersions")
def describe_db_engine_versions(call: Call) -> Document:
    engines = [call.params["Engine"]] if "Engine" in call.params else list(_ENGINES)
    family, wanted = call.params.get("DBParameterGroupFamily"), call.params.get("EngineVersion")
    found: list[Document] = []
    for engine in engines:
        default = resolve_version(engine, None) if versions(engine) else ""
        for version in versions(engine):
            if wanted and version != wanted and not version.startswith(f"{wanted}."):
                continue
            if family in (None, family_of(engine, version)):
                found.append(_version(engine, version))
        if call.params.get("DefaultOnly"):
            newest = resolve_version(engine, wanted) if wanted else default
            found = [item for item in found if item["Engine"] != engine or item["EngineVersion"] == newest]
    return {"DBEngineVersions": found}


def _version(engine: str, version: str) -> Document:
    later = versions(engine)[versions(engine).index(version) + 1 :]
    major = major_of(engine, version)
    return {
        "Engine": engine,
        "EngineVersion": version,
        "MajorEngineVersion": major,
        "DBParameterGroupFamily": family_of(engine, version),
        "DBEngineDescription": engine,
        "DBEngineVersionDescription": f"{engine} {version}",
        "ValidUpgradeTarget": [
            {
                "Engine": engine,
                "EngineVersion": target,
                "IsMajorVersionUpgrade": major_of(engine, target) != major,
                "SupportsGlobalDatabases": engine.startswith("aurora"),
            }
            for target in later
        ],
        "SupportsReadReplica": not engine.startswith("aurora"),
        "SupportsGlobalDatabases": engine.startswith("aurora"),
        "SupportedEngineModes": ["provisioned"],
        "SupportsCertificateRotationWithoutRestart": True,
        "Status": "available",
    }


@GAPS.replaces("DescribeOrderableDBInstanceOptions")
def describe_orderable_db_instance_options(call: Call) -> Document:
    engine = call.params["Engine"]
    wanted, name = call.params.get("EngineVersion"), call.params.get("DBInstanceClass")
    offered = [version for version in versions(engine) if wanted in (None, version)]
    if not wanted:
        offered = offered[-1:]  # one version stands for all, else the answer has tens of thousands of entries
    classes = [known for known in database_classes(engine, call.region) if name in (None, known)]
    return {
        "OrderableDBInstanceOptions": [
            _orderable(call, engine, version, known) for version in offered for known in classes
        ]
    }


def _orderable(call: Call, engine: str, version: str, name: str) -> Document:
    aurora = engine.startswith("aurora")
    return {
        "Engine": engine,
        "EngineVersion": version,
        "DBInstanceClass": name,
        "LicenseModel": license_of(engine),
        "AvailabilityZones": [{"Name": f"{call.region}{letter}"} for letter in "abc"],
        "MultiAZCapable": not aurora,
        "ReadReplicaCapable": not aurora,
        "Vpc": True,
        "SupportsStorageEncryption": True,
        "StorageType": "aurora" if aurora else "gp3",
        "SupportsIops": not aurora,
        "SupportsEnhancedMonitoring": True,
        "SupportsIAMDatabaseAuthentication": True,
        "SupportsPerformanceInsights": True,
        "SupportedEngineModes": ["provisioned"],
        "SupportsStorageAutoscaling": not aurora,
        "SupportsGlobalDatabases": aurora,
        "SupportsClusters": aurora,
        "SupportedNetworkTypes": ["IPV4", "DUAL"],
    }

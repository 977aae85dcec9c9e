"""Cache parameter groups and engine versions. A group keeps what its user set, not the engine's defaults."""

from __future__ import annotations

from ...messages import Document
from .. import Call, Table, refuse
from .base import COMBINATION, GAPS, VALUE, common, copy_of, family_of, select, table, versions

_ENGINES = ("memcached", "redis", "valkey")
_MISSING = "CacheParameterGroupNotFound"
_CLUSTERED = "cluster-enabled"


def _families() -> set[str]:
    return {family_of(engine, version) for engine in _ENGINES for version in versions(engine)}


@GAPS.replaces("DescribeCacheEngineVersions")
def describe_cache_engine_versions(call: Call) -> Document:
    wanted = copy_of(call, "Engine", "EngineVersion", "CacheParameterGroupFamily")
    found: list[Document] = [
        {
            "Engine": engine,
            "EngineVersion": version,
            "CacheParameterGroupFamily": family_of(engine, version),
            "CacheEngineDescription": engine.capitalize(),
            "CacheEngineVersionDescription": f"{engine} version {version}",
        }
        for engine in _ENGINES
        for version in versions(engine)
    ]
    found = [item for item in found if wanted.items() <= item.items()]
    if call.params.get("DefaultOnly"):
        found = list({item["CacheParameterGroupFamily"]: item for item in found}.values())
    return {"CacheEngineVersions": found}


@GAPS.replaces("CreateCacheParameterGroup")
def create_cache_parameter_group(call: Call) -> Document:
    name, family = call.params["CacheParameterGroupName"].lower(), call.params["CacheParameterGroupFamily"]
    if name in _groups(call):
        refuse("CacheParameterGroupAlreadyExists", f"A parameter group named {name} already exists.")
    if family not in _families():
        allowed = ", ".join(sorted(_families()))
        refuse(VALUE, f"CacheParameterGroupFamily {family} is not a valid parameter group family: {allowed}")
    group = _group(call, name, family, call.params["Description"])
    table(call, "parameters")[name] = group
    return {"CacheParameterGroup": group}


@GAPS.replaces("DescribeCacheParameterGroups")
def describe_cache_parameter_groups(call: Call) -> Document:
    name = call.params.get("CacheParameterGroupName")
    return {"CacheParameterGroups": select(_groups(call), name, _MISSING, "CacheParameterGroup")}


@GAPS.replaces("DescribeCacheParameters")
def describe_cache_parameters(call: Call) -> Document:
    group, source = find(call, call.params["CacheParameterGroupName"]), call.params.get("Source")
    parameters = [
        {"ParameterName": name, "ParameterValue": value, "Source": "user", "IsModifiable": True}
        for name, value in group["Values"].items()
    ]
    return {"Parameters": parameters if source in (None, "user") else []}


@GAPS.replaces("ModifyCacheParameterGroup")
def modify_cache_parameter_group(call: Call) -> Document:
    group = _own(call)
    for parameter in call.params["ParameterNameValues"]:
        if "ParameterValue" not in parameter:
            refuse(VALUE, f"The parameter {parameter['ParameterName']} has no value")
        group["Values"][parameter["ParameterName"]] = parameter["ParameterValue"]
    return {"CacheParameterGroupName": group["CacheParameterGroupName"]}


@GAPS.replaces("ResetCacheParameterGroup")
def reset_cache_parameter_group(call: Call) -> Document:
    group = _own(call)
    named = [parameter["ParameterName"] for parameter in call.params.get("ParameterNameValues", [])]
    for name in list(group["Values"]) if call.params.get("ResetAllParameters") else named:
        group["Values"].pop(name, None)
    return {"CacheParameterGroupName": group["CacheParameterGroupName"]}


@GAPS.replaces("DeleteCacheParameterGroup")
def delete_cache_parameter_group(call: Call) -> Document:
    name = _own(call)["CacheParameterGroupName"]
    users = [*table(call, "groups").values(), *table(call, "clusters").values()]
    if any(user["CacheParameterGroupName"] == name for user in users):
        message = f"One or more cache clusters are still members of this parameter group {name}"
        refuse("InvalidCacheParameterGroupState", f"{message}, so the group cannot be deleted.")
    del table(call, "parameters")[name]
    return {}


def find(call: Call, name: str) -> Document:
    """The parameter group with this name, or AWS's refusal."""
    return select(_groups(call), name, _MISSING, "CacheParameterGroup")[0]


def choose(call: Call, engine: str, version: str, clustered: bool) -> Document:
    """The group that the call names, if it fits the engine, or the default one."""
    family = family_of(engine, version)
    default = f"default.{family}{'.cluster.on' if clustered and engine != 'memcached' else ''}"
    group = find(call, call.params.get("CacheParameterGroupName", default))
    if group["CacheParameterGroupFamily"] != family:
        message = f"Expected a parameter group of family {family} but found one of family"
        refuse(COMBINATION, f"{message} {group['CacheParameterGroupFamily']}")
    return group


def is_clustered(group: Document) -> bool:
    """Whether the parameter group turns cluster mode on."""
    return group["Values"].get(_CLUSTERED) == "yes" or group["CacheParameterGroupName"].endswith(
        ".cluster.on"
    )


def _own(call: Call) -> Document:
    group = find(call, call.params["CacheParameterGroupName"])
    if group["CacheParameterGroupName"].startswith("default."):
        message = (
            f"The parameter group {group['CacheParameterGroupName']} cannot be modified: it is a default"
        )
        refuse("InvalidCacheParameterGroupState", message)
    return group


def _groups(call: Call) -> Table:
    defaults: Table = {}
    for family in sorted(_families()):
        for mode in ("", ".cluster.on") if not family.startswith("memcached") else ("",):
            name = f"default.{family}{mode}"
            defaults[name] = _group(call, name, family, f"Default parameter group for {family}", True)
    return {**defaults, **table(call, "parameters")}


def _group(call: Call, name: str, family: str, description: str, default: bool = False) -> Document:
    group: Document = {
        "CacheParameterGroupName": name,
        "CacheParameterGroupFamily": family,
        "Description": description,
        "IsGlobal": False,
        "Values": {},
    }
    return group if default else {**group, **common(call, "parametergroup", name)}

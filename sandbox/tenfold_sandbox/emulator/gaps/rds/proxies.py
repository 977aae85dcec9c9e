"""RDS Proxy, in whole: moto has no endpoints, shows targets as registering, and resets pools by halves."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from ...messages import Document
from .. import Call, Table, refuse, store
from ..references import backend, security_group, subnet
from .base import GAPS, models
from .clusters import find_cluster
from .instances import find
from .tags import drop_tags, keep_tags

_POOL: Document = {
    "MaxConnectionsPercent": 100,
    "MaxIdleConnectionsPercent": 50,
    "ConnectionBorrowTimeout": 120,
    "SessionPinningFilters": [],
}
_ENGINES = {"POSTGRESQL": "postgres", "MYSQL": "mysql", "SQLSERVER": "sqlserver"}
_CHANGEABLE = ("Auth", "RequireTLS", "IdleClientTimeout", "DebugLogging", "RoleArn", "DefaultAuthScheme")
_GROUP = "default"


@GAPS.replaces("CreateDBProxy")
def create_db_proxy(call: Call) -> Document:
    params, name = call.params, call.params["DBProxyName"]
    if name in _proxies(call):
        refuse("DBProxyAlreadyExistsFault", f"DB proxy {name} already exists.")
    unique = secrets.token_hex(6)
    proxy: Document = {
        "DBProxyName": name,
        "DBProxyArn": call.arn("rds", f"db-proxy:prx-{secrets.token_hex(8)}0"),
        "Status": "available",
        "EngineFamily": params["EngineFamily"],
        "RoleArn": params["RoleArn"],
        "RequireTLS": False,
        "IdleClientTimeout": 1800,
        "DebugLogging": False,
        "DefaultAuthScheme": "NONE",
        "EndpointNetworkType": params.get("EndpointNetworkType", "IPV4"),
        "TargetConnectionNetworkType": params.get("TargetConnectionNetworkType", "IPV4"),
        "Endpoint": f"{name}.proxy-{unique}.{call.region}.rds.amazonaws.com",
        "CreatedDate": datetime.now(UTC),
        **_network(call, params),
        **{field: params[field] for field in _CHANGEABLE if field in params},
        "Pool": {
            "DBProxyName": name,
            "TargetGroupName": _GROUP,
            "TargetGroupArn": call.arn("rds", f"target-group:prx-tg-{secrets.token_hex(8)}0"),
            "IsDefault": True,
            "Status": "available",
            "ConnectionPoolConfig": dict(_POOL),
            "CreatedDate": datetime.now(UTC),
        },
        "Target": {},
    }
    _check_authentication(proxy)
    _proxies(call)[name] = proxy
    keep_tags(call, proxy["DBProxyArn"])
    return {"DBProxy": proxy}


@GAPS.replaces("DescribeDBProxies")
def describe_db_proxies(call: Call) -> Document:
    return {"DBProxies": [_proxy(call)] if "DBProxyName" in call.params else [*_proxies(call).values()]}


@GAPS.replaces("ModifyDBProxy")
def modify_db_proxy(call: Call) -> Document:
    proxy = dict(_proxy(call))
    proxy |= {field: call.params[field] for field in _CHANGEABLE if field in call.params}
    if "SecurityGroups" in call.params:
        proxy["VpcSecurityGroupIds"] = _security_groups(call, call.params["SecurityGroups"], proxy["VpcId"])
    _check_authentication(proxy)
    _proxies(call)[proxy["DBProxyName"]] = proxy
    return {"DBProxy": proxy}


@GAPS.replaces("DeleteDBProxy")
def delete_db_proxy(call: Call) -> Document:
    proxy = _proxies(call).pop(_proxy(call)["DBProxyName"])
    drop_tags(call, proxy["DBProxyArn"])
    for name, endpoint in list(_endpoints(call).items()):
        if endpoint["DBProxyName"] == proxy["DBProxyName"]:
            drop_tags(call, _endpoints(call).pop(name)["DBProxyEndpointArn"])
    return {"DBProxy": {**proxy, "Status": "deleting"}}


@GAPS.replaces("DescribeDBProxyTargetGroups")
def describe_db_proxy_target_groups(call: Call) -> Document:
    return {"TargetGroups": [_of_group(call)["Pool"]]}


@GAPS.replaces("ModifyDBProxyTargetGroup")
def modify_db_proxy_target_group(call: Call) -> Document:
    pool, changes = _of_group(call)["Pool"], call.params.get("ConnectionPoolConfig", {})
    if "MaxIdleConnectionsPercent" in changes and "MaxConnectionsPercent" not in changes:
        message = "MaxConnectionsPercent must be given with MaxIdleConnectionsPercent"
        refuse("InvalidParameterCombination", message)
    if "MaxConnectionsPercent" in changes:
        most = changes["MaxConnectionsPercent"]
        changes = {"MaxIdleConnectionsPercent": most // 2, **changes}
        if changes["MaxIdleConnectionsPercent"] > most:
            refuse("InvalidParameterValue", f"MaxIdleConnectionsPercent must be between 0 and {most}")
    pool["ConnectionPoolConfig"].update(changes)
    return {"DBProxyTargetGroup": pool}


@GAPS.replaces("RegisterDBProxyTargets")
def register_db_proxy_targets(call: Call) -> Document:
    proxy = _of_group(call)
    if proxy["Target"]:
        refuse("DBProxyTargetAlreadyRegisteredFault", f"DB proxy {proxy['DBProxyName']} has a target already")
    clusters = call.params.get("DBClusterIdentifiers", [])
    instances = call.params.get("DBInstanceIdentifiers", [])
    if len(clusters) + len(instances) != 1:
        refuse("InvalidParameterCombination", "Name one DB instance or one DB cluster")
    database = find_cluster(call, clusters[0]) if clusters else find(call, instances[0])
    wanted = _ENGINES[proxy["EngineFamily"]]
    if wanted not in database.engine.replace("mariadb", "mysql"):
        message = f"A proxy of the engine family {proxy['EngineFamily']} can't stand before"
        refuse("InvalidParameterValue", f"{message} an engine {database.engine}")
    if clusters:
        proxy["Target"] = {"Type": "TRACKED_CLUSTER", "RdsResourceId": database.db_cluster_identifier}
    else:
        proxy["Target"] = {"Type": "RDS_INSTANCE", "RdsResourceId": database.db_instance_identifier}
    return {"DBProxyTargets": _targets(call, proxy)[:1]}


@GAPS.replaces("DescribeDBProxyTargets")
def describe_db_proxy_targets(call: Call) -> Document:
    return {"Targets": _targets(call, _of_group(call))}


@GAPS.replaces("DeregisterDBProxyTargets")
def deregister_db_proxy_targets(call: Call) -> Document:
    proxy = _of_group(call)
    named = [*call.params.get("DBClusterIdentifiers", []), *call.params.get("DBInstanceIdentifiers", [])]
    if proxy["Target"].get("RdsResourceId") not in named:
        refuse("DBProxyTargetNotFoundFault", f"{named} is no target of DB proxy {proxy['DBProxyName']}")
    proxy["Target"] = {}
    return {}


@GAPS.replaces("CreateDBProxyEndpoint")
def create_db_proxy_endpoint(call: Call) -> Document:
    params, name, proxy = call.params, call.params["DBProxyEndpointName"], _proxy(call)
    if name in _endpoints(call):
        refuse("DBProxyEndpointAlreadyExistsFault", f"DB proxy endpoint {name} already exists.")
    host = proxy["Endpoint"].partition(".")[2]
    made: Document = {
        "DBProxyEndpointName": name,
        "DBProxyEndpointArn": call.arn("rds", f"db-proxy-endpoint:prx-endpoint-{secrets.token_hex(8)}0"),
        "DBProxyName": proxy["DBProxyName"],
        "Status": "available",
        "Endpoint": f"{name}.endpoint.{host}",
        "TargetRole": params.get("TargetRole", "READ_WRITE"),
        "IsDefault": False,
        "EndpointNetworkType": params.get("EndpointNetworkType", "IPV4"),
        "CreatedDate": datetime.now(UTC),
        **_network(call, params),
    }
    _endpoints(call)[name] = made
    keep_tags(call, made["DBProxyEndpointArn"])
    return {"DBProxyEndpoint": made}


@GAPS.replaces("DescribeDBProxyEndpoints")
def describe_db_proxy_endpoints(call: Call) -> Document:
    proxy = _proxy(call)["DBProxyName"] if "DBProxyName" in call.params else None
    named = "DBProxyEndpointName" in call.params
    found = [_endpoint(call)] if named else [*_endpoints(call).values()]
    return {"DBProxyEndpoints": [each for each in found if proxy in (None, each["DBProxyName"])]}


@GAPS.replaces("ModifyDBProxyEndpoint")
def modify_db_proxy_endpoint(call: Call) -> Document:
    endpoint = _endpoint(call)
    if "VpcSecurityGroupIds" in call.params:
        groups = call.params["VpcSecurityGroupIds"]
        endpoint["VpcSecurityGroupIds"] = _security_groups(call, groups, endpoint["VpcId"])
    return {"DBProxyEndpoint": endpoint}


@GAPS.replaces("DeleteDBProxyEndpoint")
def delete_db_proxy_endpoint(call: Call) -> Document:
    gone = _endpoints(call).pop(_endpoint(call)["DBProxyEndpointName"])
    drop_tags(call, gone["DBProxyEndpointArn"])
    return {"DBProxyEndpoint": {**gone, "Status": "deleting"}}


def _proxies(call: Call) -> Table:
    return store(models(call), "proxies")


def _endpoints(call: Call) -> Table:
    return store(models(call), "proxy_endpoints")


def _proxy(call: Call) -> Document:
    name = call.params["DBProxyName"]
    return _proxies(call).get(name) or refuse("DBProxyNotFoundFault", f"DB proxy {name} not found")


def _of_group(call: Call) -> Document:
    proxy, group = _proxy(call), call.params.get("TargetGroupName", _GROUP)
    if group != _GROUP:
        message = f"DB proxy {proxy['DBProxyName']} has no target group {group}, only {_GROUP}"
        refuse("DBProxyTargetGroupNotFoundFault", message)
    return proxy


def _endpoint(call: Call) -> Document:
    name = call.params["DBProxyEndpointName"]
    found = _endpoints(call).get(name)
    return found or refuse("DBProxyEndpointNotFoundFault", f"DB proxy endpoint {name} not found")


def _targets(call: Call, proxy: Document) -> list[Document]:
    """The target; of a cluster, then its members too."""
    target = proxy["Target"]
    if not target:
        return []
    name = target["RdsResourceId"]
    if target["Type"] == "RDS_INSTANCE":
        found = models(call).databases.get(name)
        return [] if found is None else [_instance(found)]
    cluster = models(call).clusters.get(name)
    if cluster is None:
        return []
    return [
        {**target, "Port": cluster.port, "Endpoint": cluster.endpoint},
        *({**_instance(member), "TrackedClusterId": name} for member in cluster._members),
    ]


def _instance(database: object) -> Document:
    values = {name: getattr(database, name) for name in ("db_instance_identifier", "address", "port")}
    role = "READ_ONLY" if getattr(database, "is_cluster_writer", True) is False else "READ_WRITE"
    return {
        "Type": "RDS_INSTANCE",
        "RdsResourceId": values["db_instance_identifier"],
        "Endpoint": values["address"],
        "Port": values["port"],
        "Role": role,
        "TargetHealth": {"State": "AVAILABLE"},
    }


def _network(call: Call, params: Document) -> Document:
    found = {name: subnet(call, name) for name in params["VpcSubnetIds"]}
    missing = sorted(name for name, there in found.items() if there is None)
    if missing:
        refuse("InvalidSubnet", f"The requested subnets {missing} do not exist")
    there = [each for each in found.values() if each is not None]
    if len({each.availability_zone for each in there}) < 2 or len({each.vpc_id for each in there}) > 1:
        refuse("InvalidSubnet", "The subnets of a DB proxy must be of one VPC and of two zones at least")
    vpc_id = there[0].vpc_id
    groups = params.get("VpcSecurityGroupIds") or [backend(call, "ec2").get_default_security_group(vpc_id).id]
    return {
        "VpcId": vpc_id,
        "VpcSubnetIds": params["VpcSubnetIds"],
        "VpcSecurityGroupIds": _security_groups(call, groups, vpc_id),
    }


def _security_groups(call: Call, group_ids: list[str], vpc_id: str) -> list[str]:
    for group_id in group_ids:
        group = security_group(call, group_id)
        if group is None or group.vpc_id != vpc_id:
            refuse("InvalidParameterValue", f"Security group {group_id} does not exist in VPC {vpc_id}")
    return group_ids


def _check_authentication(proxy: Document) -> None:
    for each in proxy.get("Auth", []):
        if each.get("AuthScheme", "SECRETS") == "SECRETS" and "SecretArn" not in each:
            refuse("InvalidParameterValue", "SecretArn must be given for the authentication scheme SECRETS")
    if not proxy.get("Auth") and proxy["DefaultAuthScheme"] != "IAM_AUTH":
        refuse("InvalidParameterCombination", "Auth must be given unless DefaultAuthScheme is IAM_AUTH")

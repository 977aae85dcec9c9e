"""RDS Proxy: the proxy, its pool of connections, its endpoints, and the database behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tenfold_sandbox.provider.rows.rds._shared import tagging
from tenfold_sandbox.provider.table import Call, Context, Resource, Value
from tenfold_sandbox.provider.wording import lower_case_name


def _part(position: int) -> Callable[[Context], str]:
    """A part of a target's id: ``proxy/target-group/type/database``."""
    return lambda context: context.id.split("/")[position]


def _target(context: Context, response: Any) -> dict[str, Any] | None:
    targets: list[dict[str, Any]] = response.get("Targets", [])
    kind, database = context.id.split("/")[2:]
    return next((t for t in targets if (t["Type"], t["RdsResourceId"]) == (kind, database)), None)


def _imported_target(identity: str) -> dict[str, str]:
    proxy, group, kind, database = identity.split("/")
    prop = "dbInstanceIdentifier" if kind == "RDS_INSTANCE" else "dbClusterIdentifier"
    return {"dbProxyName": proxy, "targetGroupName": group, prop: database}


def _imported_endpoint(identity: str) -> dict[str, str]:
    proxy, _, endpoint = identity.partition("/")
    return {"dbProxyName": proxy, "dbProxyEndpointName": endpoint}


_BY_NAME: dict[str, Value] = {"DBProxyName": "id"}
_TARGETS: dict[str, Value] = {"DBProxyName": _part(0), "TargetGroupName": _part(1)}
_DATABASE: dict[str, Value] = {
    "DBInstanceIdentifiers": "in.dbInstanceIdentifier && [in.dbInstanceIdentifier] || `null`",
    "DBClusterIdentifiers": "in.dbClusterIdentifier && [in.dbClusterIdentifier] || `null`",
}

ROWS: tuple[Resource, ...] = (
    Resource(
        token="aws:rds/proxy:Proxy",
        schema="AWS::RDS::DBProxy",
        service="rds",
        id="out.DBProxy.DBProxyName",
        create=(Call("CreateDBProxy"),),
        read=(Call("DescribeDBProxies", _BY_NAME, auto=False, result="DBProxies[0]"),),
        update=(Call("ModifyDBProxy", {**_BY_NAME, "SecurityGroups": "in.vpcSecurityGroupIds"}),),
        delete=(Call("DeleteDBProxy", _BY_NAME),),
        names={"name": "DBProxyName", "auths": "Auth"},
        outputs={"arn": "live.DBProxyArn"},
        autoname=("name", 63),
        autoname_form=lower_case_name,
        tagging=tagging("DBProxyArn"),
    ),
    # It comes and goes with its proxy; there is nothing to create and nothing to delete.
    Resource(
        token="aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup",
        service="rds",
        id="in.dbProxyName",
        create=(Call("ModifyDBProxyTargetGroup", {"TargetGroupName": "'default'"}),),
        read=(
            Call(
                "DescribeDBProxyTargetGroups",
                {**_BY_NAME, "TargetGroupName": "'default'"},
                auto=False,
                result="TargetGroups[0]",
            ),
        ),
        update=(Call("ModifyDBProxyTargetGroup", {**_BY_NAME, "TargetGroupName": "'default'"}),),
        outputs={"arn": "live.TargetGroupArn", "name": "live.TargetGroupName"},
        replaces=frozenset({"dbProxyName"}),
    ),
    Resource(
        token="aws:rds/proxyTarget:ProxyTarget",
        service="rds",
        id="join('/', [in.dbProxyName, in.targetGroupName, out.DBProxyTargets[0].Type, "
        "out.DBProxyTargets[0].RdsResourceId])",
        create=(Call("RegisterDBProxyTargets", _DATABASE),),
        read=(Call("DescribeDBProxyTargets", _TARGETS, auto=False, result=_target),),
        delete=(Call("DeregisterDBProxyTargets", {**_TARGETS, **_DATABASE}),),
        outputs={
            "dbProxyName": _part(0),
            "targetGroupName": _part(1),
            "dbInstanceIdentifier": "in.dbInstanceIdentifier",
            "dbClusterIdentifier": "in.dbClusterIdentifier",
        },
        import_id=_imported_target,
        delete_before_replace=True,
    ),
    Resource(
        token="aws:rds/proxyEndpoint:ProxyEndpoint",
        schema="AWS::RDS::DBProxyEndpoint",
        service="rds",
        id="join('/', [in.dbProxyName, in.dbProxyEndpointName])",
        create=(Call("CreateDBProxyEndpoint"),),
        read=(
            Call(
                "DescribeDBProxyEndpoints",
                {"DBProxyName": "in.dbProxyName", "DBProxyEndpointName": "in.dbProxyEndpointName"},
                auto=False,
                result="DBProxyEndpoints[0]",
            ),
        ),
        update=(Call("ModifyDBProxyEndpoint", {"DBProxyEndpointName": "in.dbProxyEndpointName"}),),
        delete=(Call("DeleteDBProxyEndpoint", {"DBProxyEndpointName": "in.dbProxyEndpointName"}),),
        outputs={"arn": "live.DBProxyEndpointArn"},
        defaults={"targetRole": "READ_WRITE"},
        replaces=frozenset({"targetRole"}),
        autoname=("dbProxyEndpointName", 63),
        autoname_form=lower_case_name,
        tagging=tagging("DBProxyEndpointArn"),
        import_id=_imported_endpoint,
    ),
)

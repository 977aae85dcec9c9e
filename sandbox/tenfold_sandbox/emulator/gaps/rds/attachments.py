"""What is attached to a database: roles, custom endpoints, subscribers. Moto makes them at most."""

from __future__ import annotations

from typing import Any

from ...messages import Document
from .. import Call, Table, refuse, store
from .base import GAPS, models
from .clusters import find_cluster
from .instances import find
from .tags import drop_tags, keep_tags


def _remove_role(call: Call, owner: Any, fault: str) -> Document:
    wanted = (call.params["RoleArn"], call.params.get("FeatureName"))
    kept = [
        each
        for each in owner._associated_roles
        if each.role_arn != wanted[0] or wanted[1] not in (None, each.feature_name)
    ]
    if len(kept) == len(owner._associated_roles):
        refuse(fault, f"The role {wanted[0]} is not associated with {owner.resource_id}")
    owner._associated_roles[:] = kept
    return {}


@GAPS.replaces("RemoveRoleFromDBInstance")
def remove_role_from_db_instance(call: Call) -> Document:
    return _remove_role(call, find(call, call.params["DBInstanceIdentifier"]), "DBInstanceRoleNotFound")


@GAPS.replaces("RemoveRoleFromDBCluster")
def remove_role_from_db_cluster(call: Call) -> Document:
    return _remove_role(call, find_cluster(call, call.params["DBClusterIdentifier"]), "DBClusterRoleNotFound")


def _subscription(call: Call) -> Any:
    name = call.params["SubscriptionName"]
    found = models(call).event_subscriptions.get(name)
    return found or refuse("SubscriptionNotFound", f"Subscription {name} not found.")


@GAPS.replaces("ModifyEventSubscription")
def modify_event_subscription(call: Call) -> Document:
    found, params = _subscription(call), call.params
    found.sns_topic_arn = params.get("SnsTopicArn", found.sns_topic_arn)
    found.source_type = params.get("SourceType", found.source_type)
    found.event_categories = params.get("EventCategories", found.event_categories)
    found.enabled = params.get("Enabled", found.enabled)
    return {"EventSubscription": found}


@GAPS.replaces("AddSourceIdentifierToSubscription")
def add_source(call: Call) -> Document:
    found, source = _subscription(call), call.params["SourceIdentifier"]
    found.source_ids = [*(each for each in found.source_ids if each != source), source]
    return {"EventSubscription": found}


@GAPS.replaces("RemoveSourceIdentifierFromSubscription")
def remove_source(call: Call) -> Document:
    found = _subscription(call)
    found.source_ids = [each for each in found.source_ids if each != call.params["SourceIdentifier"]]
    return {"EventSubscription": found}


def _endpoints(call: Call) -> Table:
    return store(models(call), "cluster_endpoints")


def _endpoint(call: Call) -> Document:
    name = call.params["DBClusterEndpointIdentifier"].lower()
    found = _endpoints(call).get(name)
    return found or refuse("DBClusterEndpointNotFoundFault", f"Cluster endpoint {name} not found")


@GAPS.replaces("CreateDBClusterEndpoint")
def create_db_cluster_endpoint(call: Call) -> Document:
    name, params = call.params["DBClusterEndpointIdentifier"].lower(), call.params
    cluster = find_cluster(call, params["DBClusterIdentifier"])
    if name in _endpoints(call):
        refuse("DBClusterEndpointAlreadyExistsFault", f"Cluster endpoint {name} already exists")
    host = str(cluster.endpoint).partition(".cluster-")[2]
    _endpoints(call)[name] = made = {
        "DBClusterEndpointIdentifier": name,
        "DBClusterIdentifier": cluster.db_cluster_identifier,
        "DBClusterEndpointArn": call.arn("rds", f"cluster-endpoint:{name}"),
        "Endpoint": f"{name}.cluster-custom-{host}",
        "EndpointType": "CUSTOM",
        "CustomEndpointType": params["EndpointType"],
        "StaticMembers": params.get("StaticMembers", []),
        "ExcludedMembers": params.get("ExcludedMembers", []),
        "Status": "available",
    }
    keep_tags(call, made["DBClusterEndpointArn"])
    return made


@GAPS.replaces("DescribeDBClusterEndpoints")
def describe_db_cluster_endpoints(call: Call) -> Document:
    if "DBClusterEndpointIdentifier" in call.params:
        return {"DBClusterEndpoints": [_endpoint(call)]}
    cluster = call.params.get("DBClusterIdentifier")
    found = _endpoints(call).values()
    return {"DBClusterEndpoints": [each for each in found if cluster in (None, each["DBClusterIdentifier"])]}


@GAPS.replaces("ModifyDBClusterEndpoint")
def modify_db_cluster_endpoint(call: Call) -> Document:
    found = _endpoint(call)
    found["CustomEndpointType"] = call.params.get("EndpointType", found["CustomEndpointType"])
    for name in ("StaticMembers", "ExcludedMembers"):
        found[name] = call.params.get(name, found[name])
    return found


@GAPS.replaces("DeleteDBClusterEndpoint")
def delete_db_cluster_endpoint(call: Call) -> Document:
    gone = _endpoints(call).pop(_endpoint(call)["DBClusterEndpointIdentifier"])
    drop_tags(call, gone["DBClusterEndpointArn"])
    return {**gone, "Status": "deleting"}

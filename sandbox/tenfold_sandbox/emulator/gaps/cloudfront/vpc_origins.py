"""VPC origins: a way from CloudFront to a load balancer or an instance that has no public address."""

from __future__ import annotations

from ...messages import Document
from .. import Call, refuse
from ..references import backend
from .base import GAPS, arn, items, match, new_id, now, page, table, tag

_NOUN = "VpcOrigin"


def found(call: Call, identity: str) -> Document:
    """The VPC origin with an id, or AWS's refusal."""
    thing = table(call, _NOUN).get(identity)
    return thing or refuse("EntityNotFound", f"The specified VPC origin does not exist: {identity}")


def _check(call: Call, endpoint: Document) -> None:
    given: str = endpoint["Arn"]
    parts = given.split(":")
    service, region, resource = (parts[2], parts[3], parts[5]) if len(parts) > 5 else ("", "", "")
    if service == "elasticloadbalancing":
        exists = given in backend(call, "elbv2", region).load_balancers
    elif service == "ec2" and resource.startswith("instance/"):
        reservations = backend(call, "ec2", region).reservations.values()
        instances = {each.id for reservation in reservations for each in reservation.instances}
        exists = resource.removeprefix("instance/") in instances
    else:
        refuse("InvalidArgument", f"A VPC origin is a load balancer or an EC2 instance, not {given}")
    if not exists:
        refuse("InvalidArgument", f"The VPC origin's endpoint does not exist: {given}")


def _shown(thing: Document) -> Document:
    return {name: value for name, value in thing.items() if name != "etag"}


@GAPS.replaces("CreateVpcOrigin")
def create_vpc_origin(call: Call) -> Document:
    endpoint: Document = call.params["VpcOriginEndpointConfig"]
    _check(call, endpoint)
    origins = table(call, _NOUN)
    if any(each["VpcOriginEndpointConfig"]["Name"] == endpoint["Name"] for each in origins.values()):
        refuse("EntityAlreadyExists", f"A VPC origin with the name {endpoint['Name']} exists already")
    identity = f"vo_{new_id()[1:].lower()}"
    thing: Document = {
        "Id": identity,
        "Arn": arn(call, f"vpcorigin/{identity}"),
        "AccountId": call.account_id,
        "Status": "Deployed",
        "CreatedTime": now(),
        "LastModifiedTime": now(),
        "VpcOriginEndpointConfig": endpoint,
        "etag": new_id(),
    }
    origins[identity] = thing
    tag(call, thing["Arn"], call.params.get("Tags"))
    return {"VpcOrigin": _shown(thing), "ETag": thing["etag"]}


@GAPS.replaces("GetVpcOrigin")
def get_vpc_origin(call: Call) -> Document:
    thing = found(call, call.params["Id"])
    return {"VpcOrigin": _shown(thing), "ETag": thing["etag"]}


@GAPS.replaces("UpdateVpcOrigin")
def update_vpc_origin(call: Call) -> Document:
    thing = found(call, call.params["Id"])
    match(call, thing)
    endpoint: Document = call.params["VpcOriginEndpointConfig"]
    _check(call, endpoint)
    thing.update(VpcOriginEndpointConfig=endpoint, LastModifiedTime=now(), etag=new_id())
    return {"VpcOrigin": _shown(thing), "ETag": thing["etag"]}


@GAPS.replaces("DeleteVpcOrigin")
def delete_vpc_origin(call: Call) -> Document:
    thing = found(call, call.params["Id"])
    match(call, thing)
    for distribution in table(call, "Distribution").values():
        origins = items(distribution["config"]["Origins"])
        if any(each.get("VpcOriginConfig", {}).get("VpcOriginId") == thing["Id"] for each in origins):
            used = f"The VPC origin {thing['Id']} is used by distribution {distribution['id']}"
            refuse("CannotDeleteEntityWhileInUse", used)
    del table(call, _NOUN)[thing["Id"]]
    return {"VpcOrigin": _shown(thing), "ETag": thing["etag"]}


@GAPS.replaces("ListVpcOrigins")
def list_vpc_origins(call: Call) -> Document:
    summaries = [
        {
            **_shown(each),
            "Name": each["VpcOriginEndpointConfig"]["Name"],
            "OriginEndpointArn": each["VpcOriginEndpointConfig"]["Arn"],
        }
        for each in table(call, _NOUN).values()
    ]
    return {"VpcOriginList": page(summaries)}

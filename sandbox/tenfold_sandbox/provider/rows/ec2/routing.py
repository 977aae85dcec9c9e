"""Route tables, their routes, and which subnet uses which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tenfold_sandbox.provider.rows.ec2._shared import (
    OWNER,
    TAGGING,
    TAGGING_AFTERWARDS,
    arn,
    hashed,
    where,
)
from tenfold_sandbox.provider.table import Call, Context, Resource

_TARGETS = {
    "carrierGatewayId": "CarrierGatewayId",
    "coreNetworkArn": "CoreNetworkArn",
    "egressOnlyGatewayId": "EgressOnlyInternetGatewayId",
    "gatewayId": "GatewayId",
    "instanceId": "InstanceId",
    "localGatewayId": "LocalGatewayId",
    "natGatewayId": "NatGatewayId",
    "networkInterfaceId": "NetworkInterfaceId",
    "odbNetworkArn": "OdbNetworkArn",
    "transitGatewayId": "TransitGatewayId",
    "vpcEndpointId": "VpcEndpointId",
    "vpcPeeringConnectionId": "VpcPeeringConnectionId",
}
_INLINE_DESTINATIONS = {
    "cidrBlock": "DestinationCidrBlock",
    "ipv6CidrBlock": "DestinationIpv6CidrBlock",
    "destinationPrefixListId": "DestinationPrefixListId",
}
_DESTINATIONS = {
    "destinationCidrBlock": "DestinationCidrBlock",
    "destinationIpv6CidrBlock": "DestinationIpv6CidrBlock",
    "destinationPrefixListId": "DestinationPrefixListId",
}

AwsRoute = Mapping[str, Any]


def _destination(route: AwsRoute) -> str:
    return next(str(route[name]) for name in _DESTINATIONS.values() if route.get(name))


def _told(route: AwsRoute) -> dict[str, Any]:
    """A live route as AWS takes it: it shows a VPC endpoint as a gateway."""
    gateway = str(route.get("GatewayId", ""))
    told = {name: route[name] for name in route if name in {*_DESTINATIONS.values(), *_TARGETS.values()}}
    if gateway.startswith("vpce-"):
        told["VpcEndpointId"] = told.pop("GatewayId")
    return {name: value for name, value in told.items() if value}


def _managed(table: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """A table's routes by destination, without those that AWS or a gateway endpoint made."""
    routes = [
        _told(route)
        for route in table.get("Routes", [])
        if route.get("GatewayId") != "local"
        and route.get("Origin", "CreateRoute") == "CreateRoute"
        and not (route.get("DestinationPrefixListId") and str(route.get("GatewayId", "")).startswith("vpce-"))
    ]
    return {_destination(route): route for route in routes}


def _wanted(context: Context) -> dict[str, dict[str, Any]]:
    names = {**_INLINE_DESTINATIONS, **_TARGETS}
    asked: list[dict[str, Any]] = context.inputs.get("routes") or []
    routes = [{aws: route[name] for name, aws in names.items() if route.get(name)} for route in asked]
    return {_destination(route): route for route in routes}


def _surplus(context: Context) -> list[dict[str, Any]]:
    wanted = _wanted(context)
    return [route for key, route in _managed(context.live).items() if key not in wanted]


def _missing(context: Context) -> list[dict[str, Any]]:
    live = _managed(context.live)
    return [route for key, route in _wanted(context).items() if key not in live]


def _turned(context: Context) -> list[dict[str, Any]]:
    live = _managed(context.live)
    return [route for key, route in _wanted(context).items() if key in live and live[key] != route]


def _as_inline(context: Context) -> list[dict[str, Any]]:
    names = {aws: name for name, aws in (_INLINE_DESTINATIONS | _TARGETS).items()}
    return [{names[aws]: value for aws, value in route.items()} for route in _managed(context.live).values()]


_ITEM = {
    "RouteTableId": "id",
    **{name: f"item.{name}" for name in (*_DESTINATIONS.values(), *_TARGETS.values())},
}
_INLINE_ROUTES = (
    Call(
        "DeleteRoute",
        {"RouteTableId": "id", **{name: f"item.{name}" for name in _DESTINATIONS.values()}},
        auto=False,
        on=("routes",),
        each=_surplus,
    ),
    Call("ReplaceRoute", _ITEM, auto=False, on=("routes",), each=_turned),
    Call("CreateRoute", _ITEM, auto=False, on=("routes",), each=_missing),
)
_PROPAGATION = (
    Call(
        "DisableVgwRoutePropagation",
        {"RouteTableId": "id", "GatewayId": "item"},
        auto=False,
        on=("propagatingVgws",),
        each=lambda context: sorted(_gateways(context) - set(context.inputs.get("propagatingVgws") or ())),
    ),
    Call(
        "EnableVgwRoutePropagation",
        {"RouteTableId": "id", "GatewayId": "item"},
        auto=False,
        on=("propagatingVgws",),
        each=lambda context: sorted(set(context.inputs.get("propagatingVgws") or ()) - _gateways(context)),
    ),
)


def _gateways(context: Context) -> set[str]:
    return {each["GatewayId"] for each in context.live.get("PropagatingVgws", [])}


_ROUTE_TABLE = Resource(
    token="aws:ec2/routeTable:RouteTable",
    schema="AWS::EC2::RouteTable",
    service="ec2",
    id="out.RouteTable.RouteTableId",
    create=(Call("CreateRouteTable"), *_INLINE_ROUTES, *_PROPAGATION),
    read=(Call("DescribeRouteTables", {"RouteTableIds": "[id]"}, result="RouteTables[0]"),),
    update=(*_INLINE_ROUTES, *_PROPAGATION),
    delete=(
        Call(
            "DisassociateRouteTable",
            {"AssociationId": "item"},
            each="live.Associations[?!Main].RouteTableAssociationId",
        ),
        Call("DeleteRouteTable", {"RouteTableId": "id"}),
    ),
    outputs={
        "arn": arn("route-table"),
        "ownerId": OWNER,
        "routes": _as_inline,
        "propagatingVgws": "live.PropagatingVgws[].GatewayId",
    },
    tagging=TAGGING,
    tag_type="route-table",
)

_DEFAULT_ROUTE_TABLE = replace(
    _ROUTE_TABLE,
    token="aws:ec2/defaultRouteTable:DefaultRouteTable",
    id="in.defaultRouteTableId",
    live_id="live.RouteTableId",
    # Its routes are emptied when it is taken over, as Terraform does; its deletion leaves it as it is.
    create=(
        Call("DescribeRouteTables", {"RouteTableIds": "[in.defaultRouteTableId]"}, auto=False),
        *(replace(call, on=()) for call in _INLINE_ROUTES),
        *_PROPAGATION,
    ),
    read=(
        Call(
            "DescribeRouteTables",
            {
                "Filters": lambda context: [
                    {"Name": "association.main", "Values": ["true"]},
                    {
                        "Name": "vpc-id" if context.id.startswith("vpc-") else "route-table-id",
                        "Values": [context.id],
                    },
                ]
            },
            result="RouteTables[0]",
        ),
    ),
    delete=(),
    outputs={**_ROUTE_TABLE.outputs, "defaultRouteTableId": "live.RouteTableId"},
    replaces=frozenset({"defaultRouteTableId"}),
    tagging=TAGGING_AFTERWARDS,
    tag_type=None,
)


def _route_destination(inputs: Mapping[str, Any]) -> str:
    return next(str(inputs[name]) for name in _DESTINATIONS if inputs.get(name))


def _route_id(context: Context) -> str:
    return f"r-{context.inputs['routeTableId']}{hashed(_route_destination(context.inputs))}"


def _route(context: Context, response: Mapping[str, Any]) -> Any:
    wanted = _route_destination(context.inputs)
    routes = [route for table in response.get("RouteTables", []) for route in table["Routes"]]
    found = next((route for route in routes if _destination(route) == wanted), None)
    return found and {**found, "GatewayId": None, **_told(found)}


def _imported_route(identity: str) -> dict[str, str]:
    table, _, destination = identity.partition("_")
    prop = "destinationIpv6CidrBlock" if ":" in destination else "destinationCidrBlock"
    if destination.startswith("pl-"):
        prop = "destinationPrefixListId"
    return {"routeTableId": table, prop: destination}


_ROUTE = Resource(
    token="aws:ec2/route:Route",
    schema="AWS::EC2::Route",
    service="ec2",
    id=_route_id,
    live_id=_route_id,
    import_id=_imported_route,
    names={"egressOnlyGatewayId": "EgressOnlyInternetGatewayId"},
    create=(Call("CreateRoute"),),
    read=(Call("DescribeRouteTables", {"RouteTableIds": "[in.routeTableId]"}, result=_route),),
    update=(Call("ReplaceRoute", whole=True),),
    delete=(
        Call(
            "DeleteRoute",
            {"RouteTableId": "in.routeTableId", **{aws: f"in.{name}" for name, aws in _DESTINATIONS.items()}},
        ),
    ),
    outputs={"routeTableId": "in.routeTableId"},
)


def _association(context: Context, response: Mapping[str, Any]) -> Any:
    """Found by what is associated: another route table gives the association another id."""
    for table in response.get("RouteTables", []):
        for each in table.get("Associations", []):
            holders = {"subnetId": each.get("SubnetId"), "gatewayId": each.get("GatewayId")}
            if any(value and context.inputs.get(name) == value for name, value in holders.items()):
                return each
    return None


def _imported_association(identity: str) -> dict[str, str]:
    holder, _, table = identity.partition("/")
    return {"subnetId" if holder.startswith("subnet-") else "gatewayId": holder, "routeTableId": table}


_ASSOCIATION = Resource(
    token="aws:ec2/routeTableAssociation:RouteTableAssociation",
    schema="AWS::EC2::SubnetRouteTableAssociation",
    service="ec2",
    id="out.AssociationId",
    live_id="live.RouteTableAssociationId",
    import_id=_imported_association,
    create=(Call("AssociateRouteTable"),),
    read=(
        Call(
            "DescribeRouteTables",
            {"Filters": "in.subnetId && " + where({"association.subnet-id": "in.subnetId"})},
            result=_association,
        ),
    ),
    update=(
        Call(
            "ReplaceRouteTableAssociation",
            {"AssociationId": "live.RouteTableAssociationId", "RouteTableId": "in.routeTableId"},
            on=("routeTableId",),
        ),
    ),
    delete=(Call("DisassociateRouteTable", {"AssociationId": "live.RouteTableAssociationId"}),),
    replaces=frozenset({"gatewayId"}),
    updates=frozenset({"routeTableId"}),
)


def _main_association(context: Context, response: Mapping[str, Any]) -> Any:
    """Before the creation whichever is main; then only what the program made main."""
    ours = {context.id, context.inputs.get("routeTableId")} if context.id else None
    for table in response.get("RouteTables", []):
        for each in table.get("Associations", []):
            if each.get("Main") and (
                not ours or ours & {each["RouteTableAssociationId"], each["RouteTableId"]}
            ):
                return {**each, "VpcId": table["VpcId"]}
    return None


_MAIN = Call(
    "DescribeRouteTables",
    {"Filters": where({"vpc-id": "in.vpcId", "association.main": "'true'"})},
    result=_main_association,
)


_ORIGINAL = "state.originalRouteTableId || found.RouteTableId"


def _make_main(association: str, table: str) -> Call:
    return Call("ReplaceRouteTableAssociation", {"AssociationId": association, "RouteTableId": table})


_MAIN_ASSOCIATION = Resource(
    token="aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation",
    service="ec2",
    id="out.NewAssociationId",
    live_id="live.RouteTableAssociationId",
    lookup=(_MAIN,),
    create=(_make_main("found.RouteTableAssociationId", "in.routeTableId"),),
    read=(_MAIN,),
    update=(replace(_make_main("live.RouteTableAssociationId", "in.routeTableId"), on=("routeTableId",)),),
    # AWS always has a main table: the one from before comes back, where it is known.
    delete=(replace(_make_main("live.RouteTableAssociationId", _ORIGINAL), when=_ORIGINAL),),
    outputs={"originalRouteTableId": _ORIGINAL},
    replaces=frozenset({"vpcId"}),
)

ROWS: tuple[Resource, ...] = (_ROUTE_TABLE, _DEFAULT_ROUTE_TABLE, _ROUTE, _ASSOCIATION, _MAIN_ASSOCIATION)

"""Hosted zones, the networks that resolve them, and the log of what is asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tenfold_sandbox.provider.rows.route53._shared import as_written, reference, tagging
from tenfold_sandbox.provider.table import Call, Context, Resource, Value, without

_ZONE = {"HostedZoneId": "id"}
_LIVE_NETWORKS = "live.VPCs[].{id: VPCId, region: VPCRegion}"
_NETWORK = "{VPCId: item.id, VPCRegion: item.region}"


def _zone_id(context: Context) -> str:
    return context.out["HostedZone"]["Id"].rsplit("/", 1)[-1]


def _zone_name(context: Context) -> str:
    return as_written(context.inputs.get("name"), context.live["HostedZone"]["Name"])


def _wanted_networks(context: Context) -> list[dict[str, Any]]:
    """The networks that a program names; their region is the provider's unless it says another."""
    networks: list[Mapping[str, Any]] = context.inputs.get("vpcs") or []
    return [{"id": each["vpcId"], "region": each.get("vpcRegion") or context.home} for each in networks]


def _own_records(context: Context, response: Mapping[str, Any]) -> dict[str, Any]:
    """All records but the zone's own two, which go with it."""
    name = context.live["HostedZone"]["Name"]
    records: list[dict[str, Any]] = response.get("ResourceRecordSets") or []
    return {
        "Records": [each for each in records if each["Type"] not in ("NS", "SOA") or each["Name"] != name]
    }


_ZONE_ROW = Resource(
    token="aws:route53/zone:Zone",
    schema="AWS::Route53::HostedZone",
    service="route53",
    id=_zone_id,
    create=(
        Call(
            "CreateHostedZone",
            {
                "CallerReference": reference,
                "HostedZoneConfig": "{Comment: in.comment || 'Managed by Pulumi', "
                "PrivateZone: !(!(in.vpcs))}",
                "VPC": "in.vpcs && {VPCId: in.vpcs[0].vpcId, "
                "VPCRegion: in.vpcs[0].vpcRegion || home} || `null`",
            },
        ),
        Call(
            "AssociateVPCWithHostedZone",
            {**_ZONE, "VPC": _NETWORK},
            auto=False,
            each=lambda c: _wanted_networks(c)[1:],
        ),
        Call("UpdateHostedZoneFeatures", _ZONE, on=("enableAcceleratedRecovery",)),
    ),
    read=(
        Call("GetHostedZone", {"Id": "id"}),
        Call(
            "ListResourceRecordSets",
            _ZONE,
            when="in.forceDestroy",
            result=_own_records,
        ),
    ),
    update=(
        Call("UpdateHostedZoneFeatures", _ZONE),
        Call(
            "UpdateHostedZoneComment",
            {"Id": "id", "Comment": "in.comment"},
            auto=False,
            on=("comment",),
        ),
        Call(
            "AssociateVPCWithHostedZone",
            {**_ZONE, "VPC": _NETWORK},
            auto=False,
            on=("vpcs",),
            each=without(_wanted_networks, _LIVE_NETWORKS),
        ),
        Call(
            "DisassociateVPCFromHostedZone",
            {**_ZONE, "VPC": _NETWORK},
            auto=False,
            on=("vpcs",),
            each=without(_LIVE_NETWORKS, _wanted_networks),
        ),
    ),
    delete=(
        Call(
            "ChangeResourceRecordSets",
            {**_ZONE, "ChangeBatch": "{Changes: [{Action: 'DELETE', ResourceRecordSet: item}]}"},
            each="live.Records",
        ),
        Call("DeleteHostedZone", {"Id": "id"}),
    ),
    outputs={
        "arn": "join('', ['arn:', partition, ':route53:::hostedzone/', id])",
        "comment": "live.HostedZone.Config.Comment",
        "delegationSetId": lambda c: c.live.get("DelegationSet", {}).get("Id"),
        "enableAcceleratedRecovery": "live.HostedZone.Features.AcceleratedRecoveryStatus == 'ENABLED'",
        "name": _zone_name,
        "nameServers": "live.DelegationSet.NameServers",
        "primaryNameServer": "live.DelegationSet.NameServers[0]",
        "zoneId": "id",
    },
    schema_names={"vpcs": "-"},
    defaults={"comment": "Managed by Pulumi", "enableAcceleratedRecovery": False},
    kept=frozenset({"forceDestroy"}),
    tagging=tagging("hostedzone"),
    global_=True,
)


_LINK: dict[str, Value] = {
    "HostedZoneId": "in.zoneId",
    "VPC": "{VPCId: in.vpcId, VPCRegion: in.vpcRegion || home}",
}


def _link_id(context: Context) -> str:
    """The zone and the network; the network's region only where a program names it."""
    parts = [context.inputs.get(name) for name in ("zoneId", "vpcId", "vpcRegion")]
    return ":".join(part for part in parts if part)


def _linked(identity: str) -> Mapping[str, Any]:
    return dict(zip(("zoneId", "vpcId", "vpcRegion"), identity.split(":"), strict=False))


def _link(context: Context, response: Mapping[str, Any]) -> dict[str, Any] | None:
    networks: list[Mapping[str, str]] = response.get("VPCs") or []
    found = next((each for each in networks if each["VPCId"] == context.inputs["vpcId"]), None)
    return None if found is None else {**found, "ZoneId": context.inputs["zoneId"]}


_LINK_ROW = Resource(
    token="aws:route53/zoneAssociation:ZoneAssociation",
    service="route53",
    id=_link_id,
    create=(Call("AssociateVPCWithHostedZone", _LINK, auto=False),),
    read=(Call("GetHostedZone", {"Id": "in.zoneId"}, auto=False, result=_link),),
    delete=(Call("DisassociateVPCFromHostedZone", _LINK, auto=False),),
    outputs={"owningAccount": "account"},
    import_id=_linked,
    global_=True,
)

_LOG = Resource(
    token="aws:route53/queryLog:QueryLog",
    schema="AWS::Route53::QueryLoggingConfig",
    service="route53",
    id="out.QueryLoggingConfig.Id",
    create=(
        Call(
            "CreateQueryLoggingConfig",
            {"HostedZoneId": "in.zoneId", "CloudWatchLogsLogGroupArn": "in.cloudwatchLogGroupArn"},
        ),
    ),
    read=(Call("GetQueryLoggingConfig", {"Id": "id"}, result="QueryLoggingConfig"),),
    delete=(Call("DeleteQueryLoggingConfig", {"Id": "id"}),),
    names={"zoneId": "HostedZoneId", "cloudwatchLogGroupArn": "CloudWatchLogsLogGroupArn"},
    outputs={"arn": "join('', ['arn:', partition, ':route53:::queryloggingconfig/', id])"},
    replaces=frozenset({"zoneId", "cloudwatchLogGroupArn"}),
    global_=True,
)

ROWS: tuple[Resource, ...] = (_ZONE_ROW, _LINK_ROW, _LOG)

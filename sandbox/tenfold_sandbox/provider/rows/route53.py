"""Route 53: hosted zones and their records."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from typing import Any

from tenfold_sandbox.provider.table import Call, Context, Resource, Tagging, without

# -- zones --

_ZONE = {"HostedZoneId": "id"}
_WANTED_NETWORKS = "in.vpcs[].{id: vpcId, region: vpcRegion || 'us-east-1'}"
_LIVE_NETWORKS = "live.VPCs[].{id: VPCId, region: VPCRegion}"
_NETWORK = "{VPCId: item.id, VPCRegion: item.region}"


def _reference(_: Context) -> str:
    """AWS takes each creation's reference once, so that a repeated call makes no second zone."""
    return str(uuid.uuid4())


def _zone_id(context: Context) -> str:
    return context.out["HostedZone"]["Id"].rsplit("/", 1)[-1]


def _zone_name(context: Context) -> str:
    return _as_written(context.inputs.get("name"), context.live["HostedZone"]["Name"])


def _as_written(wanted: str | None, live: str) -> str:
    """AWS ends names with a dot and writes them in lower case; programs do as they like."""
    bare = live.rstrip(".")
    return wanted if wanted is not None and wanted.rstrip(".").lower() == bare else bare


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
                "CallerReference": _reference,
                "HostedZoneConfig": "{Comment: in.comment || 'Managed by Pulumi', "
                "PrivateZone: !(!(in.vpcs))}",
                "VPC": "in.vpcs && {VPCId: in.vpcs[0].vpcId, "
                "VPCRegion: in.vpcs[0].vpcRegion || 'us-east-1'} || `null`",
            },
        ),
        Call(
            "AssociateVPCWithHostedZone",
            {**_ZONE, "VPC": _NETWORK},
            auto=False,
            each=f"({_WANTED_NETWORKS})[1:]",
        ),
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
            each=without(_WANTED_NETWORKS, _LIVE_NETWORKS),
        ),
        Call(
            "DisassociateVPCFromHostedZone",
            {**_ZONE, "VPC": _NETWORK},
            auto=False,
            on=("vpcs",),
            each=without(_LIVE_NETWORKS, _WANTED_NETWORKS),
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
        "name": _zone_name,
        "nameServers": "live.DelegationSet.NameServers",
        "primaryNameServer": "live.DelegationSet.NameServers[0]",
        "zoneId": "id",
    },
    schema_names={"vpcs": "-"},
    defaults={"comment": "Managed by Pulumi"},
    kept=frozenset({"forceDestroy"}),
    tagging=Tagging(
        "ChangeTagsForResource",
        "ChangeTagsForResource",
        "ResourceId",
        "id",
        tags_key="AddTags",
        keys_key="RemoveTagKeys",
        listing="ListTagsForResource",
        listed="ResourceTagSet.Tags",
        create_key=None,
        fixed={"ResourceType": "'hostedzone'"},
    ),
    global_=True,
)

# -- records --


def _fqdn(context: Context) -> str:
    """The record's full name: one that does not end in the zone's name lies in the zone."""
    zone: str = (context.live.get("ZoneName") or context.found["ZoneName"]).rstrip(".")
    name: str = context.inputs["name"].rstrip(".").lower()
    if name in ("", "@"):
        return zone
    return name if name == zone or name.endswith(f".{zone}") else f"{name}.{zone}"


def _quoted(value: str, kind: str) -> str:
    """AWS wants texts in quotes; Terraform, and so a program, leaves the outer ones out."""
    return f'"{value}"' if kind in ("TXT", "SPF") and not value.startswith('"') else value


_GEO = {"continent": "ContinentCode", "country": "CountryCode", "subdivision": "SubdivisionCode"}


def _record_set(context: Context) -> dict[str, Any]:
    inputs = context.inputs
    kind: str = inputs["type"]
    records: list[str] = inputs.get("records") or []
    record: dict[str, Any] = {
        "Name": _fqdn(context),
        "Type": kind,
        "TTL": inputs.get("ttl"),
        "ResourceRecords": [{"Value": _quoted(each, kind)} for each in records] or None,
        "SetIdentifier": inputs.get("setIdentifier"),
        "HealthCheckId": inputs.get("healthCheckId"),
        "MultiValueAnswer": inputs.get("multivalueAnswerRoutingPolicy"),
        "Weight": context.eval("in.weightedRoutingPolicies[0].weight"),
        "Region": context.eval("in.latencyRoutingPolicies[0].region"),
        "Failover": context.eval("in.failoverRoutingPolicies[0].type"),
    }
    alias: Mapping[str, Any] | None = context.eval("in.aliases[0]")
    if alias:
        record["AliasTarget"] = {
            "HostedZoneId": alias["zoneId"],
            "DNSName": alias["name"],
            "EvaluateTargetHealth": alias["evaluateTargetHealth"],
        }
    place: Mapping[str, Any] | None = context.eval("in.geolocationRoutingPolicies[0]")
    if place:
        record["GeoLocation"] = {aws: place.get(name) for name, aws in _GEO.items()}
    return record


def _this_record(context: Context, response: Mapping[str, Any]) -> dict[str, Any] | None:
    records: list[dict[str, Any]] = response.get("ResourceRecordSets") or []
    zone = next((each["Name"] for each in records if each["Type"] == "SOA"), None)
    if zone is None:
        return None
    context.live["ZoneName"] = zone  # every zone has one SOA record, named as the zone
    wanted = (_fqdn(context), context.inputs["type"], context.inputs.get("setIdentifier"))
    for each in records:
        if (each["Name"].rstrip("."), each["Type"], each.get("SetIdentifier")) == wanted:
            return {**each, "Raw": each}
    return None


def _import_record(identity: str) -> Mapping[str, Any]:
    found = re.fullmatch(r"([^_]+)_(.*?)_([A-Z]+)(?:_(.*))?", identity)
    if found is None:
        return {"zoneId": identity, "name": "", "type": ""}
    zone, name, kind, identifier = found.groups()
    known = {"zoneId": zone, "name": name, "type": kind}
    return {**known, "setIdentifier": identifier} if identifier else known


def _shown_records(context: Context) -> list[str] | None:
    wanted: list[str] = context.inputs.get("records") or []
    records: list[Mapping[str, str]] = context.live.get("ResourceRecords") or []
    live = [each["Value"] for each in records]
    bare = [each[1:-1] if each.startswith('"') and each not in wanted else each for each in live]
    return bare or None


def _shown_alias(context: Context) -> list[dict[str, Any]] | None:
    alias: Mapping[str, Any] | None = context.live.get("AliasTarget")
    if not alias:
        return None
    wanted: str | None = context.eval("in.aliases[0].name")
    return [
        {
            "name": _as_written(wanted, alias["DNSName"]),
            "zoneId": alias["HostedZoneId"],
            "evaluateTargetHealth": alias["EvaluateTargetHealth"],
        }
    ]


def _shown_name(context: Context) -> str:
    return context.inputs.get("name") or _fqdn(context)


def _record_id(context: Context) -> str:
    inputs = context.inputs
    parts = [inputs["zoneId"], inputs["name"], inputs["type"], inputs.get("setIdentifier")]
    return "_".join(part for part in parts if part is not None)


def _put(action: str) -> Any:
    def batch(context: Context) -> dict[str, Any]:
        chosen = "UPSERT" if action == "UPSERT" or context.inputs.get("allowOverwrite") else "CREATE"
        return {"Changes": [{"Action": chosen, "ResourceRecordSet": _record_set(context)}]}

    return {"HostedZoneId": "in.zoneId", "ChangeBatch": batch}


_RECORD = Resource(
    token="aws:route53/record:Record",
    service="route53",
    enums={"type": "RRType"},
    id=_record_id,
    lookup=(Call("GetHostedZone", {"Id": "in.zoneId"}, result="{ZoneName: HostedZone.Name}"),),
    create=(Call("ChangeResourceRecordSets", _put("CREATE"), auto=False),),
    read=(Call("ListResourceRecordSets", {"HostedZoneId": "in.zoneId"}, result=_this_record),),
    update=(
        Call(
            "ChangeResourceRecordSets",
            _put("UPSERT"),
            auto=False,
            on=(
                "aliases",
                "failoverRoutingPolicies",
                "geolocationRoutingPolicies",
                "healthCheckId",
                "latencyRoutingPolicies",
                "multivalueAnswerRoutingPolicy",
                "records",
                "ttl",
                "weightedRoutingPolicies",
            ),
        ),
    ),
    delete=(
        Call(
            "ChangeResourceRecordSets",
            {
                "HostedZoneId": "in.zoneId",
                "ChangeBatch": "{Changes: [{Action: 'DELETE', ResourceRecordSet: live.Raw}]}",
            },
            when="live.Raw",
        ),
    ),
    outputs={
        "aliases": _shown_alias,
        "failoverRoutingPolicies": "live.Failover && [{type: live.Failover}]",
        "fqdn": _fqdn,
        "geolocationRoutingPolicies": "live.GeoLocation && [{continent: live.GeoLocation.ContinentCode, "
        "country: live.GeoLocation.CountryCode, subdivision: live.GeoLocation.SubdivisionCode}]",
        "latencyRoutingPolicies": "live.Region && [{region: live.Region}]",
        "multivalueAnswerRoutingPolicy": "live.MultiValueAnswer",
        "name": _shown_name,
        "records": _shown_records,
        "weightedRoutingPolicies": "live.Weight != `null` && [{weight: live.Weight}] || `null`",
        "zoneId": "in.zoneId",
    },
    kept=frozenset({"allowOverwrite"}),
    global_=True,
    import_id=_import_record,
)

ROWS: tuple[Resource, ...] = (_ZONE_ROW, _RECORD)

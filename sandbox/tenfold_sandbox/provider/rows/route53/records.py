"""The records of a zone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tenfold_sandbox.provider.rows.route53._shared import as_written
from tenfold_sandbox.provider.table import Call, Context, Resource


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
            "name": as_written(wanted, alias["DNSName"]),
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


def _batch(*changes: tuple[str, Context]) -> dict[str, Any]:
    return {
        "Changes": [
            {"Action": action, "ResourceRecordSet": _record_set(context)} for action, context in changes
        ]
    }


def _creation(context: Context) -> dict[str, Any]:
    return _batch(("UPSERT" if context.inputs.get("allowOverwrite") else "CREATE", context))


def _update(context: Context) -> dict[str, Any]:
    """Route 53 knows a record by type and identifier too: a change is a deletion and a creation at once."""
    if context.changed & {"setIdentifier", "type"}:
        return _batch(("DELETE", replace(context, inputs=context.old)), ("CREATE", context))
    return _batch(("UPSERT", context))


_RECORD = Resource(
    token="aws:route53/record:Record",
    service="route53",
    enums={"type": "RRType"},
    id=_record_id,
    lookup=(Call("GetHostedZone", {"Id": "in.zoneId"}, result="{ZoneName: HostedZone.Name}"),),
    create=(
        Call("ChangeResourceRecordSets", {"HostedZoneId": "in.zoneId", "ChangeBatch": _creation}, auto=False),
    ),
    read=(Call("ListResourceRecordSets", {"HostedZoneId": "in.zoneId"}, result=_this_record),),
    update=(
        Call(
            "ChangeResourceRecordSets",
            {"HostedZoneId": "in.zoneId", "ChangeBatch": _update},
            auto=False,
            on=(
                "aliases",
                "failoverRoutingPolicies",
                "geolocationRoutingPolicies",
                "healthCheckId",
                "latencyRoutingPolicies",
                "multivalueAnswerRoutingPolicy",
                "records",
                "setIdentifier",
                "ttl",
                "type",
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

ROWS: tuple[Resource, ...] = (_RECORD,)

"""Records: a batch of changes is made whole or not at all, and touches just the records that it names.

moto creates a record over another of its name and type, and deletes every record of a set identifier.
"""

from __future__ import annotations

from typing import Any, NoReturn

from ...messages import Document
from .. import Call, refuse
from ..references import backend
from .base import GAPS, change_info, zone_of

_ROUTING = ("Weight", "Region", "Failover", "GeoLocation", "GeoProximityLocation", "MultiValueAnswer")


@GAPS.replaces("ChangeResourceRecordSets")
def change_record_sets(call: Call) -> Document:
    from moto.route53.models import RecordSet
    from moto.route53.utils import validate_domain_name

    zone = zone_of(call)
    records: list[Any] = list(zone.rrsets)
    changes: list[Document] = call.params["ChangeBatch"]["Changes"]
    for change in changes:
        wanted = _absolute(change["ResourceRecordSet"])
        validate_domain_name(wanted["Name"], code="InvalidChangeBatch")
        _check_place(wanted, zone.name)
        old = next((each for each in records if _key(each) == _key_of(wanted)), None)
        if change["Action"] == "DELETE":
            _check_deletion(wanted, old)
            records.remove(old)
            continue
        if change["Action"] == "CREATE" and old is not None:
            _refuse(f"Tried to create resource record set {_named(wanted)} but it already exists")
        others = [each for each in records if each is not old and each.name == wanted["Name"]]
        _check_company(wanted, others, zone.name)
        _check_health(call, wanted)
        made = RecordSet(wanted)
        records = [made if each is old else each for each in records] if old else [*records, made]
    zone.rrsets = records
    return change_info()


def _absolute(record: Document) -> Document:
    """The record with its whole name and its plain values, as moto keeps it."""
    name: str = record["Name"].rstrip(".").lower() + "."
    values: list[Document] = record.get("ResourceRecords") or []
    return {**record, "Name": name, "ResourceRecords": [each["Value"] for each in values]}


def _key(record: Any) -> tuple[str, str, str | None]:
    return record.name, record.type, record.set_identifier


def _key_of(record: Document) -> tuple[str, str, str | None]:
    return record["Name"], record["Type"], record.get("SetIdentifier")


def _named(record: Document) -> str:
    names = {"name": record["Name"], "type": record["Type"], "set-identifier": record.get("SetIdentifier")}
    return "[" + ", ".join(f"{name}='{value}'" for name, value in names.items() if value) + "]"


def _check_place(record: Document, zone: str) -> None:
    name: str = record["Name"]
    if name != zone and not name.endswith(f".{zone}"):
        _refuse(f"RRSet with DNS name {name} is not permitted in zone {zone}")
    if not record["ResourceRecords"] and not record.get("AliasTarget"):
        _refuse(f"Expected exactly one of AliasTarget, or TTL and ResourceRecords, in {_named(record)}")


def _check_deletion(wanted: Document, old: Any | None) -> None:
    if old is None:
        _refuse(f"Tried to delete resource record set {_named(wanted)} but it was not found")
    if sorted(old.records) != sorted(wanted["ResourceRecords"]):
        message = "but the values provided do not match the current values"
        _refuse(f"Tried to delete resource record set {_named(wanted)} {message}")


def _check_company(record: Document, others: list[Any], zone: str) -> None:
    """What may stand beside other records of the name."""
    kind, name = record["Type"], record["Name"]
    if kind == "CNAME" and name == zone:
        _refuse(f"RRSet of type CNAME with DNS name {name} is not permitted at apex in zone {zone}")
    if any((each.type == "CNAME") != (kind == "CNAME") for each in others):
        message = "is not permitted as it conflicts with other records with the same DNS name"
        _refuse(f"RRSet of type {kind} with DNS name {name} {message} in zone {zone}")
    routed = record.get("SetIdentifier") is not None
    if routed != any(record.get(each) is not None and record[each] is not False for each in _ROUTING):
        _refuse(f"A set identifier and a routing policy go together, in {_named(record)}")
    if any((each.set_identifier is not None) != routed for each in others if each.type == kind):
        message = "cannot be created as records with and without a routing policy do not mix"
        _refuse(f"RRSet with DNS name {name}, type {kind} {message}")


def _check_health(call: Call, record: Document) -> None:
    check = record.get("HealthCheckId")
    if check and check not in backend(call, "route53").health_checks:
        _refuse(f"The specified health check does not exist: {check}")


def _refuse(message: str) -> NoReturn:
    refuse("InvalidChangeBatch", f"[{message}]")

"""The signing of zones (DNSSEC)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tenfold_sandbox.provider.rows.route53._shared import reference
from tenfold_sandbox.provider.table import Call, Context, Resource, Value

_KEY: dict[str, Value] = {"HostedZoneId": "in.hostedZoneId", "Name": "in.name"}


def _key(context: Context, response: Mapping[str, Any]) -> dict[str, Any] | None:
    keys: list[dict[str, Any]] = response.get("KeySigningKeys") or []
    return next((each for each in keys if each["Name"] == context.inputs["name"]), None)


def _named(identity: str) -> Mapping[str, Any]:
    zone, _, name = identity.partition(",")
    return {"hostedZoneId": zone, "name": name}


_KEY_ROW = Resource(
    token="aws:route53/keySigningKey:KeySigningKey",
    schema="AWS::Route53::KeySigningKey",
    service="route53",
    id="join(',', [in.hostedZoneId, in.name])",
    create=(
        Call(
            "CreateKeySigningKey",
            {
                **_KEY,
                "CallerReference": reference,
                "Status": "in.status || 'ACTIVE'",
            },
        ),
    ),
    read=(Call("GetDNSSEC", {"HostedZoneId": "in.hostedZoneId"}, auto=False, result=_key),),
    update=(
        Call("ActivateKeySigningKey", _KEY, auto=False, on=("status",), when="in.status == 'ACTIVE'"),
        Call("DeactivateKeySigningKey", _KEY, auto=False, on=("status",), when="in.status == 'INACTIVE'"),
    ),
    delete=(
        Call("DeactivateKeySigningKey", _KEY, auto=False, when="live.Status == 'ACTIVE'"),
        Call("DeleteKeySigningKey", _KEY, auto=False),
    ),
    outputs={
        "dnskeyRecord": "live.DNSKEYRecord",
        "hostedZoneId": "in.hostedZoneId",
        "keyManagementServiceArn": "live.KmsArn",
    },
    defaults={"status": "ACTIVE"},
    import_id=_named,
    global_=True,
)


def _signing(context: Context, response: Mapping[str, Any]) -> dict[str, Any] | None:
    """A zone that is not signed has no signing, unless a program asks for just that."""
    status: str | None = response.get("Status", {}).get("ServeSignature")
    asked = context.inputs.get("signingStatus") == status
    return {"SigningStatus": status} if status == "SIGNING" or asked else None


_SIGNING = Resource(
    token="aws:route53/hostedZoneDnsSec:HostedZoneDnsSec",
    schema="AWS::Route53::DNSSEC",
    service="route53",
    id="in.hostedZoneId",
    create=(
        Call("EnableHostedZoneDNSSEC", when="in.signingStatus != 'NOT_SIGNING'"),
        Call("DisableHostedZoneDNSSEC", when="in.signingStatus == 'NOT_SIGNING'"),
    ),
    read=(
        Call(
            "GetDNSSEC",
            {"HostedZoneId": "id"},
            auto=False,
            result=_signing,
        ),
    ),
    update=(
        Call(
            "EnableHostedZoneDNSSEC",
            {"HostedZoneId": "id"},
            auto=False,
            on=("signingStatus",),
            when="in.signingStatus == 'SIGNING'",
        ),
        Call(
            "DisableHostedZoneDNSSEC",
            {"HostedZoneId": "id"},
            auto=False,
            on=("signingStatus",),
            when="in.signingStatus == 'NOT_SIGNING'",
        ),
    ),
    delete=(
        Call(
            "DisableHostedZoneDNSSEC",
            {"HostedZoneId": "id"},
            auto=False,
            when="live.SigningStatus == 'SIGNING'",
        ),
    ),
    outputs={"hostedZoneId": "id"},
    enums={"signingStatus": ("SIGNING", "NOT_SIGNING")},
    defaults={"signingStatus": "SIGNING"},
    global_=True,
)

ROWS: tuple[Resource, ...] = (_KEY_ROW, _SIGNING)

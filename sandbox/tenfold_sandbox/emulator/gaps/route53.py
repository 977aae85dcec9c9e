"""Route 53: health checks as they were sent, and the signing of zones."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

from ..messages import Document
from . import Call, Gaps, refuse, store
from .references import backend, kms_key

GAPS = Gaps("route53")
_HOME = "us-east-1"  # the region of the keys that sign zones
_DEFAULTS: Document = {"Inverted": False, "Disabled": False}
_PROBE_DEFAULTS: Document = {"RequestInterval": 30, "FailureThreshold": 3, "MeasureLatency": False}
_PORTS = {"HTTP": 80, "HTTP_STR_MATCH": 80, "HTTPS": 443, "HTTPS_STR_MATCH": 443}

# -- health checks --


def _checks(call: Call) -> dict[str, Document]:
    return store(backend(call, "route53"), "checks")


def _check_config(call: Call, config: Document) -> None:
    children: list[str] = config.get("ChildHealthChecks") or []
    for child in children:
        if child not in backend(call, "route53").health_checks:
            refuse("InvalidInput", f"The child health check does not exist: {child}")
    alarm: Document | None = config.get("AlarmIdentifier")
    if alarm and alarm["Name"] not in backend(call, "cloudwatch", alarm["Region"]).alarms:
        refuse("InvalidInput", f"The alarm {alarm['Name']} does not exist in {alarm['Region']}")


@GAPS.checks("CreateHealthCheck")
def check_creation(call: Call) -> None:
    config: Document = call.params["HealthCheckConfig"]
    _check_config(call, config)
    probes = config["Type"] in (*_PORTS, "TCP")
    if probes and not (config.get("FullyQualifiedDomainName") or config.get("IPAddress")):
        refuse(
            "InvalidInput", f"A health check of type {config['Type']} needs a domain name or an IP address"
        )


@GAPS.amends("CreateHealthCheck")
def keep_check(call: Call, result: Document) -> None:
    made: Document = result["HealthCheck"]
    config: Document = {**_DEFAULTS, **call.params["HealthCheckConfig"]}
    if config["Type"] in (*_PORTS, "TCP"):
        config = {**_PROBE_DEFAULTS, **config}
        config.setdefault("EnableSNI", config["Type"].startswith("HTTPS"))
        if config["Type"] in _PORTS:
            config.setdefault("Port", _PORTS[config["Type"]])
    _checks(call)[made["Id"]] = {"config": config, "version": 1}
    _complete(call, made)


@GAPS.checks("UpdateHealthCheck")
def check_update(call: Call) -> None:
    _check_config(call, call.params)


@GAPS.amends("UpdateHealthCheck")
def keep_update(call: Call, result: Document) -> None:
    kept = _checks(call)[call.params["HealthCheckId"]]
    config: Document = kept["config"]
    reset: list[str] = call.params.get("ResetElements") or []
    for name in reset:
        config.pop(name, None)
    apart = ("HealthCheckId", "HealthCheckVersion", "ResetElements")
    config |= {name: value for name, value in call.params.items() if name not in apart}
    kept["version"] += 1
    _complete(call, result["HealthCheck"])


@GAPS.amends("GetHealthCheck")
def complete_check(call: Call, result: Document) -> None:
    _complete(call, result["HealthCheck"])


@GAPS.amends("ListHealthChecks")
def complete_checks(call: Call, result: Document) -> None:
    for shown in result["HealthChecks"]:
        _complete(call, shown)


def _complete(call: Call, shown: Document) -> None:
    kept = _checks(call)[shown["Id"]]
    shown["HealthCheckConfig"], shown["HealthCheckVersion"] = kept["config"], kept["version"]


@GAPS.amends("DeleteHealthCheck")
def drop_check(call: Call, _result: Document) -> None:
    _checks(call).pop(call.params["HealthCheckId"], None)


# -- the signing of zones --


def _zone_id(call: Call) -> str:
    given: str = call.params.get("HostedZoneId") or call.params["Id"]
    zone = given.rpartition("/")[2]
    if zone not in backend(call, "route53").zones:
        refuse("NoSuchHostedZone", f"No hosted zone found with ID: {zone}")
    return zone


def _signing(call: Call) -> Document:
    """The zone's signing: whether it is on, and its keys by name."""
    tables = store(backend(call, "route53"), "signing")
    return tables.setdefault(_zone_id(call), {"status": "NOT_SIGNING", "keys": {}})


def _key(call: Call) -> Document:
    keys: dict[str, Document] = _signing(call)["keys"]
    name: str = call.params["Name"]
    return keys.get(name) or refuse("NoSuchKeySigningKey", f"The zone has no key-signing key named {name}")


def _change() -> Document:
    return {"ChangeInfo": {"Id": "/change/C1", "Status": "INSYNC", "SubmittedAt": datetime.now(UTC)}}


@GAPS.replaces("CreateKeySigningKey")
def create_key_signing_key(call: Call) -> Document:
    name, arn = call.params["Name"], call.params["KeyManagementServiceArn"]
    keys: dict[str, Document] = _signing(call)["keys"]
    if name in keys:
        refuse("KeySigningKeyAlreadyExists", f"The zone has a key-signing key named {name} already")
    key = kms_key(call, arn, _HOME) if f":kms:{_HOME}:" in arn else None
    if key is None or key.key_spec != "ECC_NIST_P256" or key.key_usage != "SIGN_VERIFY":
        needs = f"a key in {_HOME} with the spec ECC_NIST_P256 that signs and verifies"
        refuse("InvalidKMSArn", f"The KeyManagementServiceArn {arn} can't be used: Route 53 needs {needs}")
    digest = hashlib.sha256(f"{_zone_id(call)}/{name}".encode()).hexdigest().upper()
    tag, public = int(digest[:4], 16), digest.lower()
    keys[name] = {
        "Name": name,
        "KmsArn": arn,
        "Flag": 257,
        "SigningAlgorithmMnemonic": "ECDSAP256SHA256",
        "SigningAlgorithmType": 13,
        "DigestAlgorithmMnemonic": "SHA-256",
        "DigestAlgorithmType": 2,
        "KeyTag": tag,
        "DigestValue": digest,
        "PublicKey": public,
        "DSRecord": f"{tag} 13 2 {digest}",
        "DNSKEYRecord": f"257 3 13 {public}",
        "Status": call.params["Status"],
    }
    return {**_change(), "KeySigningKey": keys[name], "Location": f"/2013-04-01/keysigningkey/{name}"}


@GAPS.replaces("ActivateKeySigningKey", "DeactivateKeySigningKey")
def turn_key_signing_key(call: Call) -> Document:
    on = call.operation.startswith("Activate")
    key, signing = _key(call), _signing(call)
    active = [name for name, each in signing["keys"].items() if each["Status"] == "ACTIVE"]
    if not on and signing["status"] == "SIGNING" and active == [key["Name"]]:
        refuse(
            "KeySigningKeyInParentDSRecord",
            f"{key['Name']} is the zone's only active key: stop signing first",
        )
    key["Status"] = "ACTIVE" if on else "INACTIVE"
    return _change()


@GAPS.replaces("DeleteKeySigningKey")
def delete_key_signing_key(call: Call) -> Document:
    key = _key(call)
    if key["Status"] == "ACTIVE":
        refuse(
            "InvalidKeySigningKeyStatus", f"The key-signing key {key['Name']} is active: deactivate it first"
        )
    del _signing(call)["keys"][key["Name"]]
    return _change()


@GAPS.replaces("EnableHostedZoneDNSSEC", "DisableHostedZoneDNSSEC")
def turn_signing(call: Call) -> Document:
    signing, on = _signing(call), call.operation.startswith("Enable")
    if on and not any(each["Status"] == "ACTIVE" for each in signing["keys"].values()):
        refuse("KeySigningKeyWithActiveStatusNotFound", "The hosted zone has no active key-signing key")
    signing["status"] = "SIGNING" if on else "NOT_SIGNING"
    return _change()


@GAPS.replaces("GetDNSSEC")
def get_dnssec(call: Call) -> Document:
    signing = _signing(call)
    return {"Status": {"ServeSignature": signing["status"]}, "KeySigningKeys": list(signing["keys"].values())}


@GAPS.checks("DeleteHostedZone")
def check_deletion(call: Call) -> None:
    model: Any = backend(call, "route53")
    zone: str = call.params["Id"].rpartition("/")[2]
    if store(model, "signing").get(zone, {}).get("keys"):
        refuse("HostedZoneNotEmpty", "The hosted zone contains key-signing keys: delete them first")
    store(model, "signing").pop(zone, None)

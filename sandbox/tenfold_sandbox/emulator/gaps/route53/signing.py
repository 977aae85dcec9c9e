"""The signing of zones (DNSSEC): keys that sign, and whether they do."""

from __future__ import annotations

import hashlib
from typing import Any

from ...messages import Document
from .. import Call, refuse, store
from ..references import backend, kms_key
from .base import GAPS, change_info, zone_of

_HOME = "us-east-1"  # the region of the keys that sign zones


def _signing(call: Call) -> Document:
    """The zone's signing: whether it is on, and its keys by name."""
    tables = store(backend(call, "route53"), "signing")
    return tables.setdefault(zone_of(call).id, {"status": "NOT_SIGNING", "keys": {}})


def _key(call: Call) -> Document:
    keys: dict[str, Document] = _signing(call)["keys"]
    name: str = call.params["Name"]
    return keys.get(name) or refuse("NoSuchKeySigningKey", f"The zone has no key-signing key named {name}")


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
    digest = hashlib.sha256(f"{zone_of(call).id}/{name}".encode()).hexdigest().upper()
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
    return {**change_info(), "KeySigningKey": keys[name], "Location": f"/2013-04-01/keysigningkey/{name}"}


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
    return change_info()


@GAPS.replaces("DeleteKeySigningKey")
def delete_key_signing_key(call: Call) -> Document:
    key = _key(call)
    if key["Status"] == "ACTIVE":
        refuse(
            "InvalidKeySigningKeyStatus", f"The key-signing key {key['Name']} is active: deactivate it first"
        )
    del _signing(call)["keys"][key["Name"]]
    return change_info()


@GAPS.replaces("EnableHostedZoneDNSSEC", "DisableHostedZoneDNSSEC")
def turn_signing(call: Call) -> Document:
    signing, on = _signing(call), call.operation.startswith("Enable")
    if on and not any(each["Status"] == "ACTIVE" for each in signing["keys"].values()):
        refuse("KeySigningKeyWithActiveStatusNotFound", "The hosted zone has no active key-signing key")
    signing["status"] = "SIGNING" if on else "NOT_SIGNING"
    return change_info()


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

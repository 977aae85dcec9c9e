"""Certificate Manager: a certificate is issued once the records that prove its domains are in Route 53.

moto issues every certificate as time goes by. Domains that are proved by mail are taken as proved, since
nobody reads the mail of the sandbox.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..messages import Document
from . import Call, Gaps, refuse, store
from .references import backend

GAPS = Gaps("acm")
_PENDING = "PENDING_VALIDATION"


def certificate(call: Call, arn: str, region: str | None = None) -> Any | None:
    """The certificate of this ARN in a region, its status as it is now; None if there is none."""
    found = backend(call, "acm", region)._certificates.get(arn)
    if found is not None and found.status == _PENDING and _proved(call, found):
        found.status = "ISSUED"
    return found


def _requested(certificate: Any) -> Document:
    """What the certificate was asked for; of an imported one, nothing."""
    return store(certificate, "request").get("request", {})


def _method(certificate: Any) -> str:
    return _requested(certificate).get("ValidationMethod", "EMAIL")


def _proved(call: Call, certificate: Any) -> bool:
    if _method(certificate) != "DNS":
        return True
    options = certificate.describe()["Certificate"]["DomainValidationOptions"]
    asked = {(each["ResourceRecord"]["Name"], each["ResourceRecord"]["Value"]) for each in options}
    return asked <= set(_public_names(call))


def _public_names(call: Call) -> Iterator[tuple[str, str]]:
    """Every CNAME record in a public zone: its name and its value, each with its last dot."""
    public = (zone for zone in backend(call, "route53").zones.values() if not zone.private_zone)
    records: Iterator[Any] = (record for zone in public for record in zone.rrsets if record.type == "CNAME")
    for record in records:
        values: list[str] = record.records
        for value in values:
            yield record.name.rstrip(".") + ".", value.rstrip(".") + "."


@GAPS.amends("RequestCertificate")
def keep_request(call: Call, result: Document) -> None:
    made = backend(call, "acm")._certificates[result["CertificateArn"]]
    store(made, "request")["request"] = call.params


@GAPS.checks("DescribeCertificate", "GetCertificate", "ListCertificates")
def settle(call: Call) -> None:
    for arn in list(backend(call, "acm")._certificates):
        certificate(call, arn)


@GAPS.amends("DescribeCertificate")
def complete_description(call: Call, result: Document) -> None:
    shown = result["Certificate"]
    asked = _requested(certificate(call, shown["CertificateArn"]))
    shown["KeyAlgorithm"] = asked.get("KeyAlgorithm", shown["KeyAlgorithm"])  # moto's keys are all RSA
    shown["InUseBy"] = list(_users(call, shown["CertificateArn"]))
    if shown["Status"] == _PENDING:
        for name in ("IssuedAt", "NotAfter", "NotBefore"):
            shown.pop(name, None)
    options: list[Document] = shown.get("DomainValidationOptions", [])
    options.sort(key=lambda option: (option["DomainName"] != shown["DomainName"], option["DomainName"]))
    if options and asked.get("ValidationMethod", "EMAIL") == "EMAIL":
        for option in options:
            del option["ResourceRecord"]
            domain = option["DomainName"].removeprefix("*.")
            option |= {"ValidationMethod": "EMAIL", "ValidationEmails": [f"admin@{domain}"]}


@GAPS.checks("DeleteCertificate")
def check_deletion(call: Call) -> None:
    arn: str = call.params["CertificateArn"]
    users = list(_users(call, arn))
    if users:
        refuse(
            "ResourceInUseException", f"Certificate {arn} in account {call.account_id} is in use: {users[0]}"
        )


def _users(call: Call, arn: str) -> Iterator[str]:
    """The ARNs of the load balancers and distributions that show a certificate."""
    for balancer in backend(call, "elbv2").load_balancers.values():
        if any(arn in listener.certificates for listener in balancer.listeners.values()):
            yield balancer.arn
    for distribution in store(backend(call, "cloudfront"), "Distribution").values():
        if distribution["config"].get("ViewerCertificate", {}).get("ACMCertificateArn") == arn:
            yield distribution["shown"]["ARN"]

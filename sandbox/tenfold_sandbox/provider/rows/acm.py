"""Certificate Manager. The emulator issues a certificate once its records are in the emulated Route 53."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tenfold_sandbox.provider.table import Call, Context, Resource, Tagging

_READ = Call("DescribeCertificate", {"CertificateArn": "id"}, result="Certificate")


def _other_names(context: Context) -> list[str]:
    """AWS lists the domain name among the alternative ones; a program need not."""
    wanted: list[str] = context.inputs.get("subjectAlternativeNames") or []
    live: list[str] = context.live.get("SubjectAlternativeNames") or []
    return [name for name in live if name in wanted or name != context.live["DomainName"]]


def _pending(context: Context) -> str:
    """What the certificate waits for, and what to do."""
    options: list[dict[str, Any]] = context.out["Certificate"]["DomainValidationOptions"]
    records = (each["ResourceRecord"] for each in options)
    wanted = ", ".join(sorted({f"{each['Name']} {each['Type']} {each['Value']}" for each in records}))
    return (
        f"certificate {context.inputs['certificateArn']} is not issued: the public zones of the sandbox's "
        f"Route 53 do not hold all of its records ({wanted}). Create them from the certificate's "
        "domainValidationOptions, and let this validation depend on them by validationRecordFqdns."
    )


def _issued(_: Context, response: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """A certificate that is not issued has not been validated: the validation is gone."""
    found: Mapping[str, Any] = response.get("Certificate") or {}
    return found if found.get("Status") == "ISSUED" else None


_CERTIFICATE = Resource(
    token="aws:acm/certificate:Certificate",
    schema="AWS::CertificateManager::Certificate",
    service="acm",
    id="out.CertificateArn",
    create=(
        Call(
            "ImportCertificate",
            {"Certificate": "in.certificateBody", "PrivateKey": "in.privateKey || in.privateKeyWo"},
            when="in.certificateBody",
        ),
        Call("RequestCertificate", {"DomainValidationOptions": "in.validationOptions"}),
    ),
    read=(_READ,),
    update=(Call("UpdateCertificateOptions", {"CertificateArn": "id"}),),
    delete=(Call("DeleteCertificate", {"CertificateArn": "id"}),),
    schema_names={"validationOptions": "-", "options": "-"},
    outputs={
        "arn": "live.CertificateArn",
        "domainValidationOptions": "live.DomainValidationOptions[].{domainName: DomainName, "
        "resourceRecordName: ResourceRecord.Name, resourceRecordType: ResourceRecord.Type, "
        "resourceRecordValue: ResourceRecord.Value}",
        "subjectAlternativeNames": _other_names,
        "validationMethod": "live.DomainValidationOptions[0].ValidationMethod || "
        "(live.Type == 'IMPORTED' && 'NONE') || in.validationMethod",
    },
    unread=frozenset(
        {
            "certificateBody",
            "certificateChain",
            "earlyRenewalDuration",
            "privateKey",
            "privateKeyWo",
            "privateKeyWoVersion",
            "validationOptions",
        }
    ),
    tagging=Tagging(
        "AddTagsToCertificate",
        "RemoveTagsFromCertificate",
        "CertificateArn",
        "id",
        keys_key="Tags",
        remove_pairs=True,
        listing="ListTagsForCertificate",
    ),
)

_VALIDATION = Resource(
    token="aws:acm/certificateValidation:CertificateValidation",
    service="acm",
    id="in.certificateArn",
    create=(
        Call(
            "DescribeCertificate",
            {"CertificateArn": "in.certificateArn"},
            until="out.Certificate.Status == 'ISSUED'",
            unmet=_pending,
        ),
    ),
    read=(Call("DescribeCertificate", {"CertificateArn": "id"}, result=_issued),),
    outputs={"certificateArn": "id"},
    unread=frozenset({"validationRecordFqdns"}),
)

ROWS: tuple[Resource, ...] = (_CERTIFICATE, _VALIDATION)

"""Certificate Manager. The emulator issues what is asked for; nobody checks the domain."""

from __future__ import annotations

from tenfold_sandbox.provider.table import Call, Context, Resource, Tagging

_READ = Call("DescribeCertificate", {"CertificateArn": "id"}, result="Certificate")


def _other_names(context: Context) -> list[str]:
    """AWS lists the domain name among the alternative ones; a program need not."""
    wanted: list[str] = context.inputs.get("subjectAlternativeNames") or []
    live: list[str] = context.live.get("SubjectAlternativeNames") or []
    return [name for name in live if name in wanted or name != context.live["DomainName"]]


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
    create=(Call("DescribeCertificate", {"CertificateArn": "in.certificateArn"}),),
    read=(_READ,),
    outputs={"certificateArn": "id"},
    unread=frozenset({"validationRecordFqdns"}),
)

ROWS: tuple[Resource, ...] = (_CERTIFICATE, _VALIDATION)

from __future__ import annotations

import json
from typing import Any

import pytest

from support.provider import Provider, Refused, Resource
from tenfold_sandbox.provider import calls

REPOSITORY = "aws:ecr/repository:Repository"


def test_a_repository_lives_its_whole_life(aws: Provider) -> None:
    made = aws.cycle(
        REPOSITORY,
        {"imageScanningConfiguration": {"scanOnPush": True}, "tags": {"a": "b"}},
        change={"imageTagMutability": "IMMUTABLE", "tags": {"a": "c"}},
        name="App",
    )
    assert made.id.startswith("app-")
    assert made.state["repositoryUrl"] == f"123456789012.dkr.ecr.us-east-1.amazonaws.com/{made.id}"
    assert made.state["registryId"] == "123456789012"
    assert made.state["arn"] == f"arn:aws:ecr:us-east-1:123456789012:repository/{made.id}"


def lifecycle(count: int) -> str:
    rule: dict[str, Any] = {
        "rulePriority": 1,
        "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": count},
        "action": {"type": "expire"},
    }
    return json.dumps({"rules": [rule]})


def test_a_repository_s_policies_live_beside_it(aws: Provider) -> None:
    made = aws.create(REPOSITORY, "beside", {})
    aws.cycle(
        "aws:ecr/lifecyclePolicy:LifecyclePolicy",
        {"repository": made.id, "policy": lifecycle(5)},
        change={"policy": lifecycle(9)},
    )
    statement = {"Sid": "a", "Effect": "Allow", "Principal": "*", "Action": "ecr:BatchGetImage"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    aws.cycle("aws:ecr/repositoryPolicy:RepositoryPolicy", {"repository": made.id, "policy": policy})
    aws.delete(made)


CERTIFICATE = "aws:acm/certificate:Certificate"
VALIDATION = "aws:acm/certificateValidation:CertificateValidation"
RECORD = "aws:route53/record:Record"
BY_DNS: dict[str, Any] = {
    "domainName": "example.com",
    "subjectAlternativeNames": ["*.example.com", "www.example.org"],
    "validationMethod": "DNS",
    "keyAlgorithm": "EC_prime256v1",
    "tags": {"a": "b"},
}


def prove(aws: Provider, zone: Resource, certificate: Resource) -> list[Resource]:
    """The records that a certificate asks for, all in one zone."""
    options = certificate.state["domainValidationOptions"]
    wanted = {each["resourceRecordName"]: each["resourceRecordValue"] for each in options}
    return [
        aws.create(
            RECORD, name, {"zoneId": zone.id, "name": name, "type": "CNAME", "ttl": 60, "records": [value]}
        )
        for name, value in wanted.items()
        if name.rstrip(".").endswith(zone.state["name"])
    ]


def test_a_certificate_is_issued_once_its_records_are_there(aws: Provider) -> None:
    made = aws.create(CERTIFICATE, "c", BY_DNS)
    aws.assert_settled(made, BY_DNS)
    assert made.state["status"] == "PENDING_VALIDATION"
    options = made.state["domainValidationOptions"]
    assert [each["domainName"] for each in options] == ["example.com", "*.example.com", "www.example.org"]
    assert options[0]["resourceRecordName"] == options[1]["resourceRecordName"]
    zones = [
        aws.create("aws:route53/zone:Zone", name, {"name": name}) for name in ("example.com", "example.org")
    ]
    records = [each for zone in zones for each in prove(aws, zone, made)]
    assert len(records) == 2
    names = [each.state["fqdn"] for each in records]
    validation = {"certificateArn": made.state["arn"], "validationRecordFqdns": names}
    issued = aws.create(VALIDATION, "v", validation)
    aws.assert_settled(issued, validation)
    seen = aws.read(made)
    assert seen is not None
    assert seen.state["status"] == "ISSUED"
    for each in (*records, issued, made, *zones):
        aws.delete(each)
    assert aws.read(made) is None


def test_a_certificate_without_its_records_is_told_in_time(
    aws: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "PATIENCE", 0.5)
    made = aws.create(CERTIFICATE, "c", BY_DNS)
    zone = aws.create("aws:route53/zone:Zone", "half", {"name": "example.com", "forceDestroy": True})
    prove(aws, zone, made)  # of www.example.org there is none
    message = r"is not issued.*www\.example\.org\. CNAME .*Create them from .* domainValidationOptions"
    with pytest.raises(Refused, match=message):
        aws.create(VALIDATION, "v", {"certificateArn": made.state["arn"]})
    aws.delete(made)
    aws.delete(zone)


def test_a_certificate_proved_by_mail_is_issued_at_once(aws: Provider) -> None:
    inputs = {"domainName": "mail.example.com", "validationMethod": "EMAIL"}
    made = aws.create(CERTIFICATE, "mail", inputs)
    aws.assert_settled(made, inputs)
    assert made.state["validationMethod"] == "EMAIL"
    aws.delete(aws.create(VALIDATION, "mail", {"certificateArn": made.state["arn"]}))
    aws.delete(made)

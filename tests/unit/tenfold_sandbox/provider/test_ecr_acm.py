from __future__ import annotations

import json
from typing import Any

from support.provider import Provider

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


def test_a_certificate_says_how_to_validate_it(aws: Provider) -> None:
    inputs = {
        "domainName": "example.com",
        "subjectAlternativeNames": ["www.example.com"],
        "validationMethod": "DNS",
        "tags": {"a": "b"},
    }
    made = aws.create("aws:acm/certificate:Certificate", "c", inputs)
    aws.assert_settled(made, inputs)
    options = made.state["domainValidationOptions"]
    assert {each["domainName"] for each in options} == {"example.com", "www.example.com"}
    assert {each["resourceRecordType"] for each in options} == {"CNAME"}
    validation = {"certificateArn": made.state["arn"], "validationRecordFqdns": ["x"]}
    token = "aws:acm/certificateValidation:CertificateValidation"
    aws.assert_settled(aws.create(token, "v", validation), validation)
    aws.delete(made)
    assert aws.read(made) is None

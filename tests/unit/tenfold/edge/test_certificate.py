"""What Certificate refuses and registers."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest

from support.recording import Recording, record
from tenfold.edge import Certificate, CertificateArgs, HostedZone, IssuedCertificate, KeyAlgorithm
from tenfold.errors import InvalidInputError

ZONE = HostedZone(name="example.com", zone_id="Z1")
DEV = HostedZone(name="dev.example.com", zone_id="Z2")
TOPIC = "arn:aws:sns:us-east-1:123456789012:ops"
BASE: dict[str, Any] = {
    "domain_name": "example.com",
    "alternative_names": ["*.example.com", "*.dev.example.com"],
    "regions": ["us-east-1", "us-west-2"],
    "zones": [ZONE, DEV],
}


def build(opts: pulumi.ResourceOptions | None = None, **args: Any) -> Recording:
    return record(lambda: Certificate("cert", CertificateArgs(**{**BASE, **args}), opts))


@pytest.fixture(scope="module")
def default() -> Recording:
    return build(alarm_topic_arns={"us-east-1": TOPIC})


def test_every_child_belongs_to_the_component(default: Recording) -> None:
    component, *children = default
    assert component.type == "tenfold:index:Certificate"
    assert {child.parent for child in children} == {component.urn}


def test_each_region_has_a_certificate_of_all_names_proved_by_dns(default: Recording) -> None:
    for region in BASE["regions"]:
        inputs = default.one("aws:acm/certificate:Certificate", f"cert-{region}").inputs
        assert inputs["region"] == region
        assert inputs["validationMethod"] == "DNS"
        assert inputs["keyAlgorithm"] == "EC_prime256v1"
        assert [inputs["domainName"], *inputs["subjectAlternativeNames"]] == [
            "example.com",
            "*.example.com",
            "*.dev.example.com",
        ]


def test_a_name_and_its_wildcard_share_one_record_in_the_zone_that_holds_them(default: Recording) -> None:
    records = {r.name: r.inputs for r in default.of("Record")}
    assert {name: inputs["zoneId"] for name, inputs in records.items()} == {
        "cert-example-com-proof": "Z1",
        "cert-dev-example-com-proof": "Z2",
    }
    proof = records["cert-dev-example-com-proof"]
    assert proof["name"] == "_proof.dev.example.com."
    assert proof["records"] == ["_of.dev.example.com.acm-validations.aws."]


def test_a_further_region_adds_no_record_and_renames_nothing(default: Recording) -> None:
    one = build(regions=["us-east-1"])
    assert {r.name for r in one} < {r.name for r in default}
    assert len(one.of("Record")) == len(default.of("Record"))


def test_the_arn_is_known_once_the_certificate_is_issued(default: Recording) -> None:
    for region in BASE["regions"]:
        issued = default.one("CertificateValidation", f"cert-{region}-issued")
        assert issued.inputs["region"] == region
        assert {record.urn for record in default.of("Record")} <= issued.depends_on


def test_an_alarm_tells_the_regions_own_topic_before_the_end(default: Recording) -> None:
    (alarm,) = default.of("MetricAlarm")
    assert alarm.name == "cert-us-east-1-expiry-alarm"
    assert alarm.inputs["region"] == "us-east-1"
    assert (alarm.inputs["metricName"], alarm.inputs["threshold"]) == ("DaysToExpiry", 30)
    assert alarm.inputs["comparisonOperator"] == "LessThanThreshold"
    assert alarm.inputs["alarmActions"] == [TOPIC]
    assert not build(alarms={"days_to_expiry": None}, alarm_topic_arns={"us-east-1": TOPIC}).of("MetricAlarm")


def test_what_is_handed_out_says_its_names_and_region() -> None:
    handed: dict[str, IssuedCertificate] = {}
    record(lambda: handed.update(Certificate("cert", CertificateArgs(**BASE)).issued))
    assert set(handed) == {"us-east-1", "us-west-2"}
    assert handed["us-west-2"].region == "us-west-2"
    assert handed["us-west-2"].key_algorithm is KeyAlgorithm.EC_P256  # a CDN asks for it
    assert list(handed["us-west-2"].domain_names) == CertificateArgs(**BASE).domain_names


@pytest.mark.parametrize(
    ("args", "field", "said"),
    [
        ({"domain_name": "localhost"}, "CertificateArgs.domain_name", "Mend the name"),
        ({"alternative_names": ["example.com"]}, "CertificateArgs.alternative_names", "each name once"),
        ({"alternative_names": ["example.org"]}, "CertificateArgs.domain_name", "Give its zone too"),
        ({"regions": ["us-east-1", "us-east-1"]}, "CertificateArgs.regions", "each name once"),
        (
            {"zones": [HostedZone(name="example.com", zone_id="Z1", private=True)]},
            "CertificateArgs.zones",
            "AWS can't see a private one",
        ),
        ({"alarm_topic_arns": {"eu-west-1": TOPIC}}, "CertificateArgs.alarm_topic_arns", "Mend the region"),
        (
            {"alarm_topic_arns": {"us-west-2": TOPIC}},
            "CertificateArgs.alarm_topic_arns.us-west-2",
            "a topic of its own region",
        ),
    ],
)
def test_a_certificate_that_cannot_be_is_refused(args: dict[str, Any], field: str, said: str) -> None:
    with pytest.raises(InvalidInputError, match=said) as refused:
        CertificateArgs(**{**BASE, **args})
    assert refused.value.field == field


def test_a_certificate_made_elsewhere_is_of_the_region_in_its_arn() -> None:
    arn = "arn:aws:acm:us-west-2:123456789012:certificate/1"
    with pytest.raises(InvalidInputError, match="Mend the ARN or the region"):
        IssuedCertificate(certificate_arn=arn, domain_names=["example.com"], region="us-east-1")

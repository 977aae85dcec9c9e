"""A pack as the engine talks to it, without the engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from unittest.mock import Mock

import pytest
from pulumi.runtime.proto import analyzer_pb2 as proto

from tenfold_policies.configuration import Ruling
from tenfold_policies.levels import Environment, Level
from tenfold_policies.packs import rules_of
from tenfold_policies.resource import Resource
from tenfold_policies.rule import Context, Domain, Parameters
from tenfold_policies.server import PackServer

INSTANCE = "aws:rds/instance:Instance"
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
RULE = "rds-multi-az"


class AbortError(Exception):
    """What gRPC raises to end a call."""


@pytest.fixture
def context() -> Mock:
    return Mock(abort=Mock(side_effect=lambda _, text: (_ for _ in ()).throw(AbortError(text))))


@pytest.fixture
def server() -> PackServer:
    return PackServer(Domain.RESILIENCE, "1.2.3", Environment.PROD)


def request(name: str = "db", **properties: Any) -> proto.AnalyzeRequest:
    found = proto.AnalyzeRequest(type=INSTANCE, name=name, urn=f"urn:{name}")
    found.properties.update(properties)
    return found


def configured(
    server: PackServer, context: Mock, level: Any = None, rule: str = RULE, **parameters: Any
) -> None:
    message = proto.ConfigureAnalyzerRequest()
    for each in server.GetAnalyzerInfo(None, None).policies:
        message.policyConfig[each.name].enforcementLevel = each.enforcementLevel
    if level is not None:
        message.policyConfig[rule].enforcementLevel = level
    message.policyConfig[rule].properties.update(parameters)
    server.Configure(message, context)


def of_rule(found: Any, rule: str = RULE) -> list[Any]:
    return [each for each in found.diagnostics if each.policyName == rule]


def levels(server: PackServer) -> Iterator[int]:
    return (
        each.enforcementLevel for each in server.GetAnalyzerInfo(None, None).policies if each.name == RULE
    )


def test_a_pack_tells_each_rules_level_in_the_stacks_environment() -> None:
    found = {each: next(levels(PackServer(Domain.RESILIENCE, "1", each))) for each in Environment}
    assert found == {
        Environment.DEV: proto.DISABLED,
        Environment.STAGING: proto.ADVISORY,
        Environment.PROD: proto.MANDATORY,
    }


def test_the_engine_says_whose_levels_apply(server: PackServer) -> None:
    server.ConfigureStack(proto.AnalyzerStackConfigureRequest(stack="shop-staging"), None)
    assert next(levels(server)) == proto.ADVISORY
    request = proto.AnalyzerStackConfigureRequest(stack="blue", config={"tenfold:environment": "dev"})
    server.ConfigureStack(request, None)
    assert next(levels(server)) == proto.DISABLED


def test_a_rule_knows_the_stage_that_the_stacks_configuration_says(
    server: PackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def check(resource: Resource, context: Context) -> Iterator[str]:
        seen.append(context.stage)
        yield from ()

    said = proto.AnalyzerStackConfigureRequest(stack="prod", config={"tenfold:stage": "growth"})
    server.ConfigureStack(said, None)
    rule = replace(rules_of(Domain.RESILIENCE)[RULE], check=check)
    monkeypatch.setattr(server, "_rulings", [Ruling(rule, Level.MANDATORY, Parameters())])
    server.Analyze(request(), None)
    assert seen == ["growth"]


def test_a_fault_names_the_resource_and_the_remedy_at_the_rules_level(server: PackServer) -> None:
    (found,) = of_rule(server.Analyze(request(multiAz=False), None))
    assert found.urn == "urn:db"
    assert found.enforcementLevel == proto.MANDATORY
    assert "multiAz is off" in found.message
    assert "Set multi_az=True" in found.message


def test_what_is_not_known_is_said_once_for_all_resources_and_stops_nothing(server: PackServer) -> None:
    for name in ("a", "b", "c", "d", "e"):
        assert of_rule(server.Analyze(request(name, multiAz=UNKNOWN), None)) == []
    (found,) = of_rule(server.AnalyzeStack(proto.AnalyzeStackRequest(), None))
    assert found.enforcementLevel == proto.ADVISORY
    assert "cannot tell until after the update for a, b, c and 2 more: multiAz not known yet" in found.message
    assert of_rule(server.AnalyzeStack(proto.AnalyzeStackRequest(), None)) == []


def test_a_level_of_the_configuration_wins(server: PackServer, context: Mock) -> None:
    configured(server, context, proto.ADVISORY)
    (found,) = of_rule(server.Analyze(request(multiAz=False), None))
    assert found.enforcementLevel == proto.ADVISORY
    configured(server, context, proto.DISABLED)
    assert of_rule(server.Analyze(request(multiAz=False), None)) == []


def test_the_configuration_can_name_the_environment(server: PackServer, context: Mock) -> None:
    configured(server, context, rule="tenfold", environment="dev")
    assert next(levels(server)) == proto.DISABLED


@pytest.mark.parametrize(
    ("rule", "parameters", "said"),
    [
        (
            "rds-multi-as",
            {},
            r"rds-multi-as: there is no such rule in this pack\. Did you mean rds-multi-az\?",
        ),
        (RULE, {"zones": 3}, r"rds-multi-az\.zones: there is no such parameter.*Allowed: enforcementLevel"),
        (
            "tenfold",
            {"environment": "blue"},
            r"tenfold\.environment: 'blue' is refused\. Allowed: dev, staging, prod",
        ),
        ("tenfold", {"env": "dev"}, r"tenfold\.env: there is no such setting\. Allowed: environment"),
    ],
)
def test_a_configuration_that_cannot_be_meant_ends_the_command(
    server: PackServer, context: Mock, rule: str, parameters: dict[str, Any], said: str
) -> None:
    with pytest.raises(AbortError, match=said):
        configured(server, context, rule=rule, **parameters)


def test_nothing_is_mended_unless_that_is_chosen(server: PackServer, context: Mock) -> None:
    assert not server.Remediate(request(multiAz=False), None).remediations
    configured(server, context, proto.REMEDIATE)
    (found,) = server.Remediate(request(multiAz=False, engine="postgres"), None).remediations
    assert dict(found.properties) == {"multiAz": True, "engine": "postgres"}
    assert not server.Remediate(request(multiAz=True), None).remediations


def test_what_was_to_be_mended_and_was_not_stops_the_update(server: PackServer, context: Mock) -> None:
    configured(server, context, proto.REMEDIATE)
    (found,) = of_rule(server.Analyze(request(multiAz=False), None))
    assert found.enforcementLevel == proto.MANDATORY


def test_a_stacks_rule_sees_the_inputs_where_a_preview_only_says_that_aws_will_choose(
    server: PackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Any] = []

    def check(resource: Resource, context: Context) -> Iterator[str]:
        seen.append(resource.get("lifecycleRules", "not set"))
        yield from ()

    rule = replace(rules_of(Domain.RESILIENCE)[RULE], check=check, relational=True)
    monkeypatch.setattr(server, "_rulings", [Ruling(rule, Level.MANDATORY, Parameters())])
    server.Analyze(request("plain"), None)
    server.Analyze(request("linked", lifecycleRules=UNKNOWN), None)
    message = proto.AnalyzeStackRequest()
    for name in ("plain", "linked"):
        added = message.resources.add(type=INSTANCE, name=name, urn=f"urn:{name}")
        added.properties.update({"lifecycleRules": UNKNOWN})
    (untold,) = server.AnalyzeStack(message, None).diagnostics
    assert seen == ["not set"]
    assert "cannot tell until after the update for linked" in untold.message


def test_the_engine_knows_the_settings_key_so_that_it_needs_no_level(server: PackServer) -> None:
    known = {each.name: each.enforcementLevel for each in server.GetAnalyzerInfo(None, None).policies}
    assert known["tenfold"] == proto.DISABLED


def test_what_the_program_keeps_secret_is_so_before_it_is_known() -> None:
    rule = "no-plaintext-passwords"
    mark = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "value": UNKNOWN}
    for password, untold in ((mark, 0), (UNKNOWN, 1)):
        server = PackServer(Domain.SECURITY, "1", Environment.PROD)
        assert of_rule(server.Analyze(request(password=password), None), rule) == []
        found = server.AnalyzeStack(proto.AnalyzeStackRequest(), None)
        assert len(of_rule(found, rule)) == untold


def test_a_value_of_a_form_that_a_rule_does_not_know_is_told_and_stops_no_other(server: PackServer) -> None:
    def stumble(resource: Resource, context: Context) -> Iterator[str]:
        yield f"{resource.get('multiAz') + 1}"

    own = server._rulings
    broken = [replace(each, rule=replace(each.rule, check=stumble)) for each in own if each.rule.id == RULE]
    server._rulings = [*broken, *own]
    assert len(of_rule(server.Analyze(request(multiAz="no"), None))) == 0
    (told,) = of_rule(server.AnalyzeStack(proto.AnalyzeStackRequest(), None))
    assert "cannot tell for db, which have values of a form that the rule doesn't know" in told.message

from __future__ import annotations

import base64
from dataclasses import replace

from support.policies import judged, resource
from tenfold_policies.rules.security.user_data_secrets import RULE
from tenfold_policies.values import UNKNOWN, Secret

INSTANCE = "aws:ec2/instance:Instance"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
SCRIPT = "#!/bin/sh\nexport DB_PASSWORD=hunter2!\nstart\n"


def test_passes() -> None:
    script = (
        "#!/bin/sh\nDB_PASSWORD=$(aws secretsmanager get-secret-value)\nTOKEN_TTL=900\nexport API_TOKEN=$1\n"
    )
    assert judged(RULE, resource(INSTANCE, userData=script)).passes


def test_fails() -> None:
    verdict = judged(
        RULE,
        resource(INSTANCE, "plain", userData=SCRIPT),
        resource(TEMPLATE, "coded", userData=base64.b64encode(SCRIPT.encode()).decode()),
        resource(INSTANCE, "json", userData='{"db": {"password": "hunter2!"}}'),
        resource(INSTANCE, "key", userDataBase64=base64.b64encode(b"id: AKIAIOSFODNN7EXAMPLE").decode()),
    )
    assert set(verdict.faults) == {"plain", "coded", "json", "key"}
    assert "DB_PASSWORD" in verdict.faults["coded"][0]
    assert "hunter2" not in str(verdict.faults)


def test_cannot_tell() -> None:
    verdict = judged(RULE, resource(TEMPLATE, "template", userData=UNKNOWN))
    assert (verdict.faults, verdict.untold) == ({}, {"template"})


def test_does_not_apply() -> None:
    assert judged(RULE, resource(TEMPLATE)).passes


def test_what_the_program_keeps_secret_is_none_on_the_machine() -> None:
    kept = replace(resource(INSTANCE, "kept", userData=Secret("start")), secrets=frozenset({"userData"}))
    assert set(judged(RULE, kept).faults) == {"kept"}

"""docs/sessions.md says what works."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from support.recording import Recording, record

PAGE = (Path(__file__).parents[4] / "docs/sessions.md").read_text()
PROGRAM, CLIENT, *_ = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def made() -> Recording:
    names: dict[str, Any] = {}
    exec(PROGRAM, names)
    network = SimpleNamespace(vpc_id="vpc-1", isolated_subnet_ids=["subnet-a", "subnet-b"])
    alarms = SimpleNamespace(topic_arn="arn:aws:sns:us-east-1:123456789012:alarms")
    cluster = SimpleNamespace(cluster_security_group_id="sg-nodes")
    role = SimpleNamespace(name="web")
    for kind, stand_in in (("Network", network), ("EksCluster", cluster), ("AlarmTopic", alarms)):
        assert vars(stand_in).keys() <= names[kind].__annotations__.keys()
    return record(lambda: names["sessions"](network, cluster, alarms, role))


def test_its_cache_gives_up_the_least_used_session_and_grows_by_memory(made: Recording) -> None:
    parameters = made.one("aws:elasticache/parameterGroup:ParameterGroup").inputs["parameters"]
    assert {"name": "maxmemory-policy", "value": "volatile-lru"} in parameters
    assert made.one("aws:appautoscaling/policy:Policy", "sessions-memory-scaling-policy")


def test_its_user_reaches_sessions_only_and_its_role_reads_its_password_only(made: Recording) -> None:
    access = made.one("aws:elasticache/user:User", "sessions-web-user").inputs["accessString"].split()
    assert [each for each in access if each.startswith("~")] == ["~session:*"]
    policy = made.one("RolePolicy").inputs["policy"]
    assert "sessions-web-secret" in policy
    assert "sessions-secret" not in policy


def test_its_client_is_python() -> None:
    compile(CLIENT, "sessions.md", "exec")

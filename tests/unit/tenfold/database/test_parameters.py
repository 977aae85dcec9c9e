"""Which parameters a database gets, which it refuses, and when AWS applies them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.database.parameters import Engine, family, known_parameters, planned_parameters
from tenfold.errors import InvalidInputError

engines = st.sampled_from(Engine)
versions = st.sampled_from(["13", "14.20", "15", "16.9", "17", "18"])


def method(engine: Engine, version: str, name: str) -> str:
    return known_parameters(engine, version)[name]


@pytest.mark.parametrize(
    ("engine", "version", "name"),
    [(Engine.AURORA, "17", "aurora-postgresql17"), (Engine.POSTGRES, "16.9", "postgres16")],
)
def test_the_family_follows_the_major_version(engine: Engine, version: str, name: str) -> None:
    assert family(engine, version) == name


@given(engines, versions)
def test_every_family_knows_the_defaults(engine: Engine, version: str) -> None:
    names = {each.name for each in planned_parameters("f", engine, version, {})}
    assert {"rds.force_ssl", "log_min_duration_statement", "work_mem"} <= names


@given(engines, versions)
def test_plain_text_connections_are_refused_in_a_way_that_every_version_takes(
    engine: Engine, version: str
) -> None:
    (forced,) = [e for e in planned_parameters("f", engine, version, {}) if e.name == "rds.force_ssl"]
    assert (forced.value, forced.apply_method) == ("1", "pending-reboot")  # static ones take no other


@given(engines, versions, st.data())
def test_the_user_s_value_wins_and_stands_once(engine: Engine, version: str, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(known_parameters(engine, version))))
    planned = planned_parameters("f", engine, version, {name: "7"})
    assert [each.value for each in planned if each.name == name] == ["7"]
    assert len({each.name for each in planned}) == len(planned)


def test_the_order_of_the_user_s_parameters_does_not_matter() -> None:
    given_, turned = {"jit": "0", "work_mem": "8192"}, {"work_mem": "8192", "jit": "0"}
    plan = planned_parameters("f", Engine.AURORA, "17", given_)
    assert plan == planned_parameters("f", Engine.AURORA, "17", turned)


@pytest.mark.parametrize("name", ["max_connections", "shared_buffers", "rds.logical_replication"])
def test_what_needs_a_restart_waits_for_it(name: str) -> None:
    assert method(Engine.POSTGRES, "17", name) == "pending-reboot"


def test_a_version_may_make_a_parameter_dynamic() -> None:
    assert method(Engine.POSTGRES, "17", "autovacuum_max_workers") == "pending-reboot"
    assert method(Engine.POSTGRES, "18", "autovacuum_max_workers") == "immediate"


@pytest.mark.parametrize(
    ("engine", "version", "name"),
    [
        (Engine.AURORA, "17", "checkpoint_timeout"),  # Aurora's storage has no checkpoints
        (Engine.POSTGRES, "17", "apg_ccm_enabled"),  # Aurora's alone
        (Engine.POSTGRES, "16", "transaction_timeout"),  # since 17
        (Engine.POSTGRES, "17", "force_parallel_mode"),  # until 15
        (Engine.POSTGRES, "17", "data_directory"),  # AWS's own
    ],
)
def test_a_parameter_that_the_family_does_not_know_is_refused(
    engine: Engine, version: str, name: str
) -> None:
    with pytest.raises(InvalidInputError, match=f"a parameter of {family(engine, version)}"):
        planned_parameters("f", engine, version, {name: "1"})


def test_the_refusal_suggests_the_nearest_spelling() -> None:
    with pytest.raises(InvalidInputError, match="'log_min_duration_statement', which is the nearest"):
        planned_parameters("f", Engine.AURORA, "17", {"log_min_duration_statment": "1"})


def test_a_version_newer_than_the_table_is_not_refused() -> None:
    assert method(Engine.POSTGRES, "19", "work_mem") == "immediate"

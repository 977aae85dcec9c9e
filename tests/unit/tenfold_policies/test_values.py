from __future__ import annotations

from collections.abc import Iterator

import pytest

from tenfold_policies.values import UNKNOWN, Secret, Undecided, decoded, each_of, is_secret, settled

SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = {SIGNATURE: "1b47061264138c4ac30d75fd1eb44270", "value": "hunter2"}


def test_each_kind_of_unknown_is_unknown_wherever_it_lies() -> None:
    found = decoded(
        {"a": ["04da6b54-80e4-46f7-96ec-b56ff0331ba9", {"b": "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7"}]}
    )
    assert found == {"a": [UNKNOWN, {"b": UNKNOWN}]}


def test_an_unknown_has_no_truth() -> None:
    with pytest.raises(Undecided):
        bool(UNKNOWN)


def test_an_output_is_its_value_or_unknown() -> None:
    mark = {SIGNATURE: "d0e6a833031e9bbcd3f4e8bde6ca49a4"}
    assert decoded([{**mark, "value": 3.0}, mark]) == [3, UNKNOWN]


def test_a_secret_can_be_compared_and_never_shown() -> None:
    found = decoded(SECRET)
    assert found == "hunter2"
    assert isinstance(found, Secret)
    assert "hunter2" not in f"{found} {found!r} {[found]} {found:>20} %s" % found  # that way too


def test_a_secrets_parts_are_secrets_and_keep_their_form() -> None:
    found = decoded({**SECRET, "value": {"user": "app", "ports": [5432.0]}})
    assert found == {"user": "app", "ports": [5432]}
    assert isinstance(found["user"], Secret)


def test_a_whole_number_is_an_integer() -> None:
    assert repr(decoded([30.0, 0.5, True, None])) == "[30, 0.5, True, None]"


def test_what_a_preview_does_not_know_is_what_the_program_gave() -> None:
    made = {"name": "a", "subnetIds": UNKNOWN, "size": UNKNOWN, "arn": UNKNOWN, "zone": "z"}
    given = {"name": "a", "subnetIds": UNKNOWN, "size": 3}
    assert settled(made, given) == {"name": "a", "subnetIds": UNKNOWN, "size": 3, "zone": "z"}


def test_what_a_preview_does_not_know_is_settled_at_any_depth() -> None:
    made = {"repair": {"enabled": True, "most": UNKNOWN}, "disks": [{"iops": UNKNOWN, "id": UNKNOWN}]}
    given = {"repair": {"enabled": True}, "disks": [{"id": UNKNOWN}]}
    assert settled(made, given) == {"repair": {"enabled": True}, "disks": [{"id": UNKNOWN}]}


def test_what_cannot_be_told_of_one_hides_no_fault_of_the_next() -> None:
    def check(port: int | None) -> Iterator[str]:
        if port is None:
            raise Undecided("port")
        yield f"{port} is open"

    found = each_of([22, None, 3389], check)
    assert [next(found), next(found)] == ["22 is open", "3389 is open"]
    with pytest.raises(Undecided, match="port"):
        next(found)


def test_a_secret_is_one_whether_it_is_known_or_not() -> None:
    output = {SIGNATURE: "d0e6a833031e9bbcd3f4e8bde6ca49a4"}
    assert is_secret(SECRET)
    assert is_secret({**output, "secret": True})
    assert not any(is_secret(each) for each in (output, {"secret": True}, "hunter2"))

from __future__ import annotations

from typing import Any

from support.provider import Provider

TABLE = "aws:dynamodb/table:Table"
BY_OWNER = {"name": "by-owner", "hashKey": "owner", "projectionType": "ALL"}


def test_a_table_lives_its_whole_life(aws: Provider) -> None:
    inputs: dict[str, Any] = {
        "attributes": [{"name": "id", "type": "S"}, {"name": "at", "type": "N"}],
        "hashKey": "id",
        "rangeKey": "at",
        "billingMode": "PAY_PER_REQUEST",
        "pointInTimeRecovery": {"enabled": True},
        "serverSideEncryption": {"enabled": True},
        "ttl": {"attributeName": "gone", "enabled": True},
        "tags": {"a": "b"},
    }
    change = {"streamEnabled": True, "streamViewType": "NEW_IMAGE", "tags": {"a": "c"}}
    table = aws.cycle(TABLE, inputs, change=change)
    assert table.state["arn"] == f"arn:aws:dynamodb:us-east-1:123456789012:table/{table.id}"
    assert table.state["streamArn"].startswith(f"{table.state['arn']}/stream/")


def test_indexes_come_and_go_in_place(aws: Provider) -> None:
    inputs: dict[str, Any] = {
        "attributes": [{"name": "id", "type": "S"}],
        "hashKey": "id",
        "billingMode": "PAY_PER_REQUEST",
    }
    table = aws.create(TABLE, "indexed", inputs)
    wanted = {
        **inputs,
        "attributes": [*inputs["attributes"], {"name": "owner", "type": "S"}],
        "globalSecondaryIndexes": [BY_OWNER],
    }
    table = aws.update(table, wanted)
    aws.assert_settled(table, wanted)
    table = aws.update(table, inputs)
    left = aws.client("dynamodb").describe_table(TableName=table.id)["Table"]
    assert not left.get("GlobalSecondaryIndexes")
    aws.delete(table)


def test_capacity_changes_in_place_and_keys_do_not(aws: Provider) -> None:
    inputs: dict[str, Any] = {
        "attributes": [{"name": "id", "type": "S"}],
        "hashKey": "id",
        "readCapacity": 2,
        "writeCapacity": 2,
    }
    table = aws.cycle(TABLE, inputs, change={"readCapacity": 5})
    other = {**inputs, "attributes": [{"name": "key", "type": "S"}], "hashKey": "key"}
    assert "hashKey" in list(aws.diff(table, other).replaces)

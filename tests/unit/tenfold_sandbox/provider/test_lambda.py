from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from support.provider import Provider
from tenfold_sandbox.plugin import PluginError
from tenfold_sandbox.provider.assets import archive_zip
from tenfold_sandbox.values import ARCHIVE, ASSET, SIGNATURE

FUNCTION = "aws:lambda/function:Function"


def code(text: str) -> dict[str, Any]:
    asset = {SIGNATURE: ASSET, "text": text, "hash": text}
    return {SIGNATURE: ARCHIVE, "assets": {"index.py": asset}, "hash": text}


def function_role(aws: Provider, name: str) -> Any:
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "lambda.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    trust = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    return aws.create("aws:iam/role:Role", f"runs-{name}", {"assumeRolePolicy": trust})


def function_inputs(aws: Provider, name: str) -> dict[str, Any]:
    role = function_role(aws, name)
    return {
        "role": role.state["arn"],
        "runtime": "python3.12",
        "handler": "index.handler",
        "code": code("def handler(event, context): return 1"),
    }


def test_a_function_lives_its_whole_life(aws: Provider) -> None:
    inputs = {
        **function_inputs(aws, "lives"),
        "environment": {"variables": {"A": "1"}},
        "architectures": ["arm64"],
        "tags": {"a": "b"},
    }
    change = {
        "memorySize": 256,
        "timeout": 10,
        "environment": {"variables": {"A": "2"}},
        "description": "d",
        "tags": {"a": "c"},
    }
    made = aws.cycle(FUNCTION, inputs, change=change, name="lives")
    arn = f"arn:aws:lambda:us-east-1:123456789012:function:{made.id}"
    assert made.state["arn"] == arn
    assert made.state["invokeArn"] == (
        f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{arn}/invocations"
    )
    assert made.state["version"] == "$LATEST"


def test_new_code_is_put_in_place(aws: Provider) -> None:
    inputs = function_inputs(aws, "codes")
    made = aws.create(FUNCTION, "codes", inputs)
    changed = aws.update(made, {**inputs, "code": code("def handler(event, context): return 2")})
    assert changed.state["codeSha256"] != made.state["codeSha256"]
    aws.delete(changed)


def test_a_refresh_sees_a_timeout_that_somebody_changed(aws: Provider) -> None:
    inputs = {**function_inputs(aws, "drifts"), "timeout": 5}
    made = aws.create(FUNCTION, "drifts", inputs)
    aws.client("lambda").update_function_configuration(FunctionName=made.id, Timeout=6)
    seen = aws.read(made)
    assert seen is not None
    assert list(aws.diff(seen, inputs).diffs) == ["timeout"]
    aws.delete(made)


def test_code_comes_from_a_bucket(aws: Provider) -> None:
    bucket = aws.create("aws:s3/bucket:Bucket", "code", {"forceDestroy": True})
    aws.client("s3").put_object(Bucket=bucket.id, Key="code.zip", Body=archive_zip(code("x = 1")))
    inputs = {**function_inputs(aws, "bucketed"), "s3Bucket": bucket.id, "s3Key": "code.zip"}
    del inputs["code"]
    aws.cycle(FUNCTION, inputs)
    aws.delete(bucket)


def test_what_belongs_to_a_function_lives_its_whole_life(aws: Provider) -> None:
    function = aws.create(FUNCTION, "owner", {**function_inputs(aws, "owner"), "publish": True})
    assert function.state["version"] == "1"
    assert function.state["qualifiedArn"] == f"{function.state['arn']}:1"
    permission = aws.cycle(
        "aws:lambda/permission:Permission",
        {
            "action": "lambda:InvokeFunction",
            "function": function.id,
            "principal": "s3.amazonaws.com",
            "sourceArn": "arn:aws:s3:::a-bucket",
            "statementId": "AllowS3",
        },
        importing=f"{function.id}/AllowS3",
    )
    assert permission.id == "AllowS3"
    alias = aws.cycle(
        "aws:lambda/alias:Alias",
        {"functionName": function.id, "functionVersion": "1", "name": "live"},
        change={"description": "d"},
        importing=f"{function.id}/live",
    )
    assert alias.state["arn"] == f"{function.state['arn']}:live"
    url = aws.cycle(
        "aws:lambda/functionUrl:FunctionUrl",
        {"functionName": function.id, "authorizationType": "AWS_IAM"},
        change={"authorizationType": "NONE", "cors": {"allowOrigins": ["*"]}},
    )
    assert url.state["functionUrl"].startswith(f"https://{url.state['urlId']}.")
    queue = aws.create("aws:sqs/queue:Queue", "feeds", {})
    mapping = aws.cycle(
        "aws:lambda/eventSourceMapping:EventSourceMapping",
        {"functionName": function.state["arn"], "eventSourceArn": queue.state["arn"], "batchSize": 5},
        change={"batchSize": 7},
    )
    assert mapping.state["uuid"] == mapping.id
    by_name = {"functionName": function.id, "eventSourceArn": queue.state["arn"]}
    aws.assert_settled(aws.create("aws:lambda/eventSourceMapping:EventSourceMapping", "n", by_name), by_name)
    aws.delete(queue)
    aws.delete(function)


def test_a_layer_s_every_change_is_a_new_version(aws: Provider) -> None:
    inputs = {"layerName": "shared", "code": code("x = 1"), "compatibleRuntimes": ["python3.12"]}
    layer = aws.cycle("aws:lambda/layerVersion:LayerVersion", inputs)
    assert layer.id == "arn:aws:lambda:us-east-1:123456789012:layer:shared:1"
    assert layer.state["layerArn"] == "arn:aws:lambda:us-east-1:123456789012:layer:shared"
    assert list(aws.diff(layer, {**inputs, "code": code("x = 2")}).replaces) == ["code"]


def files(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_a_folder_a_zip_and_nested_assets_are_packed_alike(tmp_path: Path) -> None:
    (tmp_path / "pkg").mkdir()
    (tmp_path / "pkg" / "a.py").write_text("a")
    folder = {SIGNATURE: ARCHIVE, "path": str(tmp_path / "pkg")}
    once = archive_zip(folder)
    assert files(once) == {"a.py": b"a"}
    assert archive_zip(folder) == once
    packed = tmp_path / "pkg.zip"
    packed.write_bytes(once)
    assert archive_zip({SIGNATURE: ARCHIVE, "path": str(packed)}) == once
    nested = {SIGNATURE: ARCHIVE, "assets": {"lib": folder, "b.py": {SIGNATURE: ASSET, "text": "b"}}}
    assert files(archive_zip(nested)) == {"lib/a.py": b"a", "b.py": b"b"}


def test_a_path_that_does_not_exist_is_named() -> None:
    with pytest.raises(PluginError, match="there is no file /nowhere"):
        archive_zip({SIGNATURE: ARCHIVE, "path": "/nowhere"})
    with pytest.raises(PluginError, match=r"does not download https://example\.com"):
        archive_zip({SIGNATURE: ARCHIVE, "uri": "https://example.com/a.zip"})

from __future__ import annotations

from support.provider import Provider

PARAMETER = "aws:ssm/parameter:Parameter"


def test_a_parameter_lives_its_whole_life(aws: Provider) -> None:
    inputs = {
        "name": "/app/size",
        "type": "String",
        "value": "1",
        "description": "how many",
        "tags": {"a": "b"},
    }
    made = aws.cycle(PARAMETER, inputs, change={"value": "2", "description": "how much", "tags": {"a": "c"}})
    assert made.state["arn"] == "arn:aws:ssm:us-east-1:123456789012:parameter/app/size"
    assert made.state["version"] == 2


def test_a_secure_parameter_comes_back_decrypted(aws: Provider) -> None:
    inputs = {"name": "/app/password", "type": "SecureString", "value": "hunter2"}
    made = aws.cycle(PARAMETER, inputs, change={"value": "hunter3"})
    assert made.state["value"] == "hunter3"


def test_a_refresh_sees_a_value_that_somebody_changed(aws: Provider) -> None:
    inputs = {"name": "/app/drifts", "type": "String", "insecureValue": "1"}
    made = aws.create(PARAMETER, "p", inputs)
    aws.client("ssm").put_parameter(Name="/app/drifts", Value="2", Type="String", Overwrite=True)
    seen = aws.read(made)
    assert seen is not None
    assert list(aws.diff(seen, inputs).diffs) == ["insecureValue"]
    aws.delete(made)

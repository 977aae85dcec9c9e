"""The server: its own routes, the ledger, errors that clients can read, and connections that stay open."""

from __future__ import annotations

import base64
import http.client
import json
import signal
import socket
import time
from typing import Any
from urllib.parse import urlsplit

import pytest
from botocore.exceptions import ClientError

from .conftest import Clients, start_emulator


def call(
    endpoint: str, method: str, path: str, body: object = None, headers: dict[str, str] | None = None
) -> Any:
    connection = http.client.HTTPConnection(urlsplit(endpoint).netloc)
    connection.request(method, path, json.dumps(body) if body is not None else None, headers or {})
    response = connection.getresponse()
    return response.status, json.loads(response.read())


def intend(endpoint: str, urn: str) -> int:
    intent = {"urn": urn, "type": "aws:sqs/queue:Queue", "region": "us-east-1", "inputs": {"name": "q"}}
    return call(endpoint, "POST", "/tenfold/ledger", intent)[1]["entry"]


def with_headers(client: Any, headers: dict[str, str]) -> Any:
    client.meta.events.register("before-send", lambda request, **_: request.headers.update(headers))
    return client


def test_instance_names_the_run_and_its_process() -> None:
    process, address = start_emulator()
    assert call(address, "GET", "/tenfold/instance") == (200, {"id": "test", "pid": process.pid})
    process.terminate()
    process.wait(timeout=5)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_quietly(number: signal.Signals) -> None:
    process, _ = start_emulator()
    process.send_signal(number)
    assert process.wait(timeout=5) == 0


def test_it_listens_on_loopback_only(endpoint: str) -> None:
    assert urlsplit(endpoint).hostname == "127.0.0.1"
    with socket.socket() as outside:
        outside.settimeout(1)
        assert outside.connect_ex(("127.0.0.2", urlsplit(endpoint).port or 0)) != 0


def test_a_used_port_ends_in_one_message(endpoint: str, capfd: pytest.CaptureFixture[str]) -> None:
    process, _ = start_emulator("--port", str(urlsplit(endpoint).port))
    assert process.wait(timeout=5) == 1
    message = capfd.readouterr().err
    assert f"port {urlsplit(endpoint).port}" in message
    assert "Traceback" not in message


def test_the_ledger_keeps_what_a_create_answered(endpoint: str, clients: Clients) -> None:
    urn = "urn:pulumi:dev::p::aws:sqs/queue:Queue::kept"
    entry = intend(endpoint, urn)
    import boto3

    session = boto3.Session(aws_access_key_id="sandbox", aws_secret_access_key="sandbox")
    sqs = session.client("sqs", region_name="us-east-1", endpoint_url=endpoint)
    with_headers(sqs, {"x-tenfold-entry": str(entry), "x-tenfold-operation": "sqs:CreateQueue"})
    url = sqs.create_queue(QueueName="ledger-kept")["QueueUrl"]

    (kept,) = call(endpoint, "GET", f"/tenfold/ledger?urn={urn}")[1]
    (response,) = kept["responses"]
    assert kept["id"] is None
    assert response["operation"] == "sqs:CreateQueue"
    assert json.loads(base64.b64decode(response["body"]))["QueueUrl"] == url

    with pytest.raises(ClientError):
        sqs.get_queue_url(QueueName="there-is-none")
    assert len(call(endpoint, "GET", f"/tenfold/ledger?urn={urn}")[1][0]["responses"]) == 1


def test_a_completed_entry_has_its_id_and_a_forgotten_one_is_gone(endpoint: str) -> None:
    entry = intend(endpoint, "urn:done")
    assert call(endpoint, "PUT", f"/tenfold/ledger/{entry}", {"id": "q-1"})[0] == 200
    assert call(endpoint, "GET", "/tenfold/ledger?urn=urn:done")[1][0]["id"] == "q-1"
    assert call(endpoint, "DELETE", f"/tenfold/ledger/{entry}")[0] == 200
    assert call(endpoint, "GET", "/tenfold/ledger?urn=urn:done") == (200, [])
    assert call(endpoint, "DELETE", f"/tenfold/ledger/{entry}")[0] == 404


def test_settling_leaves_open_what_was_never_completed(endpoint: str) -> None:
    whole, half = intend(endpoint, "urn:whole"), intend(endpoint, "urn:half")
    call(endpoint, "PUT", f"/tenfold/ledger/{whole}", {"id": "q-1"})
    before = sum(entry["id"] is None for entry in call(endpoint, "GET", "/tenfold/ledger")[1])
    assert call(endpoint, "POST", "/tenfold/settle", {}) == (200, {"open": before})
    settled = {entry["entry"]: entry["settled"] for entry in call(endpoint, "GET", "/tenfold/ledger")[1]}
    assert (settled[whole], settled[half]) == (True, False)


def test_entries_come_in_creation_order(endpoint: str) -> None:
    numbers = [intend(endpoint, "urn:order") for _ in range(3)]
    assert [entry["entry"] for entry in call(endpoint, "GET", "/tenfold/ledger?urn=urn:order")[1]] == numbers


def test_an_intent_without_a_urn_is_refused(endpoint: str) -> None:
    status, body = call(endpoint, "POST", "/tenfold/ledger", {"type": "t", "region": "r", "inputs": {}})
    assert (status, body["message"]) == (400, "ledger entry lacks urn")


@pytest.mark.parametrize(
    ("service", "operation", "arguments"),
    [
        ("globalaccelerator", "ListAccelerators", {}),
        ("ec2", "DescribeFpgaImages", {}),
        ("rds", "DescribeCertificates", {}),
        ("cloudfront", "ListStreamingDistributions", {}),
        ("gamelift", "ListFleets", {}),
        ("mq", "DescribeBrokerEngineTypes", {}),
    ],
)
def test_what_is_not_emulated_is_said_by_name(
    clients: Clients, service: str, operation: str, arguments: dict[str, Any]
) -> None:
    client = clients(service)
    method = next(name for name, api in client.meta.method_to_api_mapping.items() if api == operation)
    with pytest.raises(ClientError) as refused:
        getattr(client, method)(**arguments)
    assert refused.value.response["Error"]["Code"] == "NotImplemented"
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 501
    assert operation in refused.value.response["Error"]["Message"]


def test_a_connection_serves_many_requests(endpoint: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(endpoint).netloc)
    connection.request("GET", "/tenfold/instance")
    connection.getresponse().read()
    first = connection.sock
    connection.request("POST", "/tenfold/nowhere", b"unread by the route")
    connection.getresponse().read()
    connection.request("GET", "/tenfold/instance")
    assert connection.getresponse().status == 200
    assert connection.sock is first


def test_an_object_comes_back_as_it_was_sent(clients: Clients) -> None:
    s3 = clients("s3")
    s3.create_bucket(Bucket="server-bytes")
    body = bytes(range(256)) * 1000
    s3.put_object(Bucket="server-bytes", Key="a b/ü", Body=body, Metadata={"my_key": "v"})
    got = s3.get_object(Bucket="server-bytes", Key="a b/ü")
    assert got["Body"].read() == body
    assert got["Metadata"] == {"my_key": "v"}
    assert s3.head_object(Bucket="server-bytes", Key="a b/ü")["ContentLength"] == len(body)


def test_an_answer_is_recorded_though_its_client_is_gone(endpoint: str, clients: Clients) -> None:
    entry = intend(endpoint, "urn:killed")
    host = urlsplit(endpoint).netloc
    scope = "Credential=sandbox/20260101/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=0"
    body = json.dumps({"QueueName": "ledger-killed"})
    head = [
        "POST / HTTP/1.1",
        f"Host: {host}",
        f"Authorization: AWS4-HMAC-SHA256 {scope}",
        "Content-Type: application/x-amz-json-1.0",
        "X-Amz-Target: AmazonSQS.CreateQueue",
        f"X-Tenfold-Entry: {entry}",
        f"Content-Length: {len(body)}",
    ]
    with socket.create_connection(
        (urlsplit(endpoint).hostname or "", urlsplit(endpoint).port or 0)
    ) as client:
        client.sendall(("\r\n".join(head) + "\r\n\r\n" + body).encode())
    for _ in range(100):
        (kept,) = call(endpoint, "GET", "/tenfold/ledger?urn=urn:killed")[1]
        if kept["responses"]:
            break
        time.sleep(0.02)
    assert "ledger-killed" in base64.b64decode(kept["responses"][0]["body"]).decode()
    assert clients("sqs").get_queue_url(QueueName="ledger-killed")["QueueUrl"]


def test_a_request_that_ends_in_its_middle_does_nothing(endpoint: str, clients: Clients) -> None:
    scope = "Credential=sandbox/20260101/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=0"
    head = [
        "POST / HTTP/1.1",
        f"Host: {urlsplit(endpoint).netloc}",
        f"Authorization: AWS4-HMAC-SHA256 {scope}",
        "Content-Type: application/x-amz-json-1.0",
        "X-Amz-Target: AmazonSQS.CreateQueue",
        "Content-Length: 1000",
    ]
    with socket.create_connection(
        (urlsplit(endpoint).hostname or "", urlsplit(endpoint).port or 0)
    ) as client:
        client.sendall(("\r\n".join(head) + '\r\n\r\n{"QueueName": "half"}').encode())
    time.sleep(0.1)
    assert "half" not in str(clients("sqs").list_queues().get("QueueUrls"))


def test_a_reset_forgets_everything() -> None:
    process, address = start_emulator()
    import boto3

    session = boto3.Session(aws_access_key_id="sandbox", aws_secret_access_key="sandbox")
    cache = session.client("elasticache", region_name="us-east-1", endpoint_url=address)
    intend(address, "urn:reset")
    cache.create_user_group(UserGroupId="g", Engine="valkey", UserIds=["default"])
    assert call(address, "POST", "/moto-api/reset")[0] == 200
    assert cache.describe_user_groups()["UserGroups"] == []
    assert call(address, "GET", "/tenfold/ledger") == (200, [])
    process.terminate()
    process.wait(timeout=5)

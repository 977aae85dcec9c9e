"""The smaller gaps: keys, queues, logs, alarms, secrets, functions, roles."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest

from .conftest import Clients
from .helpers import make_role, refusal


def test_a_key_keeps_its_rotation_period(clients: Clients) -> None:
    kms = clients("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.enable_key_rotation(KeyId=key, RotationPeriodInDays=180)
    status = kms.get_key_rotation_status(KeyId=key)
    assert (status["KeyRotationEnabled"], status["RotationPeriodInDays"]) == (True, 180)


def test_a_replica_key_is_a_key_of_its_own(clients: Clients) -> None:
    kms, west = clients("kms"), clients("kms", "us-west-2")
    key = kms.create_key(MultiRegion=True, Description="one")["KeyMetadata"]["KeyId"]
    tags = [{"TagKey": "a", "TagValue": "b"}]
    shown = kms.replicate_key(KeyId=key, ReplicaRegion="us-west-2", Description="two", Tags=tags)
    assert shown["ReplicaKeyMetadata"]["MultiRegionConfiguration"]["MultiRegionKeyType"] == "REPLICA"
    west.create_alias(AliasName="alias/two", TargetKeyId=key)
    got = west.describe_key(KeyId="alias/two")["KeyMetadata"]
    assert (got["Description"], got["MultiRegionConfiguration"]["MultiRegionKeyType"]) == ("two", "REPLICA")
    assert west.list_resource_tags(KeyId=key)["Tags"] == tags
    assert kms.list_aliases(KeyId=key)["Aliases"] == []
    with refusal("AlreadyExistsException"):
        kms.replicate_key(KeyId=key, ReplicaRegion="us-west-2")
    single = kms.create_key()["KeyMetadata"]["KeyId"]
    with refusal("UnsupportedOperationException"):
        kms.replicate_key(KeyId=single, ReplicaRegion="us-west-2")


def test_a_malformed_key_policy_is_refused(clients: Clients) -> None:
    with refusal("MalformedPolicyDocumentException"):
        clients("kms").create_key(Policy="{")


def test_a_queue_says_who_may_use_it_for_dead_letters(clients: Clients) -> None:
    sqs = clients("sqs")
    deny = json.dumps({"redrivePermission": "denyAll"})
    url = sqs.create_queue(QueueName="dead", Attributes={"RedriveAllowPolicy": deny})["QueueUrl"]
    got = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert json.loads(got["RedriveAllowPolicy"]) == {"redrivePermission": "denyAll"}
    target = {"deadLetterTargetArn": got["QueueArn"], "maxReceiveCount": 3}
    with refusal("InvalidParameterValue", "does not allow"):
        sqs.create_queue(QueueName="live", Attributes={"RedrivePolicy": json.dumps(target)})
    by = {"redrivePermission": "byQueue", "sourceQueueArns": [got["QueueArn"].replace("dead", "live")]}
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"RedriveAllowPolicy": json.dumps(by)})
    sqs.create_queue(QueueName="live", Attributes={"RedrivePolicy": json.dumps(target)})
    with refusal("InvalidAttributeValue", "redrivePermission"):
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"RedriveAllowPolicy": '{"a": "b"}'})


def test_a_log_group_keeps_class_protection_and_retention(clients: Clients) -> None:
    logs = clients("logs")
    logs.create_log_group(
        logGroupName="/kept", logGroupClass="INFREQUENT_ACCESS", deletionProtectionEnabled=True
    )
    logs.put_retention_policy(logGroupName="/kept", retentionInDays=30)
    (got,) = logs.describe_log_groups(logGroupNamePrefix="/kept")["logGroups"]
    assert (got["logGroupClass"], got["retentionInDays"]) == ("INFREQUENT_ACCESS", 30)
    assert got["deletionProtectionEnabled"] is True
    with refusal("InvalidParameterException", "31"):
        logs.put_retention_policy(logGroupName="/kept", retentionInDays=31)
    with refusal("ValidationException", "deletion protection"):
        logs.delete_log_group(logGroupName="/kept")
    logs.put_log_group_deletion_protection(logGroupIdentifier="/kept", deletionProtectionEnabled=False)
    logs.delete_log_group(logGroupName="/kept")
    assert logs.describe_log_groups(logGroupNamePrefix="/kept")["logGroups"] == []


def test_a_log_group_is_encrypted_by_a_key_that_lets_logs_use_it(clients: Clients) -> None:
    kms, logs = clients("kms"), clients("logs")
    key = kms.create_key()["KeyMetadata"]["Arn"]
    with refusal("InvalidParameterException", "logs.us-east-1.amazonaws.com"):
        logs.create_log_group(logGroupName="/secret", kmsKeyId=key)
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "logs.us-east-1.amazonaws.com"},
        "Action": "kms:*",
        "Resource": "*",
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    kms.put_key_policy(KeyId=key, PolicyName="default", Policy=policy)
    logs.create_log_group(logGroupName="/secret", kmsKeyId=key)
    (got,) = logs.describe_log_groups(logGroupNamePrefix="/secret")["logGroups"]
    assert got["kmsKeyId"] == key
    with refusal("InvalidParameterException", "does not exist"):
        logs.associate_kms_key(logGroupName="/secret", kmsKeyId=key[:-1] + "x")


def test_a_composite_alarm_stands_on_alarms_that_exist(clients: Clients) -> None:
    cloudwatch = clients("cloudwatch")
    cloudwatch.put_metric_alarm(
        AlarmName="cpu",
        Namespace="n",
        MetricName="m",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanThreshold",
        Statistic="Sum",
    )
    with refusal("ValidationError", "memory"):
        cloudwatch.put_composite_alarm(AlarmName="both", AlarmRule="ALARM(cpu) AND ALARM(memory)")
    cloudwatch.put_composite_alarm(
        AlarmName="both", AlarmRule='ALARM("cpu")', Tags=[{"Key": "a", "Value": "b"}]
    )
    (got,) = cloudwatch.describe_alarms(AlarmTypes=["CompositeAlarm"])["CompositeAlarms"]
    assert (got["AlarmRule"], got["ActionsEnabled"]) == ('ALARM("cpu")', True)
    assert cloudwatch.list_tags_for_resource(ResourceARN=got["AlarmArn"])["Tags"] == [
        {"Key": "a", "Value": "b"}
    ]
    with refusal("ValidationError", "both"):
        cloudwatch.delete_alarms(AlarmNames=["cpu"])
    cloudwatch.delete_alarms(AlarmNames=["cpu", "both"])
    assert cloudwatch.describe_alarms(AlarmTypes=["CompositeAlarm"])["CompositeAlarms"] == []


def zipped() -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("m.py", "def handler(event, context):\n    return 1\n")
    return archive.getvalue()


def make_function(clients: Clients, name: str, **more: Any) -> str:
    role = make_role(clients, f"{name}-role", "lambda.amazonaws.com")
    wanted = {"Runtime": "python3.13", "Handler": "m.handler", "Role": role, **more}
    return clients("lambda").create_function(FunctionName=name, Code={"ZipFile": zipped()}, **wanted)[
        "FunctionArn"
    ]


def test_a_function_lives_without_a_container(clients: Clients) -> None:
    functions = clients("lambda")
    make_function(
        clients, "worker", Architectures=["arm64"], LoggingConfig={"LogFormat": "JSON"}, Publish=True
    )
    got = functions.get_function(FunctionName="worker")["Configuration"]
    assert (got["State"], got["Architectures"]) == ("Active", ["arm64"])
    assert got["LoggingConfig"]["LogFormat"] == "JSON"
    functions.update_function_configuration(FunctionName="worker", MemorySize=512)
    functions.update_function_code(FunctionName="worker", ZipFile=zipped(), Publish=True)
    assert functions.get_function_configuration(FunctionName="worker")["MemorySize"] == 512
    functions.add_permission(
        FunctionName="worker",
        StatementId="s3",
        Action="lambda:InvokeFunction",
        Principal="s3.amazonaws.com",
        SourceArn="arn:aws:s3:::b",
    )
    policy = json.loads(functions.get_policy(FunctionName="worker")["Policy"])
    assert policy["Statement"][0]["Principal"] == {"Service": "s3.amazonaws.com"}
    assert functions.invoke(FunctionName="worker")["StatusCode"] == 200
    functions.delete_function(FunctionName="worker")
    with refusal("ResourceNotFoundException"):
        functions.get_function(FunctionName="worker")


def test_a_secret_keeps_its_rotation_and_its_replicas(clients: Clients) -> None:
    secrets = clients("secretsmanager")
    made = secrets.create_secret(
        Name="rotated", SecretString="x", AddReplicaRegions=[{"Region": "us-west-2"}]
    )
    assert made["ReplicationStatus"][0]["Region"] == "us-west-2"
    assert clients("secretsmanager", "us-west-2").describe_secret(SecretId="rotated")["Name"] == "rotated"
    missing = "arn:aws:lambda:us-east-1:123456789012:function:none"
    rules = {"ScheduleExpression": "rate(10 days)", "Duration": "2h"}
    with refusal("ResourceNotFoundException", "none"):
        secrets.rotate_secret(SecretId="rotated", RotationLambdaARN=missing, RotationRules=rules)
    assert secrets.describe_secret(SecretId="rotated").get("RotationEnabled", False) is False
    arn = make_function(clients, "rotator")
    secrets.rotate_secret(
        SecretId="rotated", RotationLambdaARN=arn, RotationRules=rules, RotateImmediately=False
    )
    got = secrets.describe_secret(SecretId="rotated")
    assert (got["RotationEnabled"], got["RotationRules"], got["RotationLambdaARN"]) == (True, rules, arn)


@pytest.mark.parametrize(
    "document",
    [
        "{",
        '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole"}]}',
        '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*"}]}',
    ],
)
def test_a_malformed_trust_policy_is_refused(clients: Clients, document: str) -> None:
    with refusal("MalformedPolicyDocument"):
        clients("iam").create_role(RoleName="malformed", AssumeRolePolicyDocument=document)


@pytest.mark.parametrize(
    "statement",
    [
        {"Effect": "Allow", "Action": "nothing", "Resource": "*"},
        {"Effect": "Maybe", "Action": "s3:*", "Resource": "*"},
        {"Effect": "Allow", "Action": "s3:*"},
    ],
)
def test_a_malformed_policy_is_refused(clients: Clients, statement: dict[str, str]) -> None:
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    with refusal("MalformedPolicyDocument"):
        clients("iam").create_policy(PolicyName="malformed", PolicyDocument=document)


@pytest.mark.parametrize(
    "name",
    [
        "AmazonEKSClusterPolicy",
        "AmazonEKSWorkerNodePolicy",
        "AmazonEKS_CNI_Policy",
        "AmazonEC2ContainerRegistryPullOnly",
        "AmazonSSMManagedInstanceCore",
        "service-role/AmazonEBSCSIDriverPolicy",
        "service-role/AmazonRDSEnhancedMonitoringRole",
        "service-role/AWSLambdaBasicExecutionRole",
    ],
)
def test_managed_policies_exist(clients: Clients, name: str) -> None:
    got = clients("iam").get_policy(PolicyArn=f"arn:aws:iam::aws:policy/{name}")["Policy"]
    assert got["PolicyName"] == name.rsplit("/", 1)[-1]


def test_a_state_machine_runs(clients: Clients) -> None:
    states = clients("stepfunctions")
    definition = {
        "StartAt": "Done",
        "States": {"Done": {"Type": "Pass", "Result": {"ok": True}, "End": True}},
    }
    arn = states.create_state_machine(
        name="drill",
        definition=json.dumps(definition),
        roleArn=make_role(clients, "states", "states.amazonaws.com"),
    )["stateMachineArn"]
    run = states.start_execution(stateMachineArn=arn)["executionArn"]
    for _ in range(50):
        got = states.describe_execution(executionArn=run)
        if got["status"] != "RUNNING":
            break
    assert (got["status"], json.loads(got["output"])) == ("SUCCEEDED", {"ok": True})


def test_a_queue_s_policy_outlives_other_changes(clients: Clients) -> None:
    sqs = clients("sqs")
    url = sqs.create_queue(QueueName="jobs")["QueueUrl"]
    policy = json.dumps(
        {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "*"}]}
    )
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"DelaySeconds": "5"})
    kept = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["Policy"])["Attributes"]["Policy"]
    assert json.loads(kept) == json.loads(policy)
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": ""})
    assert "Attributes" not in sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["Policy"])

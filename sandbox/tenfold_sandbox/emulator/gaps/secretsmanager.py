"""AWS Secrets Manager: rotation rules, and the keys of replicas, as they were given."""

from __future__ import annotations

from typing import Any

from ..messages import Document
from . import Call, Gaps, refuse, store
from .policies import parse_policy
from .references import backend, lambda_function

GAPS = Gaps("secretsmanager")


@GAPS.checks("PutResourcePolicy")
def check_policy(call: Call) -> None:
    parse_policy(call.params["ResourcePolicy"], "MalformedPolicyDocumentException")


@GAPS.checks("RotateSecret")
def check_rotation(call: Call) -> None:
    """Refuse before moto changes the secret."""
    arn = call.params.get("RotationLambdaARN")
    if arn and lambda_function(call, arn) is None:
        refuse("ResourceNotFoundException", f"Lambda function {arn} does not exist")
    if not arn and not _rotates(call) and not call.params.get("RotationRules"):
        refuse("InvalidRequestException", "No Lambda rotation function ARN is associated with this secret.")


def _rotates(call: Call) -> bool:
    secret = backend(call, "secretsmanager").secrets.get(call.params["SecretId"])
    return bool(secret and (secret.rotation_enabled or secret.owning_service))


@GAPS.amends("RotateSecret")
def keep_rules(call: Call, _result: Document) -> None:
    if "RotationRules" in call.params:
        secret = backend(call, "secretsmanager").secrets[call.params["SecretId"]]
        secret.rotation_enabled = True  # moto's only with AutomaticallyAfterDays, not with a schedule
        store(secret, "rotation")["rules"] = call.params["RotationRules"]


@GAPS.amends("CreateSecret", "ReplicateSecretToRegions")
def keep_replica_keys(call: Call, result: Document) -> None:
    """Moto puts AWS's own key on every replica."""
    given: list[Document] = call.params.get("AddReplicaRegions") or []
    keys = {each["Region"]: each["KmsKeyId"] for each in given if each.get("KmsKeyId")}
    if not keys:
        return
    replicas = backend(call, "secretsmanager").secrets[result["ARN"]].replicas
    for replica in replicas:
        replica.config["KmsKeyId"] = keys.get(replica.region, replica.config["KmsKeyId"])
    result["ReplicationStatus"] = [replica.config for replica in replicas]


@GAPS.amends("DescribeSecret")
def show_rules(call: Call, result: Document) -> None:
    rules = store(backend(call, "secretsmanager").secrets[call.params["SecretId"]], "rotation").get("rules")
    if rules and result.get("RotationEnabled"):
        result["RotationRules"] = rules
    elif not result.get("RotationEnabled"):
        result.pop("RotationRules", None)


def _patch() -> None:
    from moto.secretsmanager import models

    replica: Any = models.ReplicaSecret  # its class has no hint for what is put on it
    of_source = replica.to_dict

    def to_dict(self: Any) -> Document:
        """Moto shows the source's key."""
        return {**of_source(self), "KmsKeyId": self.config["KmsKeyId"]}

    replica.to_dict = to_dict


_patch()

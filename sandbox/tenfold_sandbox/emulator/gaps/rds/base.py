"""What RDS's parts share: models, checks of references, and patches of moto's classes."""

from __future__ import annotations

import json
import secrets
import string
from typing import Any

from ...messages import Document
from .. import Call, Gaps, refuse
from ..references import backend, role, security_group

GAPS = Gaps("rds")
_CERTIFICATES = ("rds-ca-rsa2048-g1", "rds-ca-rsa4096-g1", "rds-ca-ecc384-g1")
_INSIGHTS_DAYS = {7, 731} | {31 * months for months in range(1, 24)}
_LOGS = {
    "postgres": {"postgresql", "upgrade", "iam-db-auth-error"},
    "aurora-postgresql": {"postgresql", "instance", "iam-db-auth-error"},
    "mysql": {"audit", "error", "general", "slowquery", "iam-db-auth-error"},
    "aurora-mysql": {"audit", "error", "general", "slowquery", "instance", "iam-db-auth-error"},
    "mariadb": {"audit", "error", "general", "slowquery", "iam-db-auth-error"},
}


def models(call: Call, region: str | None = None) -> Any:
    """Moto's RDS model in the call's region or another."""
    return backend(call, "rds", region)


def arguments(params: Document) -> Document:
    """Parameters as moto's models take them: top-level names in snake case."""
    from botocore import xform_name

    return {xform_name(name): value for name, value in params.items()}


def unique(prefix: str, length: int = 26) -> str:
    """A resource id such as AWS's ``db-ABC…``."""
    alphabet = string.ascii_uppercase + string.digits
    return prefix + "".join(secrets.choice(alphabet) for _ in range(length))


def key_arn(call: Call, params: Document, name: str, encrypted: bool = True) -> str | None:
    """The ARN of the KMS key in this parameter; AWS's own key if it is absent, None if not encrypted."""
    if not encrypted:
        return None
    return str(models(call)._validate_kms_key(params.get(name) or "alias/aws/rds"))


def check_references(call: Call, params: Document, engine: str, vpc_id: str | None) -> None:
    """Refuse security groups, roles, certificates, logs and retention that AWS would refuse."""
    for group_id in params.get("VpcSecurityGroupIds", []):
        group = security_group(call, group_id)
        if group is None or vpc_id not in (None, group.vpc_id):
            refuse(
                "InvalidParameterValue", f"Invalid security group, groupId= {group_id}, not in VPC {vpc_id}"
            )
    monitor = params.get("MonitoringRoleArn")
    if monitor and role(call, monitor) is None:
        refuse("InvalidParameterValue", f"IAM role ARN value is invalid or does not exist: {monitor}")
    certificate = params.get("CACertificateIdentifier", _CERTIFICATES[0])
    if certificate not in _CERTIFICATES:
        message = f"Certificate not found: {certificate}; there are {', '.join(_CERTIFICATES)}"
        refuse("CertificateNotFound", message)
    days = params.get("PerformanceInsightsRetentionPeriod", 7)
    if days not in _INSIGHTS_DAYS:
        message = f"Invalid Performance Insights retention period {days}: 7, 731 or months of 31 days"
        refuse("InvalidParameterValue", message)
    exports = params.get("CloudwatchLogsExportConfiguration", {}).get("EnableLogTypes", [])
    unknown = {*params.get("EnableCloudwatchLogsExports", []), *exports} - _LOGS.get(engine, set())
    if unknown:
        allowed = sorted(_LOGS.get(engine, set()))
        message = f"You cannot use the log types {sorted(unknown)} with engine {engine}"
        refuse("InvalidParameterCombination", f"{message}; allowed: {allowed}")


def default_groups(call: Call, params: Document, vpc_id: str | None) -> None:
    """Give a database without security groups the default one of its VPC; moto takes the default VPC's."""
    if vpc_id and not params.get("VpcSecurityGroupIds"):
        params["VpcSecurityGroupIds"] = [backend(call, "ec2").get_default_security_group(vpc_id).id]


def vpc_of(group: Any | None) -> str | None:
    """The VPC of a subnet group."""
    return group.vpc_id if group is not None else None


def subnet_group(call: Call, name: str | None) -> Any | None:
    """The DB subnet group with this name, or AWS's refusal; None stands for the default VPC."""
    if name is None or name == "default":
        return None
    found = models(call).subnet_groups.get(name)
    return found or refuse("DBSubnetGroupNotFoundFault", f"DB subnet group '{name}' does not exist.")


def zones_of(call: Call, group: Any | None) -> list[str]:
    """The zones that a subnet group covers, sorted; three of the region's for the default group."""
    if group is None:
        return [f"{call.region}{letter}" for letter in "abc"]
    return sorted({subnet.availability_zone for subnet in group._subnets})


def change_logs(model: Any, params: Document) -> None:
    """Apply CloudwatchLogsExportConfiguration."""
    changes = params.get("CloudwatchLogsExportConfiguration", {})
    kept = [
        log for log in model.enabled_cloudwatch_logs_exports if log not in changes.get("DisableLogTypes", [])
    ]
    new = [log for log in changes.get("EnableLogTypes", []) if log not in kept]
    model.enabled_cloudwatch_logs_exports = kept + new


def _patch() -> None:
    from moto.rds import models as module

    def endpoint(self: Any) -> Document:
        # Moto leaves the hosted zone out, which DNS aliases need. Ids: one zone is as good as another here.
        return {"Address": self.address, "Port": self.port, "HostedZoneId": "Z2R2ITUGPM61AM"}

    def secret_string(self: Any) -> str:
        # Moto writes "admin" and one fixed password into every managed secret.
        password = secrets.token_urlsafe(24)
        return json.dumps({"username": self.resource.master_username, "password": password})

    classes: Any = module
    classes.DBInstance.endpoint = property(endpoint)
    classes.MasterUserSecret._generate_secret_string = secret_string
    classes.MasterUserSecret.secret_status = "active"


_patch()
